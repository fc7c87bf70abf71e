import { seriousFor } from './accessible.ts';
import { drawn, expect, inkOnMap, isReal, test } from './server.ts';

const value = (text: string | null) => Number(text);

test('opens on the country: numbers equal to the API in every digit, land on the map', async ({ calmPage: page, landclear }) => {
  await page.goto(landclear.url);
  await drawn(page);
  const date = new Date().toISOString().slice(0, 10);
  const summary = await (await page.request.get(`${landclear.url}/api/summary?programme=BIH&as_of=${date}`)).json();
  const remaining = value(await page.getByTestId('remaining-km2').getAttribute('data-value'));
  const inside = value(await page.getByTestId('released-km2').getAttribute('data-inside'));
  const outside = value(await page.getByTestId('released-km2').getAttribute('data-outside'));
  expect(remaining).toBe(summary.remaining_km2.total);
  expect(inside).toBe(summary.released_km2.total);
  expect(outside).toBe(summary.outside_km2.total);
  expect(remaining).toBeGreaterThan(0);
  if (isReal) {
    expect(Math.abs(remaining / 132.70032 - 1)).toBeLessThan(1e-4);
    await expect(page.getByTestId('remaining-km2')).toContainText('132.7');
  }
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
  await page.screenshot({ path: 'test-results/wide-light.png' });
});

test('the slider moves numbers and map together, without a request for either', async ({ calmPage: page, landclear }) => {
  await page.goto(`${landclear.url}/?programme=BIH`);
  await drawn(page);
  const requests: string[] = [];
  const slider = page.getByTestId('slider');
  await slider.focus();
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.keyboard.press('Home');
  await drawn(page);
  const first = await slider.inputValue();
  const early = value(await page.getByTestId('remaining-km2').getAttribute('data-value'));
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeGreaterThan(Number(first) + 360);
  await page.waitForTimeout(600);
  expect(requests.filter((path) => path.includes('ledger') || path.startsWith('/tiles/'))).toEqual([]);
  for (const day of [Number(first), Number(await slider.inputValue())]) {
    await slider.fill(String(day));
    const asOf = new Date(day * 86_400_000).toISOString().slice(0, 10);
    const summary = await (await page.request.get(`${landclear.url}/api/summary?programme=BIH&as_of=${asOf}`)).json();
    expect(
      Math.abs(value(await page.getByTestId('remaining-km2').getAttribute('data-value')) - summary.remaining_km2.total),
    ).toBeLessThan(1e-9);
  }
  if (isReal) expect(early).toBe(0);
});

test('an undated hazard is drawn on days before it counts', async ({ calmPage: page, landclear }) => {
  test.skip(!isReal, 'the generated belt is dated');
  await page.goto(`${landclear.url}/?programme=BIH&as_of=2024-03-01`);
  await drawn(page);
  await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', '0');
  expect(await inkOnMap(page)).toBeGreaterThan(0.003);
  await page.screenshot({ path: 'test-results/undated.png' });
});

test('play moves through time and stops', async ({ calmPage: page, landclear }) => {
  await page.goto(`${landclear.url}/?programme=BIH`);
  await drawn(page);
  const slider = page.getByTestId('slider');
  await page.getByTestId('play').click();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(Number(await slider.getAttribute('min')));
  await expect(page.getByTestId('play')).toHaveText('Play', { timeout: 60_000 });
  expect(await slider.inputValue()).toBe(await slider.getAttribute('max'));
});

test('accidents as heat and as hexagons; deck.gl loads when first asked for', async ({ calmPage: page, landclear }) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto(`${landclear.url}/?programme=BIH`);
  await drawn(page);
  expect(scripts.filter((url) => url.includes('overlay'))).toEqual([]);
  const without = await inkOnMap(page);
  await page.getByTestId('layer-land').uncheck();
  await page.getByTestId('layer-hexagons').check();
  await expect(page.getByTestId('map')).toHaveAttribute('data-accidents', /hexagons \d+/);
  await page.waitForTimeout(1500);
  expect(await inkOnMap(page)).toBeGreaterThan(0.001);
  await page.getByTestId('layer-heat').check();
  await page.waitForTimeout(1500);
  await expect(page.getByTestId('accident-count')).toContainText(isReal ? '112' : '60');
  await page.screenshot({ path: 'test-results/accidents.png' });
  expect(without).toBeGreaterThan(0);
});

test('the address carries the view; what it asks for in vain is said', async ({ calmPage: page, landclear }) => {
  await page.goto(`${landclear.url}/?programme=BIH&as_of=2025-02-03&theme=dark&language=fr&colour=%3Cscript%3E&as_of=yesterday`);
  await drawn(page);
  await expect(page.getByTestId('date')).toContainText('3 févr. 2025');
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
  await expect(page.getByText('colour=<script>')).toBeVisible();
  await page.getByTestId('language').selectOption('km');
  await expect(page.locator('html')).toHaveAttribute('lang', 'km');
  expect(new URL(page.url()).searchParams.get('language')).toBe('km');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'km');
});

test('a lost connection is said, and the page goes on by itself', async ({ page, landclear }) => {
  await page.route('**/api/programmes', (route) => route.abort());
  await page.goto(landclear.url);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/programmes');
  await expect(page.getByTestId('remaining-km2')).toBeVisible();
});

test('without WebGL the figures are there and the page says what is missing', async ({ page, landclear }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(landclear.url);
  await expect(page.getByTestId('remaining-km2')).toBeVisible();
  await expect(page.getByText('This browser cannot draw the map')).toBeVisible();
});

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1920, 1080],
] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`${width} px, ${scheme}: nothing serious for axe, nothing wider than the screen`, async ({
      calmPage: page,
      landclear,
    }) => {
      await page.setViewportSize({ width, height });
      await page.goto(`${landclear.url}/?programme=BIH&theme=${scheme}`);
      await drawn(page);
      expect(await seriousFor(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await inkOnMap(page)).toBeGreaterThan(0.01);
      await page.screenshot({ path: `test-results/${width}-${scheme}.png` });
    });
  }
}
