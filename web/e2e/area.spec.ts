import type { Page } from '@playwright/test';
import { decodeOutline } from '../src/area/outline.ts';
import { drawn, expect, test } from './server.ts';

type Ring = [number, number][];
interface AreaSummary {
  remaining_km2: { total: number };
  released_km2: { total: number };
  outside_km2: { total: number };
  area: { area_m2: number };
}

/** Across several provinces of the demonstration, through many of its hazardous areas; on the grid of the address. */
const OUTLINE: Ring = [
  [102.61, 12.7],
  [103.9, 12.83],
  [103.42, 13.24],
  [103.71, 13.9],
  [102.74, 13.61],
  [102.61, 12.7],
];
const geoJson = (ring: Ring) => JSON.stringify({ type: 'Polygon', coordinates: [ring] });

async function paste(page: Page, text: string): Promise<void> {
  const area = page.getByTestId('area');
  if (!(await area.evaluate((element) => (element as HTMLDetailsElement).open))) await area.locator('summary').click();
  await page.getByTestId('area-text').fill(text);
  await page.getByTestId('area-use').click();
}

const shownBy = async (page: Page) => {
  const number = async (id: string, name: string) => Number(await page.getByTestId(id).getAttribute(name));
  return {
    remaining: await number('remaining-km2', 'data-value'),
    inside: await number('released-km2', 'data-inside'),
    outside: await number('released-km2', 'data-outside'),
  };
};

/** What PostGIS says of the same cut. */
async function cutOf(page: Page, url: string, ring: Ring, question = ''): Promise<AreaSummary> {
  const answer = await page.request.post(`${url}/api/summary/area?programme=XKH${question}`, {
    data: { type: 'Polygon', coordinates: [ring] },
  });
  return (await answer.json()) as AreaSummary;
}

async function expectAsCut(page: Page, summary: AreaSummary): Promise<void> {
  const isClose = (shown: number, expected: number) => expect(Math.abs(shown - expected)).toBeLessThanOrEqual(1e-6 * expected);
  const shown = await shownBy(page);
  isClose(shown.remaining, summary.remaining_km2.total);
  isClose(shown.inside, summary.released_km2.total);
  isClose(shown.outside, summary.outside_km2.total);
}

test('an outline that is pasted: figures as PostGIS cuts them, on every date, with one request', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  const whole = await shownBy(page);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname);
  });
  await paste(page, geoJson(OUTLINE));
  await expect(page.getByTestId('area-counted')).toBeVisible();
  const now = await cutOf(page, demo.url, OUTLINE);
  expect(now.remaining_km2.total).toBeGreaterThan(1);
  expect(now.remaining_km2.total).toBeLessThan(whole.remaining / 2);
  await expectAsCut(page, now);
  expect(Number(await page.getByTestId('area-counted').getAttribute('data-square-metres'))).toBe(now.area.area_m2);
  // the chart counts it too: its table's last year is the figure above
  await page.getByTestId('chart-table').locator('summary').click();
  const last = page.getByTestId('chart-table').locator('tbody tr').last().locator('td').nth(2);
  expect(Number(await last.getAttribute('data-value'))).toBeCloseTo((await shownBy(page)).remaining, 9);
  // and so does every other date and filter, without a request
  await page.getByTestId('slider').press('PageDown');
  await expect(page).toHaveURL(/as_of=/);
  const date = new URL(page.url()).searchParams.get('as_of');
  const earlier = await cutOf(page, demo.url, OUTLINE, `&as_of=${date}`);
  await expectAsCut(page, earlier);
  await page.getByTestId('filters').locator('summary').click();
  await page.getByTestId('kind-CHA').check();
  await expectAsCut(page, await cutOf(page, demo.url, OUTLINE, `&as_of=${date}&kind=CHA`));
  expect(asked.filter((path) => path.startsWith('/api/land') || path.startsWith('/api/summary'))).toEqual(['/api/land/border']);
  await page.screenshot({ path: 'test-results/area.png' });
});

test('the address brings the area back, cut the same; without it all land counts again', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  const whole = await shownBy(page);
  // line by line, as a user without a mouse writes it
  await paste(
    page,
    OUTLINE.slice(0, -1)
      .map(([x, y]) => `${x}, ${y}`)
      .join('\n'),
  );
  await expect(page.getByTestId('area-counted')).toBeVisible();
  await expect(page).toHaveURL(/area=[\w-]+/);
  const before = await shownBy(page);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByTestId('area-counted')).toBeVisible({ timeout: 40_000 });
  await drawn(page);
  expect(await shownBy(page)).toEqual(before);
  await expectAsCut(page, await cutOf(page, demo.url, OUTLINE, '&as_of=2020-12-31'));
  await page.getByTestId('area-clear').click();
  await expect.poll(() => shownBy(page)).toEqual(whole);
  await expect(page).not.toHaveURL(/area=/);
});

test('an outline that crosses itself is counted as what it encloses, and that is said', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  const bowTie: Ring = [
    [102.6, 12.7],
    [103.9, 13.9],
    [103.9, 12.7],
    [102.6, 13.9],
    [102.6, 12.7],
  ];
  await paste(page, geoJson(bowTie));
  await expect(page.getByText('crosses itself')).toBeVisible();
  await expectAsCut(page, await cutOf(page, demo.url, bowTie));
  expect((await shownBy(page)).remaining).toBeGreaterThan(0);
});

test('an outline on another continent: zero, said with its reason', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await paste(
    page,
    geoJson([
      [-60, -10],
      [-50, -10],
      [-50, -5],
      [-60, -10],
    ]),
  );
  await expect(page.getByText('Nothing is recorded in this area. That does not make it safe.')).toBeVisible();
  await expect(page.getByText('outside all that is mapped')).toBeVisible();
  expect(await shownBy(page)).toEqual({ remaining: 0, inside: 0, outside: 0 });
});

test('a road counts with its width; a file is read as what is pasted', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await page.getByTestId('area').locator('summary').click();
  await page.getByTestId('area-width').fill('500');
  const road = {
    type: 'Feature',
    properties: {},
    geometry: {
      type: 'LineString',
      coordinates: [
        [102.6, 13.2],
        [103.6, 13.2],
      ],
    },
  };
  await page
    .getByTestId('area-file')
    .setInputFiles({ name: 'road.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(road)) });
  await expect(page.getByText('One line counts with 500 m on each side.')).toBeVisible();
  const squareMetres = Number(await page.getByTestId('area-counted').getAttribute('data-square-metres'));
  // a degree of longitude at 13.2° N is 108.4 km
  expect(squareMetres / 1e6).toBeGreaterThan(108);
  expect(squareMetres / 1e6).toBeLessThan(111);
});

test('what is no outline is told what would be right, and the figures stay', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  const whole = await shownBy(page);
  for (const [text, words] of [
    ['a planned road', 'neither GeoJSON'],
    ['{"type":"Point","coordinates":[103,13]}', 'no polygon and no line'],
    [
      geoJson([
        [456000, 1440000],
        [456100, 1440000],
        [456100, 1440100],
        [456000, 1440000],
      ]),
      'convert the coordinates',
    ],
  ] as const) {
    await paste(page, text);
    await expect(page.getByTestId('area-problem')).toContainText(words);
    expect(await shownBy(page)).toEqual(whole);
  }
  await paste(page, '103 13\n103.1 13.1\n103.2 13.2');
  await expect(page.getByTestId('area-failure')).toContainText('encloses no ground');
  expect(await shownBy(page)).toEqual(whole);
  await page.goto(`${demo.url}/?programme=XKH&area=AAAAAA_`);
  await expect(page.getByTestId('area-failure')).toContainText('cannot be read');
  await expect.poll(() => shownBy(page)).toEqual(whole);
});

for (const mode of ['polygon', 'circle'] as const)
  test(`a ${mode} drawn on the map is counted, and asks nothing about the ground`, async ({ calmPage: page, demo }) => {
    await page.goto(`${demo.url}/?programme=XKH&view=9/13.1/102.9`);
    await drawn(page);
    await page.getByTestId('area').locator('summary').click();
    await page.getByTestId(`draw-${mode}`).click();
    await expect(page.getByTestId(`draw-${mode}`)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('[data-testid=map][data-drawing]')).toBeVisible();
    const box = (await page.getByTestId('map').boundingBox()) as { x: number; y: number };
    const corners =
      mode === 'circle'
        ? [
            [700, 300],
            [1000, 300],
          ]
        : [
            [650, 250],
            [900, 250],
            [800, 450],
            [650, 250],
          ];
    for (const [x, y] of corners as [number, number][]) {
      await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
      await page.mouse.click(box.x + x, box.y + y);
      await page.waitForTimeout(400);
    }
    await expect(page.getByTestId('area-counted')).toBeVisible();
    await expect(page).toHaveURL(/area=/);
    await expect(page.getByTestId(`draw-${mode}`)).toHaveAttribute('aria-pressed', 'false');
    expect(new URL(page.url()).searchParams.has('at')).toBe(false);
    // what was drawn is what the address says, and what is counted
    const [[shell]] = decodeOutline(new URL(page.url()).searchParams.get('area') ?? '') as [[Ring]];
    expect(shell.length).toBe(mode === 'circle' ? 97 : 4);
    await expectAsCut(page, await cutOf(page, demo.url, shell));
    expect((await shownBy(page)).remaining).toBeGreaterThan(0);
    await drawn(page);
    await page.screenshot({ path: `test-results/area-${mode}.png` });
  });
