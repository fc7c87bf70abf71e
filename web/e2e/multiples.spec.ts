import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Summary } from '../../server/land/contract.ts';
import { drawn, expect, test } from './server.ts';

/** Parts of the ranking with their km²; those without land have no bar. */
const partsOf = async (page: Page) =>
  new Map(
    await page
      .getByTestId('multiples-ranking')
      .locator('li')
      .evaluateAll((rows) =>
        rows.map((row) => [row.getAttribute('data-part') ?? '', Number(row.getAttribute('data-value'))] as const),
      ),
  );

const MEASURED = {
  remaining: ({ remaining_km2 }: Summary) => remaining_km2.total,
  released: ({ released_km2, outside_km2 }: Summary) => released_km2.total + outside_km2.total,
};

for (const [by, filter, list, measure] of [
  ['place', 'place', '/api/places', 'remaining'],
  ['operator', 'operator', '/api/operators', 'released'],
  ['includes', 'ordnance', null, 'released'],
] as const) {
  test(`each part by ${by} is what the server says with its filter`, async ({ calmPage: page, demo }) => {
    const dates = Array.from(
      { length: 2 },
      () => `${1995 + Math.floor(Math.random() * 31)}-0${1 + Math.floor(Math.random() * 9)}-15`,
    );
    for (const date of dates) {
      await page.goto(
        `${demo.url}/?programme=XKH&date=${date}&open=multiples-chart&multiples_by=${by}&multiples_measure=${measure}&multiples_all=1`,
      );
      await drawn(page);
      await expect(page.getByTestId('multiples-whole')).toBeVisible();
      const asked = async (query: string) =>
        MEASURED[measure](
          (await (await page.request.get(`${demo.url}/api/summary?programme=XKH&as_of=${date}${query}`)).json()) as Summary,
        );
      expect(
        Math.abs(Number(await page.getByTestId('multiples-whole').getAttribute('data-value')) - (await asked(''))),
      ).toBeLessThan(1e-8);
      const parts = (await page.getByTestId('multiples-ranking').count()) === 0 ? new Map<string, number>() : await partsOf(page);
      const codes =
        list === null
          ? [...parts.keys()].filter((code) => code !== '')
          : (
              (await (await page.request.get(`${demo.url}${list}?programme=XKH`)).json()) as { items: { code: string }[] }
            ).items.map(({ code }) => code);
      expect(codes.length, date).toBeGreaterThan(1);
      for (const code of codes)
        expect(Math.abs((parts.get(code) ?? 0) - (await asked(`&${filter}=${code}`))), `${code} on ${date}`).toBeLessThan(1e-8);
    }
  });
}

test('by keyboard a part becomes the filter of the page, and again is taken back', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&open=multiples-chart&multiples_by=operator`);
  await drawn(page);
  const first = page.getByTestId('multiples-ranking').getByRole('button').first();
  const code = await page.getByTestId('multiples-ranking').locator('li').first().getAttribute('data-part');
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`operator=${code}`));
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/[?&]operator=/);
});

test('nothing is said with its reason, never a blank chart', async ({ calmPage: page, demo }) => {
  await page.goto(
    `${demo.url}/?programme=XKH&date=2020-01-02&from=2020-01-01&open=multiples-chart&multiples_measure=closed_window`,
  );
  await drawn(page);
  await expect(page.getByTestId('multiples-empty')).toHaveText('No land was closed here in this period.');
});

for (const [width, scheme] of [
  [360, 'dark'],
  [768, 'light'],
  [1440, 'dark'],
  [1440, 'light'],
] as const) {
  test(`the ranking passes axe at ${width} px, ${scheme}`, async ({ calmPage: page, demo }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${demo.url}/?programme=XKH&open=multiples-chart`);
    await drawn(page);
    await page.getByTestId('multiples-table').locator('summary').click();
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="multiples-chart"]').analyze();
    expect(violations).toEqual([]);
  });
}
