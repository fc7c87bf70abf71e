import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { Comparison, MovementList } from '../../server/land/contract.ts';
import { CLOSURE_REASONS } from '../../server/vocabulary.ts';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

/** Opens one of the charts that are loaded later, with its table. */
async function opened(page: Page, chart: string, table: string | null) {
  const section = page.getByTestId(chart);
  await section.locator('summary').first().click();
  if (table !== null) await page.getByTestId(table).locator('summary').click();
  return section;
}

async function saved(page: Page, chart: string, format: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByTestId(chart).getByTestId(`save-${format}`).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

const valuesOf = (page: Page, table: string, row: string): Promise<number[]> =>
  page
    .getByTestId(table)
    .locator(`tr[data-row="${row}"] td`)
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));

function expectSame(shown: number[], expected: number[]): void {
  expect(shown).toHaveLength(expected.length);
  for (const [index, km2] of expected.entries()) expect(Math.abs((shown[index] as number) - km2)).toBeLessThan(1e-9);
}

type Moved = MovementList['undated'];
/** In the order of the table; reasons that occur nowhere have no column. */
const cellsOf = (
  { movements_km2: inside, outside_movements_km2: outside, closed_by_reason_km2: closed }: Moved,
  all: Moved[],
) => [
  ...[inside.recorded, inside['re-opened'], inside.upgraded, inside.downgraded],
  ...[inside.cancelled, inside.reduced, inside.cleared],
  ...[outside.cancelled, outside.reduced, outside.cleared],
  inside.closed,
  ...CLOSURE_REASONS.filter((reason) => all.some((one) => one.closed_by_reason_km2[reason] > 0)).map((reason) => closed[reason]),
  ...[inside.reclassified, outside.reclassified],
];

for (const [step, question] of [
  ['year', ''],
  ['quarter', '&place=KH-2&method=cleared,cancelled&operator=cmac'],
] as const) {
  test(`movements by ${step}${question}: table and file are what the server says`, async ({ calmPage: page, demo }) => {
    await page.goto(`${demo.url}/?programme=XKH${question}`);
    await drawn(page);
    await opened(page, 'movements-chart', null);
    await page.getByTestId('movements-step').selectOption(step);
    await page.getByTestId('movements-table').locator('summary').click();
    const { items, undated } = (await (
      await page.request.get(`${demo.url}/api/movements?programme=XKH&step=${step}${question}`)
    ).json()) as MovementList;
    expect(items.length).toBeGreaterThan(30);
    const all = [...items, undated];
    const { name, text } = await saved(page, 'movements-chart', 'csv');
    expect(name).toBe(`landclear-XKH-movements-by-${step}.csv`);
    const rows = parse(text, { bom: true, comment: '#', comment_no_infix: true, from_line: 1 }) as string[][];
    for (const [index, item] of items.entries()) {
      // every period of the file, a few of the table: a cell at a time is slow
      expectSame((rows.find(([cell]) => cell === item.period) ?? []).slice(3).map(Number), cellsOf(item, all));
      if (index % 7 === 0) expectSame(await valuesOf(page, 'movements-table', item.period), cellsOf(item, all));
    }
    expectSame(await valuesOf(page, 'movements-table', 'undated'), cellsOf(undated, all));
  });
}

test('what is chosen in the charts opens again from the address, and leaves it with the usual choice', async ({
  calmPage: page,
  demo,
}) => {
  const chosen = 'open=movements-chart,pace-chart&movements_step=month&pace_years=5&pace_deadline=2028-12-31';
  await page.goto(`${demo.url}/?programme=XKH&${chosen}`);
  await drawn(page);
  await expect(page.getByTestId('movements-step')).toHaveValue('month');
  await expect(page.getByTestId('pace-years')).toHaveValue('5');
  await expect(page.getByTestId('pace-deadline')).toHaveValue('2028-12-31');
  await expect(page.getByTestId('pace-needs')).toContainText('31 Dec 2028');
  await page.getByTestId('pace-deadline').fill('');
  await expect(page).toHaveURL(/pace_deadline=none/);
  await expect(page.getByTestId('pace-needs')).toHaveCount(0);
  await page.reload();
  await drawn(page);
  await expect(page.getByTestId('pace-deadline')).toHaveValue('');
  await page.getByTestId('pace-deadline').fill('2030-12-31');
  await page.getByTestId('pace-years').selectOption('10');
  await page.getByTestId('movements-step').selectOption('year');
  await expect(page).not.toHaveURL(/pace_deadline|pace_years|movements_step/);
});

test('by keyboard a period is chosen, and becomes that of the page', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await opened(page, 'movements-chart', null);
  const plot = page.getByTestId('movements-plot');
  await plot.focus();
  await page.keyboard.press('Home');
  await expect(plot).toHaveAttribute('aria-valuetext', /^1992: /);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowRight');
  await expect(plot).toHaveAttribute('aria-valuetext', /^1993: /);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/as_of=1993-12-31/);
  await expect(page).toHaveURL(/from=1992-12-31/);
});

for (const [from, to, question] of [
  [null, '2026-11-01', ''],
  ['2015-12-31', '2020-12-31', ''],
  ['1999-06-30', '2013-02-28', '&place=KH-2&kind=CHA'],
] as const) {
  test(`the account from ${from ?? 'the first record'} to ${to}${question} closes, and is the server's`, async ({
    calmPage: page,
    demo,
  }) => {
    const since = from === null ? '' : `&from=${from}`;
    await page.goto(`${demo.url}/?programme=XKH&as_of=${to}${since}${question}`);
    await drawn(page);
    await opened(page, 'waterfall-chart', 'waterfall-table');
    const said = (await (
      await page.request.get(`${demo.url}/api/compare?programme=XKH&to=${to}${since}${question}`)
    ).json()) as Comparison;
    const lines = await page
      .getByTestId('waterfall')
      .locator('li')
      .evaluateAll((rows) =>
        rows.map((row) => ({ id: row.getAttribute('data-line') ?? '', km2: Number(row.getAttribute('data-value')) })),
      );
    const km2Of = (id: string) => lines.find((line) => line.id === id)?.km2 ?? Number.NaN;
    expectSame([km2Of('opening'), km2Of('closing')], [said.opening_km2, said.closing_km2]);
    const steps = lines.slice(1, -1);
    expect(steps.length).toBeGreaterThan(3);
    expectSame([steps.reduce((sum, { km2 }) => sum + km2, km2Of('opening'))], [km2Of('closing')]);
    for (const { kind, km2, undated } of said.movements) {
      const own = steps.filter(({ id }) => id.startsWith(kind) && id.endsWith('-undated') === (undated === true));
      expectSame([own.reduce((sum, step) => sum + step.km2, 0)], [km2]);
    }
    const outside = page.getByTestId('waterfallOutside').locator('td[data-line]');
    const beside = await outside.evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    expectSame(beside, [said.outside.opening_km2, ...said.outside.movements.map(({ km2 }) => km2), said.outside.closing_km2]);
    expectSame(await valuesOf(page, 'waterfall-table', 'closing').then((cells) => cells.slice(2)), [said.closing_km2]);
  });
}

test('pace and forecast: the years are the server’s, the deadline is Cambodia’s, another date asks for another pace', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2025-12-31`);
  await drawn(page);
  await opened(page, 'pace-chart', 'pace-table');
  const question = 'programme=XKH&from=2015-12-31&to=2025-12-31';
  const { items } = (await (await page.request.get(`${demo.url}/api/movements?${question}`)).json()) as MovementList;
  const yearly = items.map(({ movements_km2: { cancelled, reduced, cleared } }) => cancelled + reduced + cleared);
  const [mean, , , , ...years] = await valuesOf(page, 'pace-table', 'total');
  expectSame(years, yearly);
  expectSame([mean as number], [yearly.reduce((sum, km2) => sum + km2, 0) / 10]);

  const summary = (await (await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=2025-12-31`)).json()) as {
    remaining_km2: { total: number };
  };
  await expect(page.getByTestId('pace-deadline')).toHaveValue('2030-12-31');
  const needed = async () => Number(await page.getByTestId('pace-needs').getAttribute('data-value'));
  // 1,826 days from the end of 2025 to the end of 2030
  expectSame([await needed()], [summary.remaining_km2.total / (1826 / 365.2425)]);
  await page.getByTestId('pace-deadline').fill('2035-12-31');
  expectSame([await needed()], [summary.remaining_km2.total / (3652 / 365.2425)]);
  await page.getByTestId('pace-deadline').fill('2020-12-31');
  await expect(page.getByTestId('pace-needs')).toContainText('not after 31 Dec 2025');
  const { text } = await saved(page, 'pace-chart', 'svg');
  for (const part of ['known', 'forecast', 'interval']) expect(text).toContain(`data-state="${part}"`);
  expect(text).toContain('neither a plan nor a promise');
  expect(text.match(/>Synthetic demonstration data, not for navigation\.</g)).toHaveLength(1);
});

test('where nothing is recorded, and where there are too few years, it is said', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&in_view=1&view=9/-40/10`);
  await drawn(page);
  for (const chart of ['movements-chart', 'waterfall-chart', 'pace-chart']) await opened(page, chart, null);
  await expect(page.getByTestId('movements-chart')).toContainText('No movement with a date is recorded');
  await expect(page.getByTestId('waterfall-chart')).toContainText('selects nothing that is recorded: Only what is in view');
  await expect(page.getByTestId('pace-chart')).toContainText('selects nothing that is recorded: Only what is in view');
  await page.goto(`${demo.url}/?programme=XKH&as_of=1994-06-30`);
  await drawn(page);
  await opened(page, 'pace-chart', null);
  await expect(page.getByTestId('pace-chart')).toContainText('1 complete years with dated records');
});

for (const [width, scheme, language] of [
  [1440, 'light', 'en'],
  [1440, 'dark', 'fr'],
  [360, 'dark', 'km'],
  [360, 'light', 'en'],
] as const) {
  test(`the charts with their tables at ${width} px, ${scheme}, ${language}: nothing serious for axe, nothing too wide`, async ({
    calmPage: page,
    demo,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${demo.url}/?programme=XKH&theme=${scheme}&language=${language}&from=2015-12-31`);
    await drawn(page);
    if (width < 720) {
      await page.locator('.grip').click();
      await page.locator('.grip').click();
    }
    await opened(page, 'movements-chart', 'movements-table');
    await opened(page, 'waterfall-chart', 'waterfall-table');
    await opened(page, 'pace-chart', 'pace-table');
    expect(await seriousFor(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    for (const chart of ['movements-chart', 'waterfall-chart', 'pace-chart']) {
      const section = page.getByTestId(chart);
      expect(await section.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
      await section.screenshot({ path: `test-results/${chart}-${width}-${scheme}-${language}.png` });
    }
  });
}
