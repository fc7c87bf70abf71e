import { expect, test, withServer } from './server.ts';

test('the first start: the page shows what is being loaded and how far, then opens by itself with all of it', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await withServer(
    true,
    async () => {
      await expect(page.getByTestId('remaining-km2')).toBeVisible();
      await expect(page.getByTestId('starting')).toBeHidden();
    },
    async (url) => {
      await page.goto(url);
      const starting = page.getByTestId('starting');
      await expect(starting).toContainText('Loading the demonstration', { timeout: 60_000 });
      const bar = starting.locator('progress').first();
      await expect.poll(async () => Number(await bar.getAttribute('value')), { timeout: 60_000 }).toBeGreaterThan(0);
      await page.screenshot({ path: 'test-results/starting.png' });
    },
  );
});
