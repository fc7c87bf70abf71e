import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawn, expect, inkOnMap, startEmpty, test } from './server.ts';

/** Every lack is said, and what is there is shown: never a blank or a broken page. */

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

test('one polygon without a date, no release, no accident, no place: shown, and what is missing is said', async ({
  calmPage: page,
  small,
}) => {
  const file = join(small.folder, 'one.geojson');
  writeFileSync(file, collection({ properties: { id: 'ONLY' }, geometry: square(28, -15, 0.01) }));
  small.bring(file, 'ZMB', '--as', 'hazardous-areas', '--kind', 'CHA', '--snapshot-date', '2024-07-31');
  await page.goto(`${small.url}/?programme=ZMB`);
  await drawn(page);
  const summary = (await (await page.request.get(`${small.url}/api/summary?programme=ZMB`)).json()) as {
    remaining_km2: { total: number };
  };
  await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(summary.remaining_km2.total));
  await expect(page.getByTestId('released-km2')).toContainText('0');
  await expect(page.getByTestId('doubts')).toContainText('have no date of their own and count from 31 Jul 2024');
  await expect(page.getByText('No accidents are recorded')).toBeVisible();
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
  await page.getByTestId('window').selectOption('last_year');
  await expect(page.getByText('No land was released here in this period.')).toBeVisible();
  await page.screenshot({ path: 'test-results/one-polygon.png' });
});

test('accidents without any land: the map shows them, the figures say that no land is mapped', async ({
  calmPage: page,
  small,
}) => {
  const file = join(small.folder, 'accidents.geojson');
  writeFileSync(
    file,
    collection(
      ...[0, 1, 2].map((index) => ({
        properties: { id: `A${index}`, date: '2020-05-01', killed: 1 },
        geometry: { type: 'Point', coordinates: [30 + index / 10, -20] },
      })),
    ),
  );
  small.bring(file, 'ZWE', '--as', 'accidents');
  await page.goto(`${small.url}/?programme=ZWE&layers=land,hexagons`);
  await drawn(page);
  await expect(page.getByText('This programme has no mapped land yet.')).toBeVisible();
  await expect(page.getByTestId('accidents')).toHaveAttribute('data-accidents', '3');
  await expect(page.getByTestId('map')).toHaveAttribute('data-accidents', /hexagons 3/);
  await page.screenshot({ path: 'test-results/accidents-only.png' });
});

test('areas without polygons: the figures count none and say how many there are', async ({ calmPage: page, small }) => {
  const file = join(small.folder, 'unmapped.geojson');
  writeFileSync(
    file,
    collection(
      { properties: { id: 'U1', area_m2: 5000, date: '2010-01-01' }, geometry: null },
      { properties: { id: 'U2', date: '2010-01-01' }, geometry: { type: 'Point', coordinates: [45, 15] } },
    ),
  );
  small.bring(file, 'YEM', '--as', 'hazardous-areas', '--kind', 'SHA');
  await page.goto(`${small.url}/?programme=YEM`);
  await drawn(page);
  await expect(page.getByText('This programme has no mapped land yet.')).toBeVisible();
  await expect(page.getByTestId('doubts')).toContainText('2 hazardous areas have no polygon');
});

test('the switcher: each programme opens on its own extent', async ({ calmPage: page, small }) => {
  const file = join(small.folder, 'two.geojson');
  writeFileSync(file, collection({ properties: { id: 'T', date: '2001-01-01' }, geometry: square(80, 8, 0.02) }));
  small.bring(file, 'LKA', '--as', 'hazardous-areas', '--kind', 'SHA');
  writeFileSync(file, collection({ properties: { id: 'V', date: '2001-01-01' }, geometry: square(35, 48, 0.05) }));
  small.bring(file, 'UKR', '--as', 'hazardous-areas', '--kind', 'SHA');
  await page.goto(`${small.url}/?programme=LKA&as_of=2010-01-01`);
  await drawn(page);
  const remaining = async () => Number(await page.getByTestId('remaining-km2').getAttribute('data-value'));
  const first = await remaining();
  await page.getByTestId('programme').selectOption('UKR');
  await expect.poll(remaining).not.toBe(first);
  await drawn(page);
  expect(await inkOnMap(page)).toBeGreaterThan(0.02);
  await expect(page).toHaveURL(/programme=UKR/);
});

test('a first start without the demo: the page says what to do', async ({ calmPage: page }) => {
  await startEmpty(async (url) => {
    await page.goto(url);
    await expect(page.getByText('No programme yet')).toBeVisible();
    await expect(page.getByText('npm run import --')).toBeVisible();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: 'test-results/empty.png' });
    // the page asks on; the server stops
    await page.goto('about:blank');
  });
});
