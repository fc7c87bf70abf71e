import type { Page } from '@playwright/test';
import { drawn, expect, test } from './server.ts';

/** Whose figure, of when: no number without its place, filter and period beside it. */

const BATTAMBANG = 'programme=XKH&place=KH-2&method=cleared&from=2014-12-31&as_of=2025-12-31&language=en';
const PERIOD = '1 Jan 2015 – 31 Dec 2025';
const value = async (page: Page, testid: string) => Number(await page.getByTestId(testid).getAttribute('data-value'));

for (const [width, height, scheme] of [
  [360, 740, 'light'],
  [768, 1024, 'dark'],
  [1440, 900, 'light'],
] as const)
  test(`place, filter and period stand with the figures at ${width} px`, async ({ page, demo }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(`${demo.url}/?${BATTAMBANG}`);
    await drawn(page);
    // in the accessibility tree the block is named by what its numbers are of
    const figures = page.getByRole('region', { name: /Battambang.*Cleared.*31 Dec 2025.*1 Jan 2015 – 31 Dec 2025/ });
    await expect(figures.getByTestId('remaining-km2')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`scope-${width}.png`) });
    // on a phone without a touch of the panel
    for (const words of ['Battambang', 'Released how: Cleared', PERIOD]) await expect(figures.getByText(words)).toBeInViewport();
    await expect(figures.getByTestId('released-in-window-km2')).toBeInViewport();
    // the large number is what was released in the period, the small one what was released since the first record
    expect(await value(page, 'released-in-window-km2')).toBe(await value(page, 'released-in-window'));
    const summary = await (
      await page.request.get(`${demo.url}/api/summary?programme=XKH&place=KH-2&method=cleared&as_of=2025-12-31`)
    ).json();
    expect(await value(page, 'released-km2')).toBe(summary.released_km2.total + summary.outside_km2.total);
    expect(await value(page, 'released-km2')).toBeGreaterThan(await value(page, 'released-in-window-km2'));
    const size = (testid: string) =>
      page.getByTestId(testid).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await size('released-in-window-km2')).toBeGreaterThan(2 * (await size('released-km2')));
    await page.emulateMedia({ media: 'print' });
    await expect(figures.getByText('Battambang')).toBeVisible();
    await expect(figures.getByText(PERIOD)).toBeVisible();
  });

test('without a choice the figures are named by the programme and the date, and there is no second number', async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2025-12-31&language=en`);
  await expect(page.getByRole('region', { name: /Cambodia.*31 Dec 2025/ }).getByTestId('released-km2')).toBeVisible();
  await expect(page.getByTestId('released-in-window-km2')).toHaveCount(0);
});

test('an embed says whose figures it shows, and of which period', async ({ page, demo }) => {
  await page.goto(`${demo.url}/embed?${BATTAMBANG}`);
  await expect(page.getByTestId('embed-of')).toContainText('Battambang');
  await expect(page.getByTestId('embed-of')).toContainText('Released how: Cleared');
  await expect(page.getByTestId('embed-figures')).toContainText(PERIOD);
  expect(await value(page, 'released-in-window-km2')).toBeGreaterThan(0);
});
