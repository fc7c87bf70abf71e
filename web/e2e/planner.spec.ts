import type { Page } from '@playwright/test';
import { drawn, expect, inkOnMap, test } from './server.ts';

/** A planner's ten minutes: what is left in Battambang, what was released since 2015 and how, where people were hurt last year. */

const shownValue = async (page: Page, testid: string) => Number(await page.getByTestId(testid).getAttribute('data-value'));
const json = async <Body>(page: Page, address: string) => (await (await page.request.get(address)).json()) as Body;

test('what was released in Battambang since 2015 and how: as the server adds up the movements', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-2&from=2014-12-31&as_of=2025-12-31`);
  await drawn(page);
  await expect(page.getByTestId('released-in-window')).toBeVisible();
  const { items } = await json<{
    items: { movements_km2: Record<string, number>; outside_movements_km2: Record<string, number> }[];
  }>(page, `${demo.url}/api/timeline?programme=XKH&place=KH-2&from=2014-12-31&to=2025-12-31`);
  const sum = (of: 'movements_km2' | 'outside_movements_km2', kind: string) =>
    items.reduce((total, item) => total + (item[of][kind] ?? 0), 0);
  let released = 0;
  for (const method of ['cancelled', 'reduced', 'cleared']) {
    expect(await shownValue(page, `moved-${method}`)).toBeCloseTo(sum('movements_km2', method), 9);
    expect(await shownValue(page, `moved-outside-${method}`)).toBeCloseTo(sum('outside_movements_km2', method), 9);
    released += sum('movements_km2', method) + sum('outside_movements_km2', method);
  }
  expect(released).toBeGreaterThan(0);
  expect(await shownValue(page, 'released-in-window')).toBeCloseTo(released, 9);
  expect(await shownValue(page, 'moved-recorded')).toBeCloseTo(sum('movements_km2', 'recorded'), 9);
});

test('where people were hurt last year: counts as the server, hexagons that answer, the places with most', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await page.getByTestId('window').selectOption('last_year');
  const year = new Date().getUTCFullYear() - 1;
  await expect(page).toHaveURL(new RegExp(`as_of=${year}-12-31.*from=${year - 1}-12-31`));
  const asked = `${demo.url}/api/accidents/summary?programme=XKH&from=${year - 1}-12-31&to=${year}-12-31`;
  const summary = await json<{ accidents: number; killed: number; injured: number; items: { place: string }[] }>(page, asked);
  expect(summary.accidents).toBeGreaterThan(0);
  const accidents = page.getByTestId('accidents');
  await expect(accidents).toHaveAttribute('data-accidents', String(summary.accidents));
  await expect(accidents).toHaveAttribute('data-killed', String(summary.killed));
  await expect(accidents).toHaveAttribute('data-injured', String(summary.injured));
  await page.getByTestId('layer-land').uncheck();
  await page.getByTestId('layer-hexagons').check();
  await expect(page.getByTestId('map')).toHaveAttribute('data-accidents', /hexagons \d+/);
  await expect.poll(() => inkOnMap(page)).toBeGreaterThan(0);
  // a place with accidents, close enough for a hexagon to be found with the pointer
  await accidents.getByRole('button').first().click();
  await page.waitForTimeout(1500);
  const map = await page.getByTestId('map').boundingBox();
  if (map === null) throw new Error('no map');
  const hover = page.getByTestId('hover');
  search: for (let y = 60; y < map.height - 60; y += 22) {
    for (let x = 420; x < map.width - 300; x += 22) {
      await page.mouse.move(map.x + x, map.y + y);
      if (await hover.isVisible()) break search;
    }
  }
  await expect(hover).toContainText(/\d+ accidents?:|One accident:/);
});

test('a click on land tells its history, and the address brings it back', async ({ calmPage: page, demo }) => {
  const { items } = await json<{ items: { at: [number, number]; id: string }[] }>(
    page,
    `${demo.url}/api/search?programme=XKH&q=HA-00003`,
  );
  const [longitude, latitude] = items[0]?.at ?? [0, 0];
  await page.goto(`${demo.url}/?programme=XKH&view=13/${latitude}/${longitude}`);
  await drawn(page);
  const map = await page.getByTestId('map').boundingBox();
  if (map === null) throw new Error('no map');
  // the view's middle is the map's
  await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
  const sheet = page.getByTestId('ground');
  await expect(sheet.getByTestId('ground-events').locator('li').first()).toBeVisible();
  await expect(sheet).toContainText('HA-00003');
  const history = await json<{ face: { movements: unknown[] }; hazardous_areas: unknown[]; land_releases: unknown[] }>(
    page,
    `${demo.url}/api/history?programme=XKH&at=${new URL(page.url()).searchParams.get('at')}`,
  );
  await expect(sheet.getByTestId('ground-events').locator('li')).toHaveCount(history.face.movements.length);
  await page.screenshot({ path: 'test-results/history.png' });
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(sheet).toContainText('HA-00003');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(new URL(page.url()).searchParams.get('at')).toBeNull();
});

test('by keyboard alone: Enter on the map asks about its middle, the province answers with the figures of the API', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await page.locator('.maplibregl-canvas').focus();
  await page.keyboard.press('Enter');
  const figures = page.getByTestId('place-figures');
  await expect(figures).toBeVisible();
  const { place } = await json<{ place: { code: string } }>(
    page,
    `${demo.url}/api/history?programme=XKH&at=${new URL(page.url()).searchParams.get('at')}`,
  );
  const summary = await json<{ remaining_km2: { total: number } }>(
    page,
    `${demo.url}/api/summary?programme=XKH&as_of=2020-12-31&place=${place.code}`,
  );
  expect(Number(await figures.getAttribute('data-remaining'))).toBeCloseTo(summary.remaining_km2.total, 9);
  await page.getByTestId('only-place').click();
  await expect(page).toHaveURL(new RegExp(`place=${place.code}`));
});

test('search: an area by its id leads to it and tells its history; a place by its Khmer name filters', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  const search = page.getByTestId('place');
  await search.fill('HA-00042');
  await expect(page.getByTestId('found').filter({ hasText: 'HA-00042' })).toBeVisible();
  await search.press('ArrowDown');
  await search.press('Enter');
  await expect(page.getByTestId('ground')).toContainText('HA-00042');
  await search.fill('បាត់ដំបង');
  await expect(page.getByTestId('found').first()).toContainText('Battambang');
  await search.press('Enter');
  await expect(page).toHaveURL(/place=KH-2/);
  await page.getByTestId('clear-place').click();
  await expect(page).not.toHaveURL(/place=/);
});

test('at a zoom where areas are too small to draw, a click says what the square gathers and leads closer', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&view=6.5/13.2/102.6`);
  await drawn(page);
  const map = await page.getByTestId('map').boundingBox();
  if (map === null) throw new Error('no map');
  const cell = page.getByTestId('ground-cell');
  search: for (let y = -120; y < 120; y += 17) {
    for (let x = -60; x < 60; x += 17) {
      await page.mouse.click(map.x + map.width / 2 + x, map.y + map.height / 2 + y);
      await expect(page.getByTestId('ground').getByText('Looking up')).toBeHidden();
      if (await cell.isVisible()) break search;
    }
  }
  await expect(cell).toContainText(/gathers \d+/);
  await page.getByTestId('ground-closer').click();
  await expect.poll(() => Number(new URL(page.url()).searchParams.get('view')?.split('/')[0])).toBeGreaterThanOrEqual(12);
});

test('published figures stand beside the demonstration, each with its source', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  const panel = page.getByTestId('published');
  await panel.locator('summary').click();
  await page.getByTestId('published-measure').selectOption('casualties_total');
  const { items } = await json<{ items: { measure: string; source: string }[] }>(
    page,
    `${demo.url}/api/published-figures?programme=XKH`,
  );
  const expected = items.filter(({ measure }) => measure === 'casualties_total');
  await expect(panel.locator('tbody tr')).toHaveCount(expected.length);
  await expect(panel.locator('thead')).toContainText('Demonstration');
  for (const row of await panel.locator('tbody tr td:last-child').allTextContents()) expect(row.trim()).not.toBe('');
});

test('play, step and window move map, numbers and chart without a request for land', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2010-06-30`);
  await drawn(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const before = await shownValue(page, 'remaining-km2');
  await page.getByTestId('later').click();
  await expect(page.getByTestId('date')).toContainText('30 Jul 2010');
  await page.getByTestId('slider').press('PageUp');
  await expect(page.getByTestId('date')).toContainText('30 Jul 2011');
  expect(await shownValue(page, 'remaining-km2')).not.toBe(before);
  await page.waitForTimeout(600);
  expect(requests.filter((path) => path.includes('arrow') || path.startsWith('/tiles/'))).toEqual([]);
});
