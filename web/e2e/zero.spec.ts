import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

/** Zero is shown as zero with its reason, never as a blank chart; a date that cannot be shown says what became of it. */

const square = (west: number, south: number, side: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
});
const collection = (...features: { properties: object; geometry: object | null }[]) =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((feature) => ({ type: 'Feature', ...feature })) });

const reason = (page: Page) => page.getByTestId('zero-reason');
const shown = async (page: Page, id: string) => Number(await page.getByTestId(id).getAttribute('data-value'));
const CHARTS = 'open=movements-chart,pace-chart,waterfall-chart';

test('a date before the first record: the first day is shown, and the figures say when the first record is', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=1900-01-01`);
  await drawn(page);
  await expect(reason(page)).toContainText('1 Jan 1900 lies before the first record (8 Jan 1992): 1 Jan 1992');
  await expect(reason(page)).toContainText('No land was recorded by 1 Jan 1992: the first record is of 8 Jan 1992.');
  expect(await shown(page, 'remaining-km2')).toBe(0);
  await expect(page.getByTestId('chart-plot')).toBeVisible();
  // a choice of the user's is none of the address
  await page.getByTestId('later').click();
  await expect(page.getByTestId('moved-date')).toHaveCount(0);
  const { items } = (await (
    await page.request.get(`${demo.url}/api/timeline?programme=XKH&step=month&from=1991-12-31&to=1992-02-29`)
  ).json()) as { items: { remaining_km2: { total: number }; released_km2: { total: number } }[] };
  expect(items[0]?.remaining_km2.total).toBeGreaterThan(0);
  if (items[0]?.released_km2.total === 0) await expect(reason(page)).toContainText('No land was released by 1 Feb 1992');
});

test('a date to come, and periods that begin before the first record or after their end: each is said', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2999-01-01&from=1950-06-30`);
  await drawn(page);
  await expect(reason(page)).toContainText('1 Jan 2999 is still to come');
  await expect(reason(page)).toContainText('The period was to begin on 1 Jul 1950, before the first record (8 Jan 1992)');
  expect(await shown(page, 'remaining-km2')).toBeGreaterThan(0);
  await page.goto(`${demo.url}/?programme=XKH&as_of=2015-01-01&from=2020-06-30`);
  await drawn(page);
  await expect(reason(page)).toContainText('The period was to begin on 1 Jul 2020, after its own end: it begins on 1 Jan 2015.');
  await page.goto(`${demo.url}/?programme=XKH&as_of=2015-02-30`);
  await drawn(page);
  await expect(page.getByText('as_of=2015-02-30, which does not exist here')).toBeVisible();
});

test('a view where nothing is: every chart keeps its axes and says what is chosen', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&in_view=1&view=9/-40/10&kind=CHA&${CHARTS}`);
  await drawn(page);
  const said =
    /What is chosen selects nothing that is recorded: Remaining, kind: confirmed hazardous area; Only what is in view: west/;
  await expect(reason(page)).toContainText(said);
  await expect(page.getByTestId('chart').getByTestId('empty-axes')).toContainText(said);
  await expect(page.getByTestId('pace-chart').getByTestId('empty-axes')).toContainText(said);
  await expect(page.getByTestId('waterfall-zero')).toContainText(said);
  await expect(page.getByTestId('movements-chart').getByTestId('empty-axes')).toContainText(
    /No movement with a date is recorded here\. Chosen: .*Only what is in view/,
  );
  for (const chart of ['chart', 'pace-chart', 'movements-chart']) {
    await expect(page.getByTestId(chart).getByTestId('empty-axes').locator('svg')).toContainText('2000');
  }
  expect(await shown(page, 'remaining-km2')).toBe(0);
  expect(await shown(page, 'released-km2')).toBe(0);
});

test('a drawn area with nothing inside: zero, and why', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await page.getByTestId('area').locator('summary').click();
  await page.getByTestId('area-text').fill(JSON.stringify(square(10, 50, 0.1)));
  await page.getByTestId('area-use').click();
  await expect(page.getByTestId('area-counted')).toBeVisible();
  await expect(reason(page)).toContainText(/selects nothing that is recorded: Drawn area of 7\d\.\d km²/);
  await expect(page.getByTestId('chart').getByTestId('empty-axes')).toContainText('Drawn area of');
});

test('one area recorded and never released, a period in which nothing moves, a method that never was', async ({
  calmPage: page,
  small,
}) => {
  const file = join(small.folder, 'lone.geojson');
  writeFileSync(file, collection({ properties: { id: 'LONE', date: '2005-05-12' }, geometry: square(20, -10, 0.01) }));
  small.bring(file, 'AGO', '--as', 'hazardous-areas', '--kind', 'SHA');
  await page.goto(`${small.url}/?programme=AGO&as_of=2005-05-11&${CHARTS}`);
  await drawn(page);
  await expect(reason(page)).toContainText('No land was recorded by 11 May 2005: the first record is of 12 May 2005.');
  await page.getByTestId('later').click();
  await expect(reason(page)).toContainText('No release of land is recorded here.');
  await expect(reason(page).locator('p')).toHaveCount(1);
  await page.goto(`${small.url}/?programme=AGO&from=2010-12-31&as_of=2011-12-31&${CHARTS}`);
  await drawn(page);
  await expect(page.getByTestId('nothing-moved')).toHaveText(
    'Nothing moved between 1 Jan 2011 and 31 Dec 2011. Movements with a date lie between 12 May 2005 and 12 May 2005.',
  );
  await expect(page.getByTestId('waterfall-chart')).toContainText('Nothing moved between 1 Jan 2011 and 31 Dec 2011.');
  await expect(page.getByTestId('pace-chart').getByTestId('empty-axes')).toBeVisible();
  await page.goto(`${small.url}/?programme=AGO&kind=CHA`);
  await drawn(page);
  await expect(reason(page)).toContainText('selects nothing that is recorded: Remaining, kind: confirmed hazardous area');
});

test('a programme without a polygon: zero on axes, not a blank', async ({ calmPage: page, small }) => {
  const file = join(small.folder, 'no-polygon.geojson');
  writeFileSync(file, collection({ properties: { id: 'N1', area_m2: 5000, date: '2010-01-01' }, geometry: null }));
  small.bring(file, 'TCD', '--as', 'hazardous-areas', '--kind', 'SHA');
  await page.goto(`${small.url}/?programme=TCD&${CHARTS}&as_of=2012-01-01`);
  await drawn(page);
  for (const chart of ['chart', 'pace-chart'])
    await expect(page.getByTestId(chart).getByTestId('empty-axes')).toContainText('this programme has no mapped land');
  await expect(page.getByTestId('waterfall-zero')).toContainText('this programme has no mapped land');
  await expect(page.getByTestId('remaining-km2')).toContainText('0');
});

for (const [width, scheme, language] of [
  [1440, 'light', 'fr'],
  [360, 'dark', 'km'],
] as const) {
  test(`reasons at ${width} px, ${scheme}, ${language}: nothing serious for axe, nothing too wide`, async ({
    calmPage: page,
    demo,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(
      `${demo.url}/?programme=XKH&in_view=1&view=9/-40/10&as_of=1900-01-01&theme=${scheme}&language=${language}&${CHARTS}`,
    );
    await drawn(page);
    if (width < 720) {
      await page.locator('.grip').click();
      await page.locator('.grip').click();
    }
    await expect(page.getByTestId('empty-axes')).toHaveCount(3);
    expect(await seriousFor(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.getByTestId('zero-reason').scrollIntoViewIfNeeded();
    await page.screenshot({ path: `test-results/zero-${width}-${scheme}-${language}.png` });
    await page.getByTestId('pace-chart').screenshot({ path: `test-results/zero-pace-${width}-${scheme}-${language}.png` });
  });
}
