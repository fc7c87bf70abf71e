import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seriousFor } from './accessible.ts';
import { drawn, expect, inkOnMap, test } from './server.ts';

test('the iframe line of the dialog shows the same figures on another page, with the way back and the warning', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-2&as_of=2020-12-31`);
  await drawn(page);
  const remaining = await page.getByTestId('remaining-km2').getAttribute('data-value');
  await page.getByTestId('share').click();
  await expect(page.getByTestId('share-link')).toHaveValue(/programme=XKH.*place=KH-2.*as_of=2020-12-31.*view=.*seen=/);
  const line = await page.getByTestId('share-iframe').inputValue();
  await page.screenshot({ path: 'test-results/share.png' });
  // a partner's page, from another origin
  const partner = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(`<!doctype html><html lang="en"><title>Partner</title><link rel="icon" href="data:,"><body>${line}</body></html>`);
  }).listen(0, '127.0.0.1');
  await once(partner, 'listening');
  await page.goto(`http://127.0.0.1:${(partner.address() as AddressInfo).port}/`);
  const embed = page.frameLocator('iframe');
  await expect(embed.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(remaining));
  // of what the numbers are: one province's must not pass for the country's
  await expect(embed.getByTestId('embed-of')).toHaveText(/Cambodia.*Place: Battambang/s);
  await expect(embed.getByText('Synthetic demonstration data, not for navigation.')).toBeVisible();
  await expect(embed.getByText('Land not marked here may still be dangerous.').last()).toBeVisible();
  await expect(embed.locator('[data-testid=map][data-idle]')).toBeVisible({ timeout: 40_000 });
  await expect(embed.getByTestId('embed-back')).toHaveAttribute('href', /\/\?programme=XKH.*place=KH-2/);
  await page.screenshot({ path: 'test-results/embedded.png' });
  partner.close();
});

test('an embedded map is read-only: no panel, no slider, no sheet; nothing serious for axe', async ({ calmPage: page, demo }) => {
  await page.setViewportSize({ width: 640, height: 420 });
  await page.goto(`${demo.url}/embed?programme=XKH&theme=dark`);
  await drawn(page);
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
  await page.getByTestId('map').click({ position: { x: 200, y: 150 } });
  await expect(page.getByTestId('ground')).toHaveCount(0);
  await expect(page.getByTestId('slider')).toHaveCount(0);
  expect(await seriousFor(page)).toEqual([]);
});

test('on paper: the figures, the chart and the warning; no buttons', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&theme=dark`);
  await drawn(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('share')).toBeHidden();
  await expect(page.getByTestId('slider')).toBeHidden();
  await expect(page.getByTestId('remaining-km2')).toBeVisible();
  await expect(page.getByTestId('place')).toBeHidden();
  const ink = await page.getByTestId('remaining-km2').evaluate((element) => getComputedStyle(element).color);
  expect(ink).toBe('rgb(29, 34, 38)');
  await page.screenshot({ path: 'test-results/print.png', fullPage: true });
  // the map is on it as a picture: printing for real takes one
  await page.emulateMedia({ media: null });
  const paper = await page.pdf({ path: 'test-results/print.pdf', format: 'A4' });
  expect(paper.length).toBeGreaterThan(100_000);
});
