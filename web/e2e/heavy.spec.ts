import type { Page } from '@playwright/test';
import type { Summary } from '../../server/land/contract.ts';
import type { ProgrammeItem } from '../../server/places/contract.ts';
import { mapDiffers } from './map-pixels.ts';
import { test as base, drawn, expect, withServer } from './server.ts';

/** Each case is a page and its twin, drawn in full: two of a list, all of it with `LANDCLEAR_LONG=1`. */
const sampleOf = <Case>(cases: Case[]): Case[] => (process.env.LANDCLEAR_LONG ? cases : cases.slice(0, 2));

/** The same demonstration on a server that does not trust a browser with its spans. */
const test = base.extend<object, { heavy: { url: string } }>({
  heavy: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      process.env.BROWSER_SPANS = '100';
      try {
        await withServer(true, (url) => use({ url }));
      } finally {
        delete process.env.BROWSER_SPANS;
      }
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

/** Has the page hold the spans all the same: what the server's sums are held against. */
const holdSpans = (page: Page) =>
  page.route('**/api/programmes', async (route) => {
    const { items } = (await (await route.fetch()).json()) as { items: ProgrammeItem[] };
    await route.fulfill({ json: { items: items.map((item) => ({ ...item, counted_by: 'page' })) } });
  });

async function counted(page: Page): Promise<void> {
  await expect(page.locator('[data-testid=heavy][data-counting=false]')).toBeVisible();
  await expect(page.locator('[data-testid=counted][aria-busy=false]')).toBeVisible();
}

/** Opens every chart that is loaded later, with its table. */
async function openCharts(page: Page): Promise<void> {
  await page.getByTestId('chart-table').locator('summary').click();
  for (const [chart, table] of [
    ['movements-chart', 'movements-table'],
    ['waterfall-chart', 'waterfall-table'],
    ['pace-chart', 'pace-table'],
    ['multiples-chart', 'multiples-table'],
  ] as const) {
    await page.getByTestId(chart).locator('summary').first().click();
    await page.getByTestId(table).locator('summary').click();
  }
}

/** All that the panel says and every value behind it, what it says of the server left out. */
const everyFigure = (page: Page): Promise<string[]> =>
  page.getByTestId('counted').evaluate((panel) => {
    const values = [...panel.querySelectorAll('[data-value], [data-inside], [data-middle]')].map(
      (element) =>
        `${element.closest('[data-row]')?.getAttribute('data-row') ?? ''} ${JSON.stringify({ ...(element as HTMLElement).dataset })}`,
    );
    const lines = [...panel.children]
      .filter((part) => !part.classList.contains('heavy'))
      .flatMap((part) => (part as HTMLElement).innerText.split('\n'))
      .filter((line) => line !== '');
    return [...values, ...lines];
  });

const VIEW = 'view=6.60/12.6000/104.9000';
for (const question of [
  // without a view the map fits itself into the room it has at that moment, which is not what is compared here
  VIEW,
  `date=2015-06-30&from=2009-12-31&${VIEW}`,
  `date=2019-03-31&from=2014-12-31&place=KH-2&ordnance=cluster_munition_remnant,anti_personnel_mine&${VIEW}&multiples_by=ordnance&multiples_measure=released_window`,
  `date=2021-12-31&from=2015-12-31&operator=cmac&method=cleared,cancelled&kind=SHA&${VIEW}&multiples_by=operator`,
  `date=2021-12-31&from=2015-12-31&state=remaining,closed&method=cleared&${VIEW}&multiples_measure=closed`,
  'date=2018-12-31&from=2010-12-31&in_view=1&view=8.20/13.1000/103.2000',
]) {
  test(`what the server counts is what the page would count of the spans, figures, charts and map: ${question}`, async ({
    calmPage: page,
    heavy,
    browser,
  }) => {
    const address = `${heavy.url}/?programme=XKH&${question}`;
    await page.goto(address);
    await drawn(page);
    await expect(page.getByTestId('heavy')).toContainText(/more than a browser should hold/);
    await openCharts(page);
    await counted(page);

    const own = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await holdSpans(own);
    await own.goto(address);
    await drawn(own);
    await openCharts(own);
    await expect(own.getByTestId('pace-table').locator('td').first()).toBeAttached();
    await expect(own.getByTestId('doubts').locator('li').first()).toBeVisible();
    const expected = await everyFigure(own);
    expect(expected.length).toBeGreaterThan(150);
    await expect.poll(() => everyFigure(page)).toEqual(expected);

    await expect(page.locator('[data-testid=map][data-cells=told]')).toBeVisible();
    const shot = async (of: Page) => {
      await drawn(of);
      return of.getByTestId('map').screenshot();
    };
    await expect.poll(async () => mapDiffers(page, await shot(page), await shot(own))).toBeLessThan(0.001);
    await own.close();
  });
}

test('another choice: the last figures stand, visibly old, until the server has counted; the API says the same', async ({
  calmPage: page,
  heavy,
}) => {
  await page.goto(`${heavy.url}/?programme=XKH&date=2020-12-31`);
  await drawn(page);
  await counted(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/changes.arrow?**place=KH-2**', async (route) => {
    await held;
    await route.continue();
  });
  const before = await page.getByTestId('remaining-km2').getAttribute('data-value');
  await page.goto(`${heavy.url}/?programme=XKH&date=2020-12-31&place=KH-2`);
  await expect(page.getByTestId('heavy')).toContainText('Counting');
  await expect(page.locator('[data-testid=counted][aria-busy=true]')).toBeVisible();
  expect(await page.getByTestId('remaining-km2').getAttribute('data-value')).toBe(before);
  release();
  await counted(page);
  const summary = (await (
    await page.request.get(`${heavy.url}/api/summary?programme=XKH&place=KH-2&as_of=2020-12-31`)
  ).json()) as Summary;
  const value = async (id: string) => Number(await page.getByTestId(id).getAttribute('data-value'));
  expect(await value('remaining-km2')).toBe(summary.remaining_km2.total);
  expect(await value('released-km2')).toBe(summary.released_km2.total + summary.outside_km2.total);
});

test('a question that the server fails is said in words, the figures stay, and it can be asked again', async ({
  page,
  heavy,
}) => {
  await page.route('**/api/changes.arrow?**place=KH-2**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', json: { detail: 'The database rests.' } }),
  );
  await page.goto(`${heavy.url}/?programme=XKH&place=KH-2`);
  await expect(page.getByTestId('heavy-failed')).toContainText('The database rests.');
  await page.unroute('**/api/changes.arrow?**place=KH-2**');
  await page.getByTestId('heavy').getByRole('button').click();
  await counted(page);
});

test('squares that the server fails to tell are said, show that there is something, and are asked for again', async ({
  page,
  heavy,
}) => {
  const cells = '**/api/cells.arrow?**';
  await page.route(cells, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', json: { detail: 'The map rests.' } }),
  );
  await page.goto(`${heavy.url}/?programme=XKH`);
  await expect(page.getByTestId('heavy-failed')).toContainText('The map rests.');
  const map = page.locator('[data-cells]').first();
  await expect(map).toHaveAttribute('data-cells', 'failed');
  // figures that are answered meanwhile do not hide that the map is not
  await page.getByTestId('movements-chart').locator('summary').first().click();
  await expect(page.getByTestId('movements-chart').locator('svg').first()).toBeVisible();
  await expect(page.getByTestId('heavy-failed')).toContainText('The map rests.');
  await page.unroute(cells);
  await page.getByTestId('heavy').getByRole('button').click();
  await expect(map).toHaveAttribute('data-cells', 'told');
  await expect(page.getByTestId('heavy-failed')).toHaveCount(0);
});

test('a drawn area is counted by the server, with its charts, as the database cuts it', async ({ calmPage: page, heavy }) => {
  const ring = [
    [102.61, 12.7],
    [103.9, 12.83],
    [103.42, 13.24],
    [103.71, 13.9],
    [102.74, 13.61],
    [102.61, 12.7],
  ];
  await page.goto(`${heavy.url}/?programme=XKH&date=2018-12-31&from=2010-12-31`);
  await drawn(page);
  await page.getByTestId('area').locator('summary').click();
  await page.getByTestId('area-text').fill(JSON.stringify({ type: 'Polygon', coordinates: [ring] }));
  await page.getByTestId('area-use').click();
  await expect(page.getByTestId('area-counted')).toBeVisible();
  await counted(page);
  const summary = (await (
    await page.request.post(`${heavy.url}/api/summary/area?programme=XKH&as_of=2018-12-31`, {
      data: { type: 'Polygon', coordinates: [ring] },
    })
  ).json()) as Summary;
  const shown = Number(await page.getByTestId('remaining-km2').getAttribute('data-value'));
  expect(Math.abs(shown - summary.remaining_km2.total)).toBeLessThan(1e-6 * summary.remaining_km2.total);
  await expect.poll(async () => Number(await page.getByTestId('moved-recorded').getAttribute('data-value'))).toBeGreaterThan(0);
});

/** Parts with their values and all words of the ranking, its table and that of the years. */
async function everyPart(page: Page): Promise<string[]> {
  const chart = page.getByTestId('multiples-chart');
  await expect(page.getByTestId('multiples-whole')).toBeVisible();
  return chart.evaluate((element) => [
    ...[...element.querySelectorAll('[data-part], [data-value]')].map((part) =>
      JSON.stringify({ ...(part as HTMLElement).dataset }),
    ),
    // what lies below the screen is not laid out: its words are there all the same
    ...[...element.querySelectorAll('p, span, td, th, h3, summary, caption')].map((part) => part.textContent ?? ''),
  ]);
}

for (const question of [
  'multiples_by=place',
  'multiples_by=place&place=KH-2&multiples_measure=released&method=cleared,reduced&ordnance=anti_personnel_mine',
  'multiples_by=place&multiples_measure=recorded_window&from=2005-12-31&in_view=1&view=8.20/13.1000/103.2000',
  'multiples_by=operator&operator=cmac&place=KH-2',
  'multiples_by=operator&multiples_measure=released_window&from=2009-12-31&method=cleared',
  'multiples_by=ordnance&multiples_measure=remaining&kind=SHA',
  'multiples_by=includes&multiples_measure=released_window&from=2009-12-31&operator=cmac',
]) {
  test(`ranking and years by part are those of the spans: ${question}`, async ({ calmPage: page, heavy, browser }) => {
    const address = `${heavy.url}/?programme=XKH&date=2019-06-30&open=multiples-chart,multiples-table,multiples-years&multiples_all=1&${question}`;
    const own = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await holdSpans(own);
    await own.goto(address);
    await drawn(own);
    await expect(own.getByTestId('multiples-years').locator('td').first()).toBeAttached();
    const expected = await everyPart(own);
    const values = await own
      .locator('[data-part]')
      .evaluateAll((parts) => parts.map((part) => Number(part.getAttribute('data-value'))));
    expect(values.filter((km2) => km2 > 0).length).toBeGreaterThan(0);
    await own.close();
    await page.goto(address);
    await drawn(page);
    await counted(page);
    await expect.poll(() => everyPart(page)).toEqual(expected);
  });
}

test('parts that the server has not counted yet, or fails to count, have no figures', async ({ page, heavy }) => {
  const APART = '**/api/changes.arrow?**by=place**';
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(APART, async (route) => {
    await held;
    await route.fulfill({ status: 503, contentType: 'application/problem+json', json: { detail: 'The database rests.' } });
  });
  await page.goto(`${heavy.url}/?programme=XKH&open=multiples-chart`);
  await expect(page.getByTestId('multiples-counting')).toBeVisible();
  await expect(page.getByTestId('multiples-whole')).toHaveCount(0);
  release();
  await expect(page.getByTestId('multiples-failed')).toContainText('The database rests.');
  await expect(page.locator('[data-part]')).toHaveCount(0);
  await page.unroute(APART);
  await page.getByTestId('multiples-chart').getByRole('button', { name: 'Ask again' }).click();
  await expect(page.locator('[data-part]').first()).toBeVisible();
});

test('two dates side by side: both maps are those of a page that holds the spans', async ({ calmPage: page, heavy, browser }) => {
  const address = `${heavy.url}/?programme=XKH&date=2021-06-30&${VIEW}&ordnance=anti_personnel_mine`;
  const shot = async (of: Page) => {
    await drawn(of);
    return of.screenshot();
  };
  const own = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', deviceScaleFactor: 1 });
  await holdSpans(own);
  await own.goto(address);
  const alone = await shot(own);
  await own.goto(`${address}&compare=swipe&compare_with=2004-06-30`);
  await expect(own.locator('[data-testid=map-earlier][data-idle]')).toBeVisible();
  await page.goto(`${address}&compare=swipe&compare_with=2004-06-30`);
  await expect(page.locator('[data-testid=map][data-cells=told]')).toBeVisible();
  await expect(page.locator('[data-testid=map-earlier][data-cells=told][data-idle]')).toBeVisible();
  await expect.poll(async () => mapDiffers(page, await shot(page), await shot(own))).toBeLessThan(0.001);
  // the two dates are told apart by what is compared
  expect(await mapDiffers(page, alone, await shot(page))).toBeGreaterThan(0.002);
  await own.close();
});

for (const question of sampleOf(['', '&place=KH-2&in_view=1', '&method=cleared&state=released', '&ordnance=anti_personnel_mine']))
  test(`what changed, map and account, is that of a page that holds the spans: ${question}`, async ({
    calmPage: page,
    heavy,
    browser,
  }) => {
    const address = `${heavy.url}/?programme=XKH&date=2021-06-30&${VIEW}&compare=difference&compare_with=2004-06-30${question}`;
    const shot = async (of: Page) => {
      await drawn(of);
      return of.getByTestId('map').screenshot();
    };
    const account = (of: Page) =>
      of
        .locator('[data-testid=difference-table] [data-change], [data-testid=difference-legend] [data-change]')
        .evaluateAll((rows) => rows.map((row) => `${JSON.stringify({ ...(row as HTMLElement).dataset })} ${row.textContent}`));
    const own = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await holdSpans(own);
    await own.goto(address);
    await drawn(own);
    await expect(own.getByTestId('difference-table')).toBeVisible();
    await expect(own.getByTestId('difference-legend')).toBeVisible();
    const expected = await account(own);
    expect(expected.length).toBeGreaterThan(12);
    await page.goto(address);
    await drawn(page);
    await expect(page.locator('[data-testid=map][data-cells=told]')).toBeVisible();
    await counted(page);
    await expect.poll(() => account(page)).toEqual(expected);
    await expect.poll(async () => mapDiffers(page, await shot(page), await shot(own))).toBeLessThan(0.001);
    // far in faces are told as well; another date is another question
    for (const of of [own, page])
      await of.goto(address.replace(VIEW, 'view=12.00/13.1500/103.0000').replace('2004-06-30', '2010-06-30'));
    await drawn(own);
    await drawn(page);
    await expect(page.locator('[data-testid=map][data-cells=told]')).toBeVisible();
    await expect.poll(async () => mapDiffers(page, await shot(page), await shot(own))).toBeLessThan(0.001);
    await own.close();
  });

test('what changed that the server fails to tell is said, has no figures, and is asked for again', async ({ page, heavy }) => {
  const asked = '**/api/difference?**';
  await page.route(asked, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', json: { detail: 'The account rests.' } }),
  );
  await page.goto(`${heavy.url}/?programme=XKH&compare=difference`);
  await expect(page.getByTestId('heavy-failed')).toContainText('The account rests.');
  await expect(page.getByTestId('difference-table')).toHaveCount(0);
  await page.unroute(asked);
  await page.getByTestId('heavy').getByRole('button').click();
  await expect(page.getByTestId('difference-table')).toBeVisible();
});

/** What the sheet says, its map and address left out, and every value behind it. */
const everySheetFigure = (page: Page): Promise<string[]> =>
  page.getByTestId('situation').evaluate((sheet) => {
    const values = [...sheet.querySelectorAll('[data-value], [data-years]')].map((element) =>
      JSON.stringify({ ...(element as HTMLElement).dataset }),
    );
    const lines = [...sheet.querySelectorAll('header, .numbers, .column, .published')].flatMap((part) =>
      (part as HTMLElement).innerText.split('\n'),
    );
    return [...values, ...lines];
  });

/** Hazards as the map on the sheet inks them: of each dot 1 where there is suspected or confirmed land of the place. */
const hazardsOn = (page: Page): Promise<{ width: number; dots: number[] }> =>
  page.locator('[data-testid=situation-map] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const style = getComputedStyle(document.documentElement);
    const inks = ['--suspected', '--confirmed'].map((name) => {
      const colour = Number.parseInt(style.getPropertyValue(name).trim().slice(1), 16);
      return [colour >> 16, (colour >> 8) & 255, colour & 255];
    });
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
    const dots: number[] = [];
    for (let at = 0; at < data.length; at += 4)
      if (inks.some((ink) => ink.every((value, band) => Math.abs(value - (data[at + band] as number)) < 3))) dots.push(at / 4);
    return { width: canvas.width, dots };
  });

/** How many dots of one map have none of the other within a cell's reach, those at the edge left aside. */
function farFrom({ width, dots }: { width: number; dots: number[] }, other: { dots: number[] }): number {
  // a cell is at most 8 px, a px is three dots
  const REACH = 24;
  const there = new Set(other.dots.map((dot) => `${Math.floor((dot % width) / REACH)} ${Math.floor(dot / width / REACH)}`));
  return dots.filter((dot) => {
    const [x, y] = [Math.floor((dot % width) / REACH), Math.floor(dot / width / REACH)];
    return (
      x > 0 &&
      y > 0 &&
      x < Math.floor(width / REACH) - 1 &&
      ![-1, 0, 1].some((across) => [-1, 0, 1].some((down) => there.has(`${x + across} ${y + down}`)))
    );
  }).length;
}

for (const question of sampleOf([
  'date=2020-12-31',
  'date=2015-06-30&from=2009-12-31&place=KH-2',
  'date=2012-12-31&place=KH-17',
])) {
  test(`the situation report says what the spans say, and its map shows every hazard: ${question}`, async ({
    calmPage: page,
    heavy,
    browser,
  }) => {
    const address = `${heavy.url}/situation?programme=XKH&${question}`;
    const ready = (of: Page) => expect(of.locator('[data-testid=situation][data-ready]')).toBeVisible({ timeout: 40_000 });
    const own = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await holdSpans(own);
    await own.goto(address);
    await ready(own);
    const expected = await everySheetFigure(own);
    expect(expected.length).toBeGreaterThan(100);
    await page.goto(address);
    await ready(page);
    await expect.poll(() => everySheetFigure(page)).toEqual(expected);
    await expect(page.locator('[data-testid=situation-map][data-drawn=true]')).toContainText('most dangerous state');

    const [map, ofSpans] = [await hazardsOn(page), await hazardsOn(own)];
    expect(ofSpans.dots.length).toBeGreaterThan(100);
    expect(farFrom(ofSpans, map)).toBe(0);
    expect(farFrom(map, ofSpans)).toBe(0);
    await own.close();
  });
}

test('the sheet shows neither figures nor a map that are not its own: it says so', async ({ page, heavy }) => {
  const [CHANGES, CELLS] = ['**/api/changes.arrow?**place=KH-2**', '**/api/cells.arrow?**'];
  const failed = { status: 503, contentType: 'application/problem+json', json: { detail: 'The database rests.' } };
  for (const address of ['situation', 'embed']) {
    await page.route(CHANGES, (route) => route.fulfill(failed));
    await page.goto(`${heavy.url}/${address}?programme=XKH&place=KH-2`);
    await expect(page.getByTestId(address === 'embed' ? 'embed-counting' : 'situation-failed')).toContainText(
      'The database rests.',
    );
    await expect(page.getByTestId('remaining-km2')).toHaveCount(0);
    await page.unroute(CHANGES);
  }
  await page.route(CELLS, (route) => route.fulfill(failed));
  await page.goto(`${heavy.url}/situation?programme=XKH&place=KH-2`);
  await expect(page.getByTestId('situation-no-map')).toContainText('does not mean that there is nothing');
  await expect(page.locator('[data-testid=situation-map] canvas')).toBeHidden();
  await expect(page.getByTestId('remaining-km2')).toBeVisible();
});
