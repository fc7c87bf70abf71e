import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

interface Report {
  tables: {
    key: string;
    columns: { key: string; type: string }[];
    rows: Record<string, unknown>[];
    total: Record<string, number | null>;
  }[];
}
interface RecordPage {
  items: { local_id: string; difference_m2: number | null }[];
  next: string | null;
}

const json = async <Body>(page: Page, address: string) => (await (await page.request.get(address)).json()) as Body;
const seriousIn = async (page: Page) => seriousFor(page, 'dialog.wide');

test('the tables of a report: totals on the screen are those of the API, and the workbook has a sheet for each', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-2&as_of=2020-12-31&from=2014-12-31`);
  await drawn(page);
  await page.getByTestId('reports-open').click();
  await expect(page.getByTestId('report-total')).toBeVisible();
  const question = 'programme=XKH&place=KH-2&as_of=2020-12-31&from=2014-12-31';
  const report = await json<Report>(page, `${demo.url}/api/reports/article-5.json?${question}`);
  await page.getByTestId('report-table').selectOption('all');
  for (const { key, columns, rows, total } of report.tables) {
    const table = page.getByTestId(`report-${key}`);
    await expect(table.locator('tbody tr')).toHaveCount(rows.length);
    for (const column of columns.filter(({ type }) => type !== 'text')) {
      const cell = table.getByTestId('report-total').locator(`[data-column=${column.key}]`);
      if (total[column.key] === null) await expect(cell).toHaveText('not recorded');
      else expect(Number(await cell.getAttribute('data-value'))).toBe(total[column.key]);
    }
  }
  const summary = await json<{ remaining_km2: { total: number } }>(
    page,
    `${demo.url}/api/summary?programme=XKH&place=KH-2&as_of=2020-12-31`,
  );
  const shown = page.getByTestId('report-remaining_by_place').getByTestId('report-total').locator('[data-column=all_mapped_m2]');
  expect(Number(await shown.getAttribute('data-value')) / 1e6).toBeCloseTo(summary.remaining_km2.total, 9);
  await expect(page.getByText('How these figures were made')).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('report-xlsx').click()]);
  expect(download.suggestedFilename()).toBe('article-5-XKH-2020-12-31.xlsx');
  const workbook = Buffer.from(unzipSync(readFileSync(await download.path()))['xl/workbook.xml'] as Uint8Array).toString('utf8');
  const sheets = [...workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((match) => match[1]);
  expect(sheets).toHaveLength(report.tables.length + 1);
  expect(sheets.at(-1)).toBe('Method');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('reports-dialog')).toHaveCount(0);
});

test('records: sorted by what is asked for, page after page, and a row opens its history on the map', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await page.getByTestId('records-open').click();
  const records = page.getByTestId('record');
  await expect(records).not.toHaveCount(0);
  await page.getByTestId('record-only').selectOption('difference');
  const question = `${demo.url}/api/records?programme=XKH&as_of=2020-12-31&only=difference&sort=-difference_m2`;
  const first = await json<RecordPage>(page, question);
  await expect(records.first()).toHaveText(first.items[0]?.local_id ?? '');
  const differences = first.items.map(({ difference_m2 }) => Math.abs(difference_m2 ?? 0));
  expect(differences).toEqual([...differences].sort((one, other) => other - one));
  expect(differences.at(-1)).toBeGreaterThan(0);
  expect(await seriousIn(page)).toEqual([]);

  await page.getByTestId('record-next').click();
  await expect(page.getByTestId('record-range')).toHaveText('Records 101 to 200');
  const second = await json<RecordPage>(page, `${question}&after=${first.next}`);
  await expect(records.first()).toHaveText(second.items[0]?.local_id ?? '');
  await page.getByTestId('record-previous').click();
  await expect(records.first()).toHaveText(first.items[0]?.local_id ?? '');
  // the other way round, by keyboard
  await page.getByTestId('record-sort-difference_m2').press('Enter');
  await expect(page.locator('th[aria-sort=ascending]')).toContainText('Stated less polygon');

  await page.getByTestId('record-type').selectOption('land_release');
  await page.getByTestId('record-only').selectOption('outside');
  await expect(page.locator('th[aria-sort=descending]')).toContainText('Outside hazards');
  const chosen = records.first();
  const name = (await chosen.textContent()) ?? '';
  await chosen.press('Enter');
  await expect(page.getByTestId('records-dialog')).toHaveCount(0);
  await expect(page.getByTestId('ground')).toContainText(name);
});

test('a question that no record answers is said, not shown as nothing', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await page.getByTestId('records-open').click();
  await page.getByTestId('record-only').selectOption('undated');
  await expect(page.getByTestId('record-none')).toBeVisible();
});

for (const what of ['records', 'reports'] as const) {
  test(`${what} in Khmer, dark, at 360 px: nothing is wider than the screen`, async ({ calmPage: page, demo }) => {
    await page.goto(`${demo.url}/?programme=XKH&language=km&theme=dark&as_of=2020-12-31`);
    await drawn(page);
    await page.getByTestId(`${what}-open`).click();
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(page.locator('table.wide').first()).toBeVisible();
    const [wide, dialog] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelector('dialog.wide')?.scrollWidth ?? 0,
    ]);
    expect(wide).toBeLessThanOrEqual(360);
    expect(dialog).toBeLessThanOrEqual(360);
    expect(await seriousIn(page)).toEqual([]);
  });
}

test('on paper the tables stand alone, and the page comes back after', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await page.getByTestId('reports-open').click();
  await expect(page.getByTestId('report-total')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('remaining-km2')).toBeHidden();
  await expect(page.getByTestId('report-total')).toBeVisible();
  await expect(page.getByTestId('wide-close')).toBeHidden();
  await expect(page.getByText('How these figures were made')).toBeVisible();
  await page.emulateMedia({ media: null });
  // wide tables lie on their side: A4, 842 by 595 points
  const paper = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  expect(paper).toMatch(/\/MediaBox\s*\[0 0 841\.\d+ 59\d\.\d+\]/);
  await page.getByTestId('wide-close').click();
  await expect(page.getByTestId('remaining-km2')).toBeVisible();
});
