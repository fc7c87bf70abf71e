import { mapDiffers } from './map-pixels.ts';
import { drawn, expect, test } from './server.ts';

/** Squares of the map are told their state where they are seen: what comes into sight must be of the date, as in a page opened there. */

test('what was seen on another date and comes back into sight is shown as of this date', async ({
  calmPage: page,
  demo,
  browser,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=1995-12-31&view=7.40/12.6000/104.9000`);
  await drawn(page);
  const canvas = page.locator('.maplibregl-canvas');
  const view = () => new URL(page.url()).searchParams.get('view');
  /** One move after another, as a user's. */
  const pan = async (key: string, times: number) => {
    await canvas.focus();
    for (let time = 0; time < times; time += 1) {
      const before = view();
      await page.keyboard.press(key);
      await expect.poll(view).not.toBe(before);
    }
    await drawn(page);
  };
  await pan('ArrowLeft', 6);
  await pan('ArrowRight', 12);
  await page.getByTestId('slider').focus();
  await page.keyboard.press('End');
  await drawn(page);
  await pan('ArrowLeft', 12);
  const address = page.url();

  const fresh = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await fresh.goto(address);
  await drawn(fresh);
  const shots = [await page.getByTestId('map').screenshot(), await fresh.getByTestId('map').screenshot()] as const;
  // squares that keep the other date are 6% of these pixels; an address rounds the view by less than one pixel
  expect(await mapDiffers(page, ...shots)).toBeLessThan(0.005);
  await fresh.close();
});
