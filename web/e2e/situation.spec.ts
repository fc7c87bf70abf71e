import type { Page } from '@playwright/test';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

interface Summary {
  remaining_km2: { suspected: number; confirmed: number; total: number };
  released_km2: { total: number };
  outside_km2: { total: number };
  unmapped: { areas: number };
  polygon_sum_km2: { remaining: number };
}
interface Movements {
  items: {
    period: string;
    movements_km2: Record<string, number>;
    outside_movements_km2: Record<string, number>;
  }[];
}

const json = async <Body>(page: Page, address: string) => (await (await page.request.get(address)).json()) as Body;
const report = async (page: Page, address: string) => {
  await page.goto(address);
  await ready(page);
};
const ready = (page: Page) => expect(page.locator('[data-testid=situation][data-ready]')).toBeVisible({ timeout: 40_000 });
const figureIn = async (page: Page, selector: string) => Number(await page.locator(selector).getAttribute('data-value'));

/** Sheets of paper, and whether they are A4 upright: 595 by 842 points. */
async function printed(page: Page): Promise<{ pages: number; isA4: boolean }> {
  const paper = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  return {
    pages: paper.match(/\/Type\s*\/Page\b/g)?.length ?? 0,
    isA4: /\/MediaBox\s*\[0 0 59\d\.\d+ 84[12]\.\d+\]/.test(paper),
  };
}

for (const place of [null, 'KH-2'] as const) {
  test(`figures of the report are those of the API: ${place ?? 'the programme'}`, async ({ calmPage: page, demo }) => {
    const where = place === null ? 'programme=XKH' : `programme=XKH&place=${place}`;
    await report(page, `${demo.url}/situation?${where}&as_of=2020-06-30&from=2014-12-31`);
    const summary = await json<Summary>(page, `${demo.url}/api/summary?${where}&as_of=2020-06-30`);
    expect(await figureIn(page, '[data-testid=remaining-km2]')).toBe(summary.remaining_km2.total);
    expect(await figureIn(page, '[data-testid=released-km2]')).toBeCloseTo(
      summary.released_km2.total + summary.outside_km2.total,
      9,
    );
    if (summary.unmapped.areas > 0)
      await expect(page.getByTestId('situation-unmapped')).toHaveAttribute('data-areas', String(summary.unmapped.areas));
    await expect(page.getByTestId('situation-polygons')).toContainText(
      String(summary.polygon_sum_km2.remaining.toFixed(Math.abs(summary.polygon_sum_km2.remaining) >= 10 ? 1 : 2)),
    );

    const { items } = await json<Movements>(page, `${demo.url}/api/movements?${where}&from=2015-12-31&to=2020-06-30&step=year`);
    expect(items.map(({ period }) => period)).toEqual(['2016', '2017', '2018', '2019', '2020']);
    for (const { period, movements_km2: inside, outside_movements_km2: outside } of items) {
      const row = `[data-testid=situation-movements] tr[data-year="${period}"]`;
      for (const method of ['cancelled', 'reduced', 'cleared'])
        expect(await figureIn(page, `${row} [data-key=${method}]`)).toBeCloseTo(
          (inside[method] ?? 0) + (outside[method] ?? 0),
          9,
        );
      expect(await figureIn(page, `${row} [data-key=recorded]`)).toBeCloseTo(
        (inside.recorded ?? 0) + (inside['re-opened'] ?? 0) + (outside.recorded ?? 0) + (outside['re-opened'] ?? 0),
        9,
      );
    }

    // places and ordnance add up to what the summary says
    for (const [column, km2] of [
      ['sha_mapped_m2', summary.remaining_km2.suspected],
      ['cha_mapped_m2', summary.remaining_km2.confirmed],
    ] as const) {
      for (const part of ['situation-places', 'situation-ordnance']) {
        const cells = await page.locator(`[data-testid=${part}] tbody [data-column=${column}]`).all();
        const values = await Promise.all(cells.map(async (cell) => Number(await cell.getAttribute('data-value'))));
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(km2, 8);
      }
      expect(await figureIn(page, `[data-testid=situation-places] tfoot [data-column=${column}]`)).toBeCloseTo(km2, 8);
    }
    const window = await json<Movements>(page, `${demo.url}/api/movements?${where}&from=2014-12-31&to=2020-06-30&step=year`);
    const released = window.items
      .flatMap(({ movements_km2, outside_movements_km2 }) => [movements_km2, outside_movements_km2])
      .reduce((sum, moved) => sum + (moved.cancelled ?? 0) + (moved.reduced ?? 0) + (moved.cleared ?? 0), 0);
    expect(await figureIn(page, '[data-testid=situation-places] tfoot [data-column=total_m2]')).toBeCloseTo(released, 8);

    const accidents = await json<Record<string, number>>(
      page,
      `${demo.url}/api/accidents/summary?${where}&from=2014-12-31&to=2020-06-30`,
    );
    for (const key of ['accidents', 'killed', 'injured'])
      expect(await figureIn(page, `[data-testid=situation-accidents] tr[data-year=period] [data-key=${key}]`)).toBe(
        accidents[key],
      );
    expect(await seriousFor(page)).toEqual([]);
  });
}

test('opened from the panel by keyboard, printed, and back; another browser opens the same report from its link', async ({
  calmPage: page,
  demo,
  browser,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-2&as_of=2020-12-31&from=2014-12-31&view=7/12/104`);
  await drawn(page);
  const says = await page.getByTestId('remaining-km2').getAttribute('data-value');
  const link = page.getByTestId('situation-open');
  await link.focus();
  const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
  await ready(opened);
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText('Situation report: Battambang');
  await expect(opened.getByTestId('remaining-km2')).toHaveAttribute('data-value', says ?? '');

  await opened.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await opened.getByTestId('situation-print').focus();
  await opened.keyboard.press('Enter');
  await expect(opened.locator('body[data-printed]')).toBeVisible();

  // on to the next province, whose link is on the sheet
  await opened.getByTestId('situation-place').selectOption('KH-12');
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText('Situation report: Phnom Penh');
  await opened.getByTestId('situation-place').selectOption('KH-1');
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText('Situation report: Banteay Meanchey');
  await ready(opened);
  await expect(opened.getByTestId('situation-address')).toContainText('place=KH-1&');
  const address = (await opened.getByTestId('situation-address').textContent()) ?? '';
  const elsewhere = await browser.newContext({ locale: 'fr-FR' });
  try {
    const other = await elsewhere.newPage();
    await report(other, address);
    expect(await other.getByTestId('situation').innerText()).toBe(await opened.getByTestId('situation').innerText());
  } finally {
    await elsewhere.close();
  }

  await opened.getByTestId('situation-back').focus();
  await opened.keyboard.press('Enter');
  await expect(opened.getByTestId('situation')).toHaveCount(0);
  await drawn(opened);
  expect(new URL(opened.url()).searchParams.get('place')).toBe('KH-1');
});

for (const language of ['en', 'fr', 'km'] as const) {
  test(`one sheet of A4 in ${language}: the programme with its 25 provinces, one province, and one without land`, async ({
    calmPage: page,
    demo,
  }) => {
    for (const place of ['', '&place=KH-2', '&place=KH-3']) {
      await report(page, `${demo.url}/situation?programme=XKH&as_of=2024-06-30&language=${language}${place}`);
      expect(await printed(page)).toEqual({ pages: 1, isA4: true });
    }
  });
}

test('names of places four lines long leave it one sheet, with all land in its lines', async ({ calmPage: page, demo }) => {
  await page.route('**/api/places?*', async (route) => {
    const answer = (await (await route.fetch()).json()) as { items: { name: string; names: Record<string, string> }[] };
    for (const item of answer.items) item.names.km = `${item.names.km ?? item.name} ស្រុកឧដុង្គម៉ែជ័យខាងត្បូង`.repeat(4);
    await route.fulfill({ json: answer });
  });
  await report(page, `${demo.url}/situation?programme=XKH&as_of=2024-06-30&language=km`);
  expect(await printed(page)).toEqual({ pages: 1, isA4: true });
  const summary = await json<Summary>(page, `${demo.url}/api/summary?programme=XKH&as_of=2024-06-30`);
  const cells = await page.locator('[data-testid=situation-places] tbody [data-column=cha_mapped_m2]').all();
  const values = await Promise.all(cells.map(async (cell) => Number(await cell.getAttribute('data-value'))));
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(summary.remaining_km2.confirmed, 8);
});

test('a programme without any place prints on one sheet, and nothing on it lies over anything else', async ({
  calmPage: page,
  landclear,
}) => {
  await report(page, `${landclear.url}/situation?programme=BIH&as_of=2024-12-31`);
  const summary = await json<Summary>(page, `${landclear.url}/api/summary?programme=BIH&as_of=2024-12-31`);
  expect(await figureIn(page, '[data-testid=remaining-km2]')).toBe(summary.remaining_km2.total);
  expect(await printed(page)).toEqual({ pages: 1, isA4: true });
  const wide = await page.evaluate(
    () =>
      [...document.querySelectorAll('.sheet table')].filter(
        (table) => table.getBoundingClientRect().width > (table.parentElement as HTMLElement).getBoundingClientRect().width + 1,
      ).length,
  );
  expect(wide).toBe(0);
});

test('a dark screen, a white sheet', async ({ calmPage: page, demo }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await report(page, `${demo.url}/situation?programme=XKH&place=KH-2&as_of=2020-12-31&theme=dark`);
  for (const media of ['screen', 'print'] as const) {
    await page.emulateMedia({ colorScheme: 'dark', media });
    const colours = await page.getByTestId('situation').evaluate((sheet) => {
      const { backgroundColor, color } = getComputedStyle(sheet);
      return [backgroundColor, color];
    });
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(29, 34, 38)']);
  }
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await expect(page.getByTestId('situation-print')).toBeHidden();
});

test('the one small area of a province is on its map', async ({ calmPage: page, demo }) => {
  // 0.07 km² in a province of some 5,500: less than a pixel
  await report(page, `${demo.url}/situation?programme=XKH&place=KH-4&as_of=2024-12-31`);
  const summary = await json<Summary>(page, `${demo.url}/api/summary?programme=XKH&place=KH-4&as_of=2024-12-31`);
  expect(summary.remaining_km2.suspected).toBeGreaterThan(0);
  expect(summary.remaining_km2.total).toBeLessThan(0.5);
  // neighbours are faint: their colours are mixed with the ground's
  const inked = await page.locator('[data-testid=situation-map] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === 0xe3 && data[at + 1] === 0x9a && data[at + 2] === 0x1f) count += 1;
    return count;
  });
  expect(inked).toBeGreaterThan(5);
});

test('a place that does not exist, and one where nothing is recorded: both are said', async ({ calmPage: page, demo }) => {
  await report(page, `${demo.url}/situation?programme=XKH&place=KH-999&as_of=2020-12-31&in_view=1`);
  await expect(page.getByTestId('ignored')).toContainText('KH-999');
  await expect(page.getByText('is left aside')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Situation report: Cambodia, synthetic demonstration');

  await report(page, `${demo.url}/situation?programme=XKH&place=KH-3&as_of=2020-12-31`);
  await expect(page.getByTestId('situation-nothing')).toContainText('not that the land is safe');
  expect(await figureIn(page, '[data-testid=remaining-km2]')).toBe(0);
  await expect(page.getByTestId('situation-moved-nothing')).toBeVisible();
  expect(await printed(page)).toEqual({ pages: 1, isA4: true });
});

for (const language of ['en', 'fr', 'km'] as const) {
  test(`at 360 px in ${language} nothing is wider than the screen, and no number is broken`, async ({ calmPage: page, demo }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await report(page, `${demo.url}/situation?programme=XKH&as_of=2020-12-31&language=${language}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const broken = await page.evaluate(
      () =>
        [...document.querySelectorAll('.sheet td')]
          .filter((cell) => cell.getClientRects().length > 0)
          .filter((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
          }).length,
    );
    expect(broken).toBe(0);
    expect(await seriousFor(page)).toEqual([]);
  });
}
