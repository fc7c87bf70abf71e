import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { seriousFor } from './accessible.ts';
import { drawn, expect, type Small, test } from './server.ts';

/** Four squares on one line, each with a history of its own between the two dates. */
const SQUARES = { unchanged: 102.93, cleared: 103, recorded: 103.07, reopened: 103.14 } as const;
const SIDE = 0.02;
const [EARLIER, LATER] = ['2015-12-31', '2022-12-31'];
const VIEW = { zoom: 11, latitude: 13, longitude: 103 };
const FOUR = `programme=KEN&as_of=${LATER}&compare_with=${EARLIER}&view=${VIEW.zoom}/${VIEW.latitude}/${VIEW.longitude}&language=en`;

const square = (longitude: number) => {
  const [west, east, south, north] = [longitude - SIDE / 2, longitude + SIDE / 2, 13 - SIDE / 2, 13 + SIDE / 2];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
};

function importFour(small: Small): void {
  const write = (name: string, features: [string, string, string, number][], dayColumn: string) => {
    const file = join(small.folder, name);
    const listed = features.map(([id, day, , longitude]) => ({
      type: 'Feature',
      properties: { id, [dayColumn]: day },
      geometry: square(longitude),
    }));
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: listed }));
    return file;
  };
  const hazards = write(
    'four-hazards.geojson',
    [
      ['U', '2005-01-01', '', SQUARES.unchanged],
      ['C', '2005-01-01', '', SQUARES.cleared],
      ['N', '2020-06-01', '', SQUARES.recorded],
      ['O', '2005-01-01', '', SQUARES.reopened],
      ['O2', '2019-06-01', '', SQUARES.reopened],
    ],
    'recorded_on',
  );
  const releases = write(
    'four-releases.geojson',
    [
      ['RC', '2018-06-01', '', SQUARES.cleared],
      ['RO', '2012-06-01', '', SQUARES.reopened],
    ],
    'completed_on',
  );
  small.bring(hazards, 'KEN', '--as', 'hazardous-areas', '--kind', 'CHA');
  small.bring(releases, 'KEN', '--as', 'land-releases', '--method', 'cleared');
}

/** Where a longitude stands on the screen at the latitude of the view, from the formula of the Mercator map itself. */
function spotOf(page: Page, longitude: number): { x: number; y: number } {
  const size = page.viewportSize() as { width: number; height: number };
  return { x: size.width / 2 + ((longitude - VIEW.longitude) / 360) * 512 * 2 ** VIEW.zoom, y: size.height / 2 };
}

/** What fills a square of the map: the mean colour of 30 × 30 px in its middle, named by the nearest that a square here may have. */
async function colourAt(page: Page, longitude: number): Promise<string> {
  const map = await page.getByTestId('map').boundingBox();
  const { x } = spotOf(page, longitude);
  const y = (map?.y ?? 0) + (map?.height ?? 0) / 2;
  const shot = await page.screenshot({ clip: { x: x - 15, y: y - 15, width: 30, height: 30 } });
  return page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data as unknown as [number, number, number];
    const names = {
      ground: [246, 245, 241],
      confirmed: [200, 91, 75],
      cleared: [70, 135, 143],
      faint: [221, 174, 164],
      marked: [110, 55, 50],
    };
    const distance = (colour: number[]) =>
      ((colour[0] as number) - red) ** 2 + ((colour[1] as number) - green) ** 2 + ((colour[2] as number) - blue) ** 2;
    return Object.entries(names).sort(([, one], [, other]) => distance(one) - distance(other))[0]?.[0] ?? '';
  }, shot.toString('base64'));
}

async function coloursOf(page: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, longitude] of Object.entries(SQUARES)) found[name] = await colourAt(page, longitude);
  return found;
}

const bothDrawn = async (page: Page) => {
  await drawn(page);
  await expect(page.locator('[data-testid=map-earlier][data-idle]')).toBeAttached({ timeout: 40_000 });
};
const handleOf = (page: Page) => page.getByTestId('divider-handle');

test.describe('four squares with histories of their own', () => {
  test.beforeAll(({ small }) => importFour(small));

  test('left of the divider the map is that of the earlier date, right of it that of the page', async ({
    calmPage: page,
    small,
  }) => {
    await page.goto(`${small.url}/?${FOUR}&compare=swipe`);
    await bothDrawn(page);
    const [earlier, later] = [
      { unchanged: 'confirmed', cleared: 'confirmed', recorded: 'ground', reopened: 'cleared' },
      { unchanged: 'confirmed', cleared: 'cleared', recorded: 'confirmed', reopened: 'confirmed' },
    ];
    await handleOf(page).focus();
    await page.keyboard.press('End');
    await expect(handleOf(page)).toHaveAttribute('aria-valuenow', '100');
    expect(await coloursOf(page)).toEqual(earlier);
    await page.keyboard.press('Home');
    expect(await coloursOf(page)).toEqual(later);
    // between the second and the third square: each side as of its date
    for (const _ of [1, 2, 3, 4]) await page.keyboard.press('PageUp');
    await expect(handleOf(page)).toHaveAttribute('aria-valuenow', '40');
    await expect(handleOf(page)).toHaveAttribute('aria-valuetext', '40%: 31 Dec 2015 on its left, 31 Dec 2022 on its right');
    expect(await coloursOf(page)).toEqual({ ...later, unchanged: earlier?.unchanged, cleared: earlier?.cleared });
    await page.keyboard.press('ArrowRight');
    await expect(handleOf(page)).toHaveAttribute('aria-valuenow', '41');
    await expect(page).toHaveURL(/compare_at=41/);
  });

  test('both maps go where the user goes, with either hand', async ({ calmPage: page, small }) => {
    await page.goto(`${small.url}/?${FOUR}&compare=swipe`);
    await bothDrawn(page);
    // pulled on the earlier side by one square: its picture moves on both
    const from = { x: 640, y: 300 };
    const shift = spotOf(page, SQUARES.recorded).x - spotOf(page, SQUARES.cleared).x;
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (let step = 1; step <= 10; step += 1) await page.mouse.move(from.x + (shift * step) / 10, from.y);
    // no throw: the hand rests before it lets go
    await page.waitForTimeout(400);
    await page.mouse.up();
    await bothDrawn(page);
    const moved = new URL(page.url()).searchParams.get('view')?.split('/').map(Number) as number[];
    expect(Math.abs((moved[2] as number) - (VIEW.longitude - 0.07))).toBeLessThan(0.002);
    await handleOf(page).focus();
    await page.keyboard.press('End');
    // where the recorded square was is now the cleared one, as of 2015
    expect(await colourAt(page, SQUARES.recorded)).toBe('confirmed');
    await page.keyboard.press('Home');
    expect(await colourAt(page, SQUARES.recorded)).toBe('cleared');
    // on the side of the page's date, back again
    await page.mouse.move(from.x + shift, from.y);
    await page.mouse.down();
    for (let step = 1; step <= 10; step += 1) await page.mouse.move(from.x + shift - (shift * step) / 10, from.y);
    await page.waitForTimeout(400);
    await page.mouse.up();
    await handleOf(page).focus();
    await page.keyboard.press('End');
    await bothDrawn(page);
    expect(await colourAt(page, SQUARES.recorded)).toBe('ground');
    expect(await colourAt(page, SQUARES.cleared)).toBe('confirmed');
  });

  test('a click asks about the ground as of the date of its side, and the address brings that back', async ({
    calmPage: page,
    small,
  }) => {
    await page.goto(`${small.url}/?${FOUR}&compare=swipe&compare_at=50`);
    await bothDrawn(page);
    const map = await page.getByTestId('map').boundingBox();
    const y = (map?.y ?? 0) + (map?.height ?? 0) / 2;
    await page.mouse.click(spotOf(page, SQUARES.cleared).x, y);
    await expect(page.getByTestId('ground-state')).toHaveAttribute('data-state', 'confirmed');
    await page.goto(page.url());
    await expect(page.getByTestId('ground-state')).toHaveAttribute('data-state', 'confirmed');
    await bothDrawn(page);
    await handleOf(page).focus();
    await page.keyboard.press('Home');
    await page.mouse.click(spotOf(page, SQUARES.cleared).x, y);
    await expect(page.getByTestId('ground-state')).toHaveAttribute('data-state', 'cleared');
  });

  test('the divider by mouse and by finger', async ({ browser, small }) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${small.url}/?${FOUR}&compare=swipe`);
    await bothDrawn(page);
    const box = await handleOf(page).boundingBox();
    expect([box?.width, box?.height]).toEqual([44, 44]);
    const [x, y] = [(box?.x ?? 0) + 22, (box?.y ?? 0) + 22];
    expect(Math.abs(x - 180)).toBeLessThan(2);
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }] });
    await touch('touchStart', x);
    for (let step = 1; step <= 9; step += 1) await touch('touchMove', x + step * 10);
    await touch('touchEnd', x + 90);
    await expect(handleOf(page)).toHaveAttribute('aria-valuenow', '75');
    await expect(page).toHaveURL(/compare_at=75/);
    await page.mouse.move(x + 90, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y, { steps: 5 });
    await page.mouse.move(x - 90, y, { steps: 5 });
    await page.mouse.up();
    await expect(handleOf(page)).toHaveAttribute('aria-valuenow', '25');
    await context.close();
  });

  test('the difference: recorded and re-opened are marked, released has its state, what remains is faint and there', async ({
    calmPage: page,
    small,
  }) => {
    await page.goto(`${small.url}/?${FOUR}&compare=difference`);
    await expect(page.getByTestId('difference-legend')).toBeVisible();
    await drawn(page);
    await expect
      .poll(() => coloursOf(page), { timeout: 20_000 })
      .toEqual({ unchanged: 'faint', cleared: 'cleared', recorded: 'marked', reopened: 'marked' });
    const area = async (change: string) =>
      Number(await page.locator(`[data-testid=difference-legend] [data-change="${change}"]`).getAttribute('data-value'));
    const areas = await Promise.all(['unchanged', 'cleared', 'recorded', 're-opened'].map(area));
    // four squares of the same size on one parallel, of about 2.21 × 2.17 km
    for (const km2 of areas) expect(Math.abs(km2 - 4.8)).toBeLessThan(0.05);
    // four kinds at a glance, the others on demand
    const glance = async (kind: string) =>
      Number(await page.locator(`[data-testid=difference-legend] [data-glance="${kind}"]`).getAttribute('data-value'));
    expect(await Promise.all(['unchanged', 'released', 'newDanger', 'reOpened'].map(glance))).toEqual(areas);
    await expect(page.locator('[data-testid=difference-legend] [data-change="closed"]')).toBeHidden();
    await page.getByTestId('difference-legend').getByText('Every kind of change').click();
    await expect(page.locator('[data-testid=difference-legend] [data-change="closed"]')).toBeVisible();
    // to a date on which nothing has changed yet, and back to one date
    await page.getByTestId('until-input').fill('2016-12-31');
    await expect
      .poll(() => coloursOf(page))
      .toEqual({ unchanged: 'faint', cleared: 'faint', recorded: 'ground', reopened: 'ground' });
    await page.getByTestId('compare-off').check();
    await drawn(page);
    await expect
      .poll(() => coloursOf(page))
      .toEqual({ unchanged: 'confirmed', cleared: 'confirmed', recorded: 'ground', reopened: 'cleared' });
    await expect(page).not.toHaveURL(/compare=/);
  });

  test('the legend covers no more than a fifth of the map, with every kind of change told', async ({ calmPage: page, small }) => {
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
      [768, 1024],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`${small.url}/?${FOUR}&compare=difference&legend=open`);
      await page.getByTestId('legend').getByText('Every kind of change').click();
      const boxOf = async (part: string) => (await page.locator(part).boundingBox()) as NonNullable<DOMRect>;
      const [stage, panel, legend] = [await boxOf('.stage'), await boxOf('.panel'), await boxOf('.legend')];
      const free = width < 720 ? stage.width * (stage.height - panel.height) : (stage.width - panel.width) * stage.height;
      expect((legend.width * legend.height) / free, `${width} × ${height}`).toBeLessThanOrEqual(0.2);
    }
  });

  test('an earlier date that is later, before all records, or no date at all is left out and said', async ({
    calmPage: page,
    small,
  }) => {
    for (const wrong of ['2023-01-01', LATER, '1900-01-01', 'yesterday']) {
      await page.goto(`${small.url}/?programme=KEN&as_of=${LATER}&compare=difference&compare_with=${wrong}&language=en`);
      await expect(page.getByText(`compare_with=${wrong}, which`)).toBeVisible();
      await expect(page.getByTestId('compare-with')).toContainText('31 Dec 2021');
      await expect(page).not.toHaveURL(/compare_with=/);
    }
    await page.goto(`${small.url}/?programme=KEN&as_of=${LATER}&compare=both&language=en`);
    await expect(page.getByText('compare=both, which')).toBeVisible();
    await expect(page.getByTestId('compare-off')).toBeChecked();
    // with a window its beginning is the earlier date
    await page.goto(`${small.url}/?programme=KEN&as_of=${LATER}&from=2012-03-04&compare=difference&language=en`);
    await expect(page.getByTestId('compare-with')).toContainText('4 Mar 2012');
  });

  test('a page’s date that comes before the earlier one holds it back, and says so', async ({ calmPage: page, small }) => {
    await page.goto(`${small.url}/?${FOUR}&compare=difference`);
    await drawn(page);
    await page.getByTestId('until-input').fill('2012-01-01');
    await expect(page.getByTestId('compare-with')).toContainText('31 Dec 2011');
    await expect(page.getByTestId('compare')).toContainText('31 Dec 2011 is shown');
    await page.getByTestId('until-input').fill(LATER);
    await expect(page.getByTestId('compare-with')).toContainText('31 Dec 2015');
  });
});

/** Hundredths of m² by what became of each face, from the ledger as the server sends it: faces are put together here. */
async function changesOf(page: Page, url: string, earlier: string, later: string): Promise<Map<string, number>> {
  const answer = await page.request.get(`${url}/api/ledger.arrow?programme=XKH`);
  const table = tableFromIPC(await answer.body());
  const column = (name: string) => table.getChild(name)?.toArray() as ArrayLike<number>;
  const columns = {
    face: column('face'),
    state: column('state'),
    from: column('from_day'),
    to: column('to_day'),
    area: column('area'),
  };
  const [one, other] = [earlier, later].map((date) => Date.parse(`${date}T00:00:00Z`) / 86_400_000) as [number, number];
  const faces = new Map<number, { area: number; before?: number; after?: number; last: number }>();
  for (let row = 0; row < table.numRows; row += 1) {
    const [face, state, from, to, area] = (['face', 'state', 'from', 'to', 'area'] as const).map(
      (name) => columns[name][row] as number,
    ) as [number, number, number, number, number];
    const known = faces.get(face) ?? { area, last: 0 };
    if (from <= one && one < to) known.before = state;
    if (from <= other && other < to) known.after = state;
    if (to === 2147483647) known.last += 1;
    faces.set(face, known);
  }
  const sums = new Map<string, number>();
  let withoutLast = 0;
  // suspected, confirmed, cancelled, reduced, cleared, closed; the rest lies outside recorded hazards
  const RELEASED = ['cancelled', 'reduced', 'cleared', 'closed'];
  for (const { area, before, after, last } of faces.values()) {
    if (last !== 1) withoutLast += 1;
    const [wasOpen, isOpen] = [before !== undefined && before <= 1, after !== undefined && after <= 1];
    const change = isOpen
      ? wasOpen
        ? before === after
          ? 'unchanged'
          : after === 1
            ? 'upgraded'
            : 'downgraded'
        : before === undefined
          ? 'recorded'
          : 're-opened'
      : wasOpen
        ? (RELEASED[(after ?? 0) - 2] as string)
        : 'none';
    sums.set(change, (sums.get(change) ?? 0) + area);
  }
  // the map draws the last span of each face: every one must have it
  expect(withoutLast).toBe(0);
  return sums;
}

const totalOf = async (page: Page, change: string) =>
  Number(await page.locator(`[data-testid=difference-table] [data-change="${change}"]`).getAttribute('data-value'));

test('the account of the difference is that of the ledger’s faces, and opens and closes as the server says', async ({
  calmPage: page,
  demo,
}) => {
  for (const [earlier, later] of [
    ['2010-12-31', '2020-12-31'],
    ['1999-07-15', '2003-02-28'],
  ] as const) {
    await page.goto(`${demo.url}/?programme=XKH&as_of=${later}&compare=difference&compare_with=${earlier}&language=en`);
    await expect(page.getByTestId('difference-table')).toBeVisible({ timeout: 60_000 });
    const sums = await changesOf(page, demo.url, earlier, later);
    for (const change of ['recorded', 're-opened']) expect(await totalOf(page, change)).toBe((sums.get(change) ?? 0) / 1e8);
    for (const change of ['cancelled', 'reduced', 'cleared', 'closed'])
      expect(Math.abs((await totalOf(page, change)) + (sums.get(change) ?? 0) / 1e8)).toBe(0);
    expect(sums.get('recorded')).toBeGreaterThan(0);
    expect(sums.get('cleared')).toBeGreaterThan(0);
    for (const [change, date] of [
      ['opening', earlier],
      ['closing', later],
    ] as const) {
      const summary = (await (await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=${date}`)).json()) as {
        remaining_km2: { suspected: number; total: number };
      };
      expect(Math.abs((await totalOf(page, change)) - summary.remaining_km2.total)).toBeLessThan(1e-9);
      const row = page.locator(`[data-testid=difference-table] [data-change=${change}]`);
      expect(Math.abs(Number(await row.getAttribute('data-suspected')) - summary.remaining_km2.suspected)).toBeLessThan(1e-9);
    }
    const compared = (await (
      await page.request.get(`${demo.url}/api/compare?programme=XKH&from=${earlier}&to=${later}`)
    ).json()) as {
      opening_km2: number;
      closing_km2: number;
    };
    expect(Math.abs((await totalOf(page, 'opening')) - compared.opening_km2)).toBeLessThan(1e-9);
    expect(Math.abs((await totalOf(page, 'closing')) - compared.closing_km2)).toBeLessThan(1e-9);
  }
});

test('filtered by place, operator and method the account still adds up, and the file says what the table does', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(
    `${demo.url}/?programme=XKH&as_of=2020-12-31&place=KH-2&method=cleared&operator=cmac&compare=difference&compare_with=2010-12-31&language=en`,
  );
  await expect(page.getByTestId('difference-table')).toBeVisible({ timeout: 60_000 });
  for (const [change, date] of [
    ['opening', '2010-12-31'],
    ['closing', '2020-12-31'],
  ] as const) {
    const { remaining_km2: remaining } = (await (
      await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=${date}&place=KH-2`)
    ).json()) as { remaining_km2: { total: number } };
    expect(Math.abs((await totalOf(page, change)) - remaining.total)).toBeLessThan(1e-9);
  }
  expect(await totalOf(page, 'other')).toBeLessThan(0);
  const download = page.waitForEvent('download');
  await page.getByTestId('compare').getByTestId('save-csv').click();
  expect((await download).suggestedFilename()).toBe('landclear-XKH-between-two-dates.csv');
  const file = (await readFile(await (await download).path())).toString('utf8');
  const rows = (parse(file, { bom: true, comment: '#', comment_no_infix: true }) as string[][]).slice(1);
  const account = rows.filter(([name]) => name === 'remaining');
  for (const [, change, , , , km2] of account) expect(Number(km2)).toBe(await totalOf(page, change as string));
  // in whole hundredths, as a user who adds them up
  const hundredths = account.map(([, , , , , km2]) => Math.round(Number(km2) * 1e8));
  expect(hundredths.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBe(hundredths.at(-1));
  expect(file).toContain('Released how: Cleared; Released by: cmac');
});

test('the address opens the same comparison in another browser, and the embed shows it', async ({
  calmPage: page,
  browser,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31&language=en`);
  await drawn(page);
  await page.getByTestId('compare-swipe').check();
  await expect(page.getByTestId('compare-with')).toContainText('31 Dec 2019');
  await page.getByTestId('compare-with-input').fill('2005-06-30');
  await handleOf(page).focus();
  await page.keyboard.press('PageUp');
  await expect(page).toHaveURL(/compare=swipe&compare_with=2005-06-30&compare_at=60/);
  const context = await browser.newContext({ locale: 'en-GB' });
  const other = await context.newPage();
  await other.goto(page.url());
  await bothDrawn(other);
  await expect(handleOf(other)).toHaveAttribute('aria-valuenow', '60');
  await expect(other.getByTestId('divider-earlier')).toHaveText('30 Jun 2005');
  // off: the second map is gone
  await other.getByTestId('compare-off').check();
  await expect(other.getByTestId('map-earlier')).toHaveCount(0);
  expect(await other.locator('canvas.maplibregl-canvas').count()).toBe(1);
  await other.goto(page.url().replace('/?', '/embed?'));
  await bothDrawn(other);
  await expect(other.getByTestId('divider-later')).toHaveText('31 Dec 2020');
  await context.close();
});

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`two dates at ${width} px, ${scheme}: nothing serious for axe, nothing wider than the screen`, async ({
      calmPage: page,
      demo,
    }) => {
      await page.setViewportSize({ width, height });
      for (const mode of ['swipe', 'difference'] as const) {
        await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31&theme=${scheme}&compare=${mode}&compare_with=2010-12-31`);
        if (mode === 'swipe') await bothDrawn(page);
        else await drawn(page);
        if (width < 720) for (const _ of [1, 2]) await page.getByTestId('grip').click();
        await expect(page.getByTestId('compare')).toBeVisible();
        if (mode === 'difference') await expect(page.getByTestId('difference-table')).toBeVisible({ timeout: 60_000 });
        expect(await seriousFor(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.screenshot({ path: `test-results/compare-${mode}-${width}-${scheme}.png` });
      }
    });
  }
}
