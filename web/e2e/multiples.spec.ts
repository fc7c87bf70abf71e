import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { MovementList, Summary } from '../../server/land/contract.ts';
import { drawn, expect, test } from './server.ts';

/** Ranking and share: each part is what the server says with that part's filter; a part chosen is the filter of the page. */

/** Parts of the ranking with their km²; those without land have no bar. */
const partsOf = async (page: Page) =>
  new Map(
    await page
      .getByTestId('multiples-chart')
      .locator('[data-part]')
      .evaluateAll((rows) =>
        rows.map((row) => [row.getAttribute('data-part') ?? '', Number(row.getAttribute('data-value'))] as const),
      ),
  );
const wholeOf = async (page: Page) => Number(await page.getByTestId('multiples-whole').getAttribute('data-value'));

const MEASURED = {
  remaining: ({ remaining_km2 }: Summary) => remaining_km2.total,
  released: ({ released_km2, outside_km2 }: Summary) => released_km2.total + outside_km2.total,
};
const OPEN = 'programme=XKH&open=multiples-chart&multiples_all=1';

async function opened(page: Page, address: string) {
  await page.goto(address);
  await drawn(page);
  await expect(page.getByTestId('multiples-whole')).toBeVisible();
}

for (const [by, filter, list, measure] of [
  ['place', 'place', '/api/places', 'remaining'],
  ['operator', 'operator', '/api/operators', 'released'],
  ['includes', 'ordnance', null, 'released'],
] as const) {
  test(`each part by ${by} is what the server says with its filter`, async ({ calmPage: page, demo }) => {
    const year = 1995 + Math.floor(Math.random() * 31);
    for (const date of [`${year}-0${1 + Math.floor(Math.random() * 9)}-15`, '2016-02-29']) {
      const address = `${demo.url}/?${OPEN}&as_of=${date}&multiples_by=${by}&multiples_measure=${measure}`;
      await opened(page, address);
      const asked = async (query: string) => {
        const answer = await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=${date}${query}`);
        return MEASURED[measure]((await answer.json()) as Summary);
      };
      expect(Math.abs((await wholeOf(page)) - (await asked('')))).toBeLessThan(1e-8);
      const parts = await partsOf(page);
      const codes =
        list === null
          ? [...parts.keys()].filter((code) => code !== '')
          : (
              (await (await page.request.get(`${demo.url}${list}?programme=XKH`)).json()) as { items: { code: string }[] }
            ).items.map(({ code }) => code);
      expect(codes.length, date).toBeGreaterThan(1);
      for (const code of codes)
        expect(Math.abs((parts.get(code) ?? 0) - (await asked(`&${filter}=${code}`))), `${code} on ${date}`).toBeLessThan(1e-8);
      if (by !== 'includes') {
        const sum = [...parts.values()].reduce((all, km2) => all + km2, 0);
        expect(Math.abs(sum - (await wholeOf(page))), date).toBeLessThan(1e-8);
      }
    }
  });
}

test('by province what remains is that of the Article 5 report, mapped', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&as_of=2018-12-31`);
  const { tables } = (await (
    await page.request.get(`${demo.url}/api/reports/article-5.json?programme=XKH&as_of=2018-12-31`)
  ).json()) as { tables: { key: string; rows: { place: string; all_mapped_m2: number }[] }[] };
  const parts = await partsOf(page);
  const rows = tables.find(({ key }) => key === 'remaining_by_place')?.rows ?? [];
  expect(rows.filter(({ all_mapped_m2: mapped }) => mapped > 0).length).toBe(parts.size);
  for (const { place, all_mapped_m2: mapped } of rows)
    expect(Math.abs((parts.get(place) ?? 0) * 1e6 - mapped), place).toBeLessThan(0.01);
});

test('released in a period: each province is what the server says moved there', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&from=2009-12-31&as_of=2019-12-31&multiples_measure=released_window`);
  const parts = await partsOf(page);
  for (const place of ['KH-1', 'KH-2', 'KH-12']) {
    const { items } = (await (
      await page.request.get(`${demo.url}/api/movements?programme=XKH&step=year&from=2009-12-31&to=2019-12-31&place=${place}`)
    ).json()) as MovementList;
    const moved = items
      .flatMap(({ movements_km2: inside, outside_movements_km2: outside }) => [inside, outside])
      .reduce((sum, { cancelled, reduced, cleared }) => sum + cancelled + reduced + cleared, 0);
    expect(Math.abs((parts.get(place) ?? 0) - moved), place).toBeLessThan(1e-8);
  }
});

test('another date ranks anew, with shares of what there is then', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&as_of=2001-06-30&multiples_by=operator`);
  const before = await partsOf(page);
  await page.getByTestId('slider').press('End');
  await expect.poll(async () => [...(await partsOf(page)).values()][0]).not.toBe([...before.values()][0]);
  const after = [...(await partsOf(page)).values()];
  expect(after).toEqual(after.toSorted((a, b) => b - a));
  const shares = await page
    .getByTestId('multiples-ranking')
    .locator('li')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-share'))));
  expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-9);
});

test('by keyboard a part becomes the filter of the page, and again is taken back', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&multiples_by=operator`);
  const first = page.getByTestId('multiples-ranking').getByRole('button').first();
  const [[code, km2]] = [...(await partsOf(page))] as [[string, number]];
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`operator=${code}`));
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  expect(await wholeOf(page)).toBe(km2);
  expect(Number(await page.getByTestId('released-km2').getAttribute('data-value'))).toBe(km2);
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/[?&]operator=/);
});

test('a province pressed is counted alone, stands as itself, and is left again', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&as_of=2018-12-31`);
  const km2 = (await partsOf(page)).get('KH-2');
  await page.getByTestId('multiples-chart').locator('[data-part="KH-2"] button').click();
  await expect(page).toHaveURL(/[?&]place=KH-2(&|$)/);
  await expect.poll(async () => [...(await partsOf(page))]).toEqual([['KH-2', km2]]);
  expect(Number(await page.getByTestId('remaining-km2').getAttribute('data-value'))).toBe(km2);
  await page.getByTestId('multiples-up').click();
  await expect(page).not.toHaveURL(/[?&]place=/);
});

test('several chosen places are ranked alone; the file says the same, and what was chosen', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&place=KH-2,KH-1&as_of=2018-12-31`);
  const parts = await partsOf(page);
  expect([...parts.keys()].sort()).toEqual(['KH-1', 'KH-2']);
  const download = page.waitForEvent('download');
  await page.getByTestId('multiples-chart').getByTestId('save-csv').click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('Battambang');
  expect(text).toMatch(/# data_version,/);
  const rows = parse(text, { bom: true, columns: true, comment: '#', comment_no_infix: true }) as Record<string, string>[];
  for (const [code, km2] of parts) {
    expect(Number(rows.find((row) => row.code === code && row.year === '')?.km2)).toBe(km2);
    expect(rows.filter((row) => row.code === code && row.year !== '').length).toBeGreaterThan(30);
  }
});

test('a link opens the same ranking', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?programme=XKH&open=multiples-chart`);
  await page.getByTestId('multiples-by').selectOption('ordnance');
  await page.getByTestId('multiples-measure').selectOption('released');
  await page.getByTestId('multiples-scale').check();
  await page.getByTestId('multiples-table').locator('summary').click();
  await expect(page).toHaveURL(/multiples_by=ordnance.*multiples_measure=released.*multiples_scale=own/);
  const [parts, link] = [await partsOf(page), page.url()];
  await page.goto('about:blank');
  await opened(page, link);
  expect(await partsOf(page)).toEqual(parts);
  await expect(page.getByTestId('multiples-scale')).toBeChecked();
  await expect(page.getByTestId('multiples-table').locator('tbody tr').first()).toBeVisible();
});

test('nothing is said with its reason, never a blank chart', async ({ calmPage: page, demo }) => {
  await opened(page, `${demo.url}/?${OPEN}&as_of=2020-01-02&from=2020-01-01&multiples_measure=closed_window`);
  await expect(page.getByTestId('multiples-empty')).toContainText('No land was closed here in this period.');
  await opened(page, `${demo.url}/?${OPEN}&as_of=1992-01-01`);
  expect(await wholeOf(page)).toBe(0);
  await expect(page.getByTestId('multiples-empty')).toContainText('the first record is of 8 Jan 1992');
});

test('released by no known operator has a name, and is chosen by itself when pressed', async ({ calmPage: page, landclear }) => {
  await opened(page, `${landclear.url}/?programme=BIH&open=multiples-chart&multiples_by=operator`);
  const unknown = page.getByTestId('multiples-ranking').locator('[data-part="none"]');
  await expect(unknown).toContainText('Operator not stated');
  await unknown.getByRole('button').click();
  await expect(unknown.getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/operator=none/);
});

for (const [width, scheme] of [
  [360, 'dark'],
  [1440, 'light'],
  [360, 'light'],
  [1440, 'dark'],
] as const) {
  test(`the ranking passes axe at ${width} px, ${scheme}`, async ({ calmPage: page, demo }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await opened(page, `${demo.url}/?programme=XKH&open=multiples-chart,multiples-table,multiples-years`);
    await expect(page.getByTestId('multiples-table').locator('tbody tr').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="multiples-chart"]').analyze();
    expect(violations).toEqual([]);
  });
}
