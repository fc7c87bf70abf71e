import { seriousFor } from './accessible.ts';
import { drawn, expect, inkOnMap, test } from './server.ts';

/** Every size and scheme with the most open at once: to be looked at, in test-results; `npm run screenshots` keeps the README's fresh. */
const README = process.env.LANDCLEAR_README_SCREENSHOT;

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1920, 1080],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`everything open at ${width} px, ${scheme}: nothing serious for axe, nothing wider than the screen`, async ({
      calmPage: page,
      demo,
    }) => {
      await page.setViewportSize({ width, height });
      await page.goto(`${demo.url}/?programme=XKH&theme=${scheme}&place=KH-2&from=2014-12-31&layers=land,hexagons&at=102.6,13.2`);
      await drawn(page);
      await expect(page.getByTestId('place-figures')).toBeVisible();
      await page.screenshot({ path: `test-results/sheet-${width}-${scheme}.png` });
      await page.keyboard.press('Escape');
      if (width < 720) for (const _ of [1, 2]) await page.getByTestId('grip').click();
      await page.getByTestId('filters').locator('summary').click();
      await page.getByTestId('published').locator('summary').click();
      await expect(page.getByTestId('published-measure')).toBeVisible();
      await page.getByTestId('polygon-sum').locator('summary').click();
      expect(await seriousFor(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.screenshot({ path: `test-results/open-${width}-${scheme}.png` });
    });
  }
}

test('the picture of the README', async ({ calmPage: page, demo }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${demo.url}/?programme=XKH&from=2014-12-31&as_of=2025-12-31`);
  await drawn(page);
  await page.waitForLoadState('networkidle');
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
  await page.screenshot({ path: README ?? 'test-results/readme.png' });
});
