import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { PublishedFigure } from '../../server/published/contract.ts';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

/** Published figures over the charts: of the same measure and scope, each with its source, never of other land. */

const MINES = 'anti_personnel_mine,improvised_anti_personnel_mine,anti_vehicle_mine';
const marksIn = (page: Page, chart: string) => page.getByTestId(chart).getByTestId('published-mark');

async function figuresOf(page: Page, url: string, measure: string): Promise<PublishedFigure[]> {
  const { items } = (await (await page.request.get(`${url}/api/published-figures?programme=XKH`)).json()) as {
    items: PublishedFigure[];
  };
  return items.filter((figure) => figure.measure === measure);
}

async function savedText(page: Page, chart: string, format: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByTestId(chart).getByTestId(`save-${format}`).click();
  return readFile(await (await download).path(), 'utf8');
}

test('on the land chart: at their value on the axis, told by keyboard and in the table, in the address', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2019-06-01&ordnance=${MINES}`);
  await drawn(page);
  await expect(marksIn(page, 'chart')).toHaveCount(0);
  await page.getByTestId('land-published').check();
  await expect(page).toHaveURL(/published_marks=1/);
  await page.reload();
  await drawn(page);
  const expected = (await figuresOf(page, demo.url, 'remaining_km2')).filter(
    ({ scope, value }) => scope === 'Cambodia, mine' && value !== null,
  );
  expect(expected).toHaveLength(7);
  await expect(marksIn(page, 'chart')).toHaveCount(7);
  // the axis names values at heights: each mark lies where its value does
  const heights = await page.getByTestId('chart-plot').evaluate((plot) => {
    const ticks = [...plot.querySelectorAll('text.quiet')].map((text) => ({
      km2: Number(text.textContent?.replaceAll(',', '')),
      y: Number(text.getAttribute('y')) - 4,
    }));
    const above = ticks.filter(({ km2 }) => km2 > 0).sort((one, other) => one.y - other.y);
    const marks = [...plot.querySelectorAll('[data-testid=published-mark]')].map((mark) => ({
      km2: Number(mark.getAttribute('data-value')),
      // circles begin at their left end, in the middle of their height
      y: Number(/^M[\d.]+ ([\d.]+)/.exec(mark.querySelector('path')?.getAttribute('d') ?? '')?.[1]),
    }));
    return { top: above[0], next: above[1], marks };
  });
  const { top, next, marks } = heights;
  if (top === undefined || next === undefined) throw new Error('the axis has no values');
  const pxPerKm2 = (next.y - top.y) / (top.km2 - next.km2);
  for (const { km2, y } of marks) expect(Math.abs(y - (top.y + (top.km2 - km2) * pxPerKm2))).toBeLessThan(0.5);

  const plot = page.getByTestId('chart-plot');
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  const readout = page.getByTestId('chart').getByTestId('published-readout');
  await expect(readout).toContainText('890 km², phnompenhpost.com');
  await page.keyboard.press('Escape');

  await page.getByTestId('chart-table').locator('summary').click();
  const table = page.getByTestId('chart').getByTestId('published-table');
  await expect(table.locator('tbody tr')).toHaveCount((await figuresOf(page, demo.url, 'remaining_km2')).length);
  // no plain number: as it was printed; other land: why it is not drawn
  await expect(table.locator('tr[data-period="2024-11"]')).toContainText('>1600');
  await expect(table.locator('tr[data-left-out="ordnance"]').first()).toContainText('of other ordnance than the figures shown');
  const own = Number(await table.locator('tr[data-period="2017-12"] [data-own]').getAttribute('data-own'));
  const { remaining_km2: remaining } = (await (
    await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=2017-12-31&ordnance=${MINES}`)
  ).json()) as { remaining_km2: { total: number } };
  expect(Math.abs(own - remaining.total)).toBeLessThan(1e-9);

  const csv = await savedText(page, 'chart', 'csv');
  const rows = parse(csv, { bom: true, comment: '#', comment_no_infix: true, columns: true }) as Record<string, string>[];
  const drawnRows = rows.filter((row) => row.published_measure !== '' && row.published_left_out === '');
  expect(drawnRows.map((row) => [row.year, Number(row.published_km2), row.published_source])).toEqual(
    expected.map(({ period, value, source }) => [period, value, source]),
  );
  const svg = await savedText(page, 'chart', 'svg');
  expect(svg.match(/data-published=/g)).toHaveLength(7);
  expect(svg).toContain('lb7.chinadailyhk.com');
});

test('of a province, of one kind of land, of a drawn box: none is drawn, and it is said why', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&published_marks=1`);
  await drawn(page);
  await expect(marksIn(page, 'chart')).toHaveCount(1);
  for (const [question, why] of [
    ['place=KH-2', 'of the whole country, while the figures shown are of a part of it'],
    ['kind=SHA', 'of suspected and confirmed land together'],
    ['in_view=1&view=9/13.2/103', 'of the whole country, while the figures shown are of a part of it'],
  ]) {
    await page.goto(`${demo.url}/?programme=XKH&published_marks=1&${question}`);
    await drawn(page);
    await expect(page.getByTestId('chart').getByTestId('published-beside')).toContainText(why as string);
    await expect(marksIn(page, 'chart')).toHaveCount(0);
  }
});

test('on the movements: full years only, two sources of one year are two marks; also beside the forecast', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(
    `${demo.url}/?programme=XKH&published_marks=1&open=movements-chart,pace-chart&ordnance=${MINES}&as_of=2016-12-31`,
  );
  await drawn(page);
  const of2006 = marksIn(page, 'movements-chart').and(page.locator('[data-period="2006"]'));
  await expect(of2006).not.toHaveCount(0);
  for (const period of await marksIn(page, 'movements-chart').evaluateAll((marks) =>
    marks.map((mark) => mark.getAttribute('data-period')),
  ))
    expect(period).toMatch(/^\d{4}$/);
  await expect(marksIn(page, 'pace-chart')).toHaveCount(7);
  await page.getByTestId('movements-step').selectOption('quarter');
  await expect(page.getByText('Published figures are of full years: choose years to see them.')).toBeVisible();
  await expect(marksIn(page, 'movements-chart')).toHaveCount(0);
  await page.getByTestId('movements-step').selectOption('year');
  await page.getByTestId('movements-plot').focus();
  await page.keyboard.press('ArrowLeft');
  const readout = page.getByTestId('movements-chart').getByTestId('published-readout');
  await expect(readout).toContainText('Published for 2015');
  await expect(readout.locator('li')).toHaveCount(5);
  const csv = await savedText(page, 'movements-chart', 'csv');
  expect(csv).toContain('sector excl. RCAF');
  expect(await savedText(page, 'pace-chart', 'csv')).toContain('published,2024,2024-07-31');
});

for (const [width, scheme, language] of [
  [1440, 'light', 'en'],
  [360, 'dark', 'km'],
] as const) {
  test(`published figures over the charts at ${width} px, ${scheme}, ${language}: nothing serious for axe, nothing too wide, on paper too`, async ({
    calmPage: page,
    demo,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(
      `${demo.url}/?programme=XKH&theme=${scheme}&language=${language}&published_marks=1&open=movements-chart,pace-chart&ordnance=${MINES}&as_of=2017-03-01`,
    );
    await drawn(page);
    if (width < 720) {
      await page.locator('.grip').click();
      await page.locator('.grip').click();
    }
    for (const table of ['chart-table', 'movements-table', 'pace-table'])
      await page.getByTestId(table).locator('summary').click();
    await expect(page.getByTestId('published-table')).toHaveCount(3);
    expect(await seriousFor(page)).toEqual([]);
    for (const chart of ['chart', 'movements-chart', 'pace-chart']) {
      const section = page.getByTestId(chart);
      expect(await section.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
      await section.screenshot({ path: `test-results/published-${chart}-${width}-${scheme}-${language}.png` });
    }
    await page.emulateMedia({ media: 'print' });
    await expect(marksIn(page, 'chart').first()).toBeVisible();
    await page.screenshot({ path: `test-results/published-print-${width}.png`, fullPage: true });
  });
}
