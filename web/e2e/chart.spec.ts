import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

interface Released {
  cancelled: number;
  reduced: number;
  cleared: number;
  total: number;
}
interface Period {
  period: string;
  to: string;
  remaining_km2: { suspected: number; confirmed: number; total: number };
  released_km2: Released;
  outside_km2: Released;
  closed_km2: number;
}

/** What the server says of each period, in the order of the table's and the file's columns. */
async function yearsOfServer(page: Page, url: string, question = '', step = 'year'): Promise<Map<string, number[]>> {
  const { items } = (await (await page.request.get(`${url}/api/timeline?programme=XKH&step=${step}${question}`)).json()) as {
    items: Period[];
  };
  return new Map(
    items.map(({ period, remaining_km2: remaining, released_km2: inside, outside_km2: outside, closed_km2 }) => [
      period,
      [
        ...[remaining.suspected, remaining.confirmed, remaining.total],
        ...[inside.cancelled, inside.reduced, inside.cleared],
        ...[outside.cancelled, outside.reduced, outside.cleared],
        ...[inside.total + outside.total, closed_km2],
      ],
    ]),
  );
}

function expectSame(shown: number[] | undefined, expected: number[]): void {
  expect(shown).toHaveLength(expected.length);
  for (const [index, km2] of expected.entries()) expect(Math.abs((shown?.[index] as number) - km2)).toBeLessThan(1e-9);
}

const shownOf = async (page: Page, id: string) => Number(await page.getByTestId(id).getAttribute('data-value'));
const dateOf = async (page: Page) =>
  new Date(Number(await page.getByTestId('slider').inputValue()) * 86_400_000).toISOString().slice(0, 10);

/** Where a year stands on the screen. */
async function pointOf(page: Page, year: number): Promise<{ x: number; y: number }> {
  const plot = page.getByTestId('chart-plot');
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  const [first, years] = [Number(await plot.getAttribute('data-first')), Number(await plot.getAttribute('data-periods'))];
  if (box === null) throw new Error('the chart has no place on the screen');
  return { x: box.x + 40 + ((year - first + 0.5) * (box.width - 44)) / years, y: box.y + box.height / 2 };
}

async function saved(page: Page, format: 'svg' | 'png' | 'csv', step = 'year'): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByTestId(`save-${format}`).click();
  expect((await download).suggestedFilename()).toBe(`landclear-XKH-land-by-${step}.${format}`);
  return readFile(await (await download).path());
}

test('the table of the chart is what the server says of every year', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await page.getByTestId('chart-table').locator('summary').click();
  const years = await yearsOfServer(page, demo.url);
  expect(years.size).toBeGreaterThan(30);
  for (const [year, expected] of years) {
    const cells = page.getByTestId('chart-table').locator(`tr[data-row="${year}"] td`);
    expectSame(await cells.evaluateAll((list) => list.map((cell) => Number(cell.getAttribute('data-value')))), expected);
  }
});

test('pointing at a year moves the date and the numbers, leaving gives the date back, pressing keeps it', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-05-05`);
  await drawn(page);
  const before = await shownOf(page, 'remaining-km2');
  const [in2005, in2012] = [await pointOf(page, 2005), await pointOf(page, 2012)];
  const years = await yearsOfServer(page, demo.url);

  await page.mouse.move(in2005.x, in2005.y);
  await expect.poll(() => dateOf(page)).toBe('2005-12-31');
  expect(Math.abs((await shownOf(page, 'remaining-km2')) - (years.get('2005')?.[2] as number))).toBeLessThan(1e-9);
  expect(await shownOf(page, 'chart-remaining')).toBe(await shownOf(page, 'remaining-km2'));
  expect(Math.abs((await shownOf(page, 'chart-released')) - (years.get('2005')?.[9] as number))).toBeLessThan(1e-9);
  await page.mouse.move(in2012.x, in2012.y);
  await expect.poll(() => dateOf(page)).toBe('2012-12-31');
  await page.mouse.move(900, 300);
  await expect.poll(() => dateOf(page)).toBe('2020-05-05');
  expect(await shownOf(page, 'remaining-km2')).toBe(before);

  await page.mouse.click(in2012.x, in2012.y);
  await page.mouse.move(900, 300);
  await expect(page).toHaveURL(/as_of=2012-12-31/);
  expect(await dateOf(page)).toBe('2012-12-31');
});

test('the chart by keyboard: arrows show years, Escape gives the date back, Enter keeps it', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-05-05`);
  await drawn(page);
  const plot = page.getByTestId('chart-plot');
  await plot.focus();
  await page.keyboard.press('ArrowLeft');
  expect(await dateOf(page)).toBe('2019-12-31');
  await expect(plot).toHaveAttribute('aria-valuenow', '2019');
  await page.keyboard.press('PageDown');
  expect(await dateOf(page)).toBe('2009-12-31');
  await page.keyboard.press('Escape');
  expect(await dateOf(page)).toBe('2020-05-05');
  await page.keyboard.press('Home');
  expect(await dateOf(page)).toBe('1992-12-31');
  await page.keyboard.press('Tab');
  expect(await dateOf(page)).toBe('2020-05-05');
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await dateOf(page)).toBe('2020-12-31');
});

for (const [step, question, [name, end]] of [
  ['quarter', '', ['2020-Q1', '2020-03-31']],
  ['month', '&place=KH-2&method=cleared,cancelled&operator=cmac&kind=SHA', ['2020-04', '2020-04-30']],
] as const) {
  test(`land by ${step}${question}: chart, table and file are what the server says, and the step is in the address`, async ({
    calmPage: page,
    demo,
  }) => {
    await page.goto(`${demo.url}/?programme=XKH&as_of=2020-05-05${question}`);
    await drawn(page);
    await page.getByTestId('land-step').selectOption(step);
    await expect(page).toHaveURL(new RegExp(`land_step=${step}`));
    await page.reload();
    await drawn(page);
    await expect(page.getByTestId('land-step')).toHaveValue(step);
    const periods = await yearsOfServer(page, demo.url, question, step);
    expect(periods.size).toBeGreaterThan(step === 'quarter' ? 130 : 390);
    await expect(page.getByTestId('chart-plot')).toHaveAttribute('data-periods', String(periods.size));
    await page.getByTestId('chart-table').locator('summary').click();
    const shown = await page
      .getByTestId('chart-table')
      .locator('tr[data-row]')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.getAttribute('data-row') ?? '',
          ...[...row.querySelectorAll('td')].map((cell) => Number(cell.getAttribute('data-value'))),
        ]),
      );
    expect(shown.map(([period]) => period)).toEqual([...periods.keys()]);
    for (const [period, ...cells] of shown) expectSame(cells as number[], periods.get(period as string) as number[]);
    const file = (await saved(page, 'csv', step)).toString('utf8');
    const rows = parse(file, { bom: true, comment: '#', comment_no_infix: true, from_line: 1 }) as string[][];
    for (const [period, expected] of periods) {
      const row = rows.find(([cell]) => cell === period);
      expectSame(row?.slice(2).map(Number), expected);
    }
    // a month is less than a pixel wide: each is reached by the keyboard
    const plot = page.getByTestId('chart-plot');
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await dateOf(page)).toBe(end);
    expect(Math.abs((await shownOf(page, 'chart-remaining')) - (periods.get(name)?.[2] as number))).toBeLessThan(1e-9);
    await page.getByTestId('chart').screenshot({ path: `test-results/chart-by-${step}.png` });
  });
}

test('saved as CSV, with filters: every year as the server says, and the filters in words', async ({ calmPage: page, demo }) => {
  const question = '&place=KH-2&method=cleared,cancelled&operator=cmac';
  await page.goto(`${demo.url}/?programme=XKH&as_of=2015-03-04${question}`);
  await drawn(page);
  const file = (await saved(page, 'csv')).toString('utf8');
  const rows = parse(file, { bom: true, comment: '#', comment_no_infix: true, from_line: 1 }) as string[][];
  const years = await yearsOfServer(page, demo.url, question);
  expect(rows.length).toBeGreaterThan(30);
  expect(years.size).toBeGreaterThan(25);
  for (const [year, expected] of years) {
    const row = rows.find(([cell]) => cell === year);
    expectSame(row?.slice(2).map(Number), expected);
  }
  const remarks = new Map(
    (parse(file, { bom: true, relax_column_count: true }) as string[][]).map(([name, value]) => [name, value] as const),
  );
  expect(remarks.get('# filters')).toBe('Place: Battambang; Released how: Cleared, Cancelled; Released by: cmac');
  expect(remarks.get('# exported for date')).toBe('2015-03-04');
  expect(remarks.get('# data_version')).toMatch(/^\d+-[0-9a-f]+$/);
});

test('saved as SVG and PNG: whole pictures that name their source', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&theme=dark`);
  await drawn(page);
  const svg = (await saved(page, 'svg')).toString('utf8');
  const read = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      words: parsed.documentElement.textContent,
      bars: [...parsed.querySelectorAll('[data-state]')].map((path) => path.getAttribute('data-state')),
    };
  }, svg);
  expect(read.error).toBeNull();
  expect(read.bars.toSorted()).toEqual(['cancelled', 'cleared', 'confirmed', 'reduced', 'suspected']);
  expect(read.words).toContain('Synthetic demonstration data, not for navigation.');
  expect(read.words).toContain('Source: Landclear, data version');

  const png = await saved(page, 'png');
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const size = await page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let confirmed = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === 0xb9 && data[at + 1] === 0x2d && data[at + 2] === 0x16) confirmed += 1;
    return { width: image.width, confirmed };
  }, png.toString('base64'));
  expect(size.width).toBe(1920);
  expect(size.confirmed).toBeGreaterThan(10_000);
});

for (const [width, scheme, language] of [
  [1440, 'light', 'en'],
  [1440, 'dark', 'fr'],
  [360, 'dark', 'km'],
] as const) {
  test(`the chart with its table at ${width} px, ${scheme}, ${language}: nothing serious for axe, nothing too wide`, async ({
    calmPage: page,
    demo,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${demo.url}/?programme=XKH&theme=${scheme}&language=${language}`);
    await drawn(page);
    if (width < 720) {
      await page.locator('.grip').click();
      await page.locator('.grip').click();
    }
    await page.getByTestId('chart-table').locator('summary').click();
    expect(await seriousFor(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.getByTestId('chart').evaluate((chart) => chart.scrollWidth - chart.clientWidth)).toBeLessThanOrEqual(0);
    await page.getByTestId('chart').screenshot({ path: `test-results/chart-${width}-${scheme}-${language}.png` });
  });
}

test('on paper the chart is there and its buttons are not; where there is no land it is said', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH`);
  await drawn(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('chart-plot')).toBeVisible();
  await expect(page.getByTestId('save-svg')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${demo.url}/?programme=XKH&in_view=1&view=9/-40/10`);
  await expect(page.getByTestId('chart').getByTestId('empty-axes')).toContainText(
    'What is chosen selects nothing that is recorded',
  );
  await expect(page.getByTestId('chart-plot')).toHaveCount(0);
});
