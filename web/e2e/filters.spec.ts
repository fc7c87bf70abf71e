import type { Page } from '@playwright/test';
import { drawn, expect, inkOnMap, test } from './server.ts';

interface Summary {
  remaining_km2: { total: number };
  released_km2: { total: number };
  outside_km2: { total: number };
}

const shownBy = async (page: Page) => {
  const number = async (id: string, name: string) => Number(await page.getByTestId(id).getAttribute(name));
  return {
    remaining: await number('remaining-km2', 'data-value'),
    inside: await number('released-km2', 'data-inside'),
    outside: await number('released-km2', 'data-outside'),
  };
};

/** The figures on the page are those of the server for the same question. */
async function expectAsServer(page: Page, url: string, question: string): Promise<void> {
  const summary = (await (await page.request.get(`${url}/api/summary?programme=XKH&${question}`)).json()) as Summary;
  await expect.poll(async () => (await shownBy(page)).remaining).toBeCloseTo(summary.remaining_km2.total, 9);
  const shown = await shownBy(page);
  expect(shown.inside).toBeCloseTo(summary.released_km2.total, 9);
  expect(shown.outside).toBeCloseTo(summary.outside_km2.total, 9);
  expect(shown.remaining).toBeGreaterThan(0);
}

test('the first start shows a synthetic Cambodia and says so', async ({ calmPage: page, demo }) => {
  await page.goto(demo.url);
  await drawn(page);
  await expect(page.getByText('Synthetic demonstration data, not for navigation.', { exact: true })).toBeVisible();
  await expectAsServer(page, demo.url, '');
  expect(await inkOnMap(page)).toBeGreaterThan(0.02);
  await page.screenshot({ path: 'test-results/demo.png' });
});

test('what is left in Battambang: a place by name, alone and with filters, as the server says', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  const whole = (await shownBy(page)).remaining;
  const place = page.getByTestId('place');
  await place.fill('batt');
  await place.press('Enter');
  await expect(page.getByTestId('chosen-places')).toHaveText(/Battambang/);
  await expectAsServer(page, demo.url, 'as_of=2020-12-31&place=KH-2');
  expect((await shownBy(page)).remaining).toBeLessThan(whole);
  await page.getByTestId('filters').locator('summary').click();
  await page.getByTestId('method-cleared').check();
  await page.getByTestId('operator-cmac').check();
  await page.getByTestId('ordnance-anti_vehicle_mine').check();
  const question = 'place=KH-2&operator=cmac&ordnance=anti_vehicle_mine&method=cleared';
  await expectAsServer(page, demo.url, `as_of=2020-12-31&${question}`);
  await expect(page).toHaveURL(new RegExp(question.replaceAll('&', '.*')));
  const address = page.url();
  const before = await shownBy(page);
  await page.screenshot({ path: 'test-results/filters.png' });
  // the address opens the same view again
  await page.goto('about:blank');
  await page.goto(address);
  await drawn(page);
  expect(await shownBy(page)).toEqual(before);
  await page.getByTestId('clear-filters').click();
  await expectAsServer(page, demo.url, 'as_of=2020-12-31');
});

test('several places: by search and from the map, as the server says; the address brings them back, each can be left out', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31&from=2014-12-31&place=KH-2`);
  await drawn(page);
  const search = page.getByTestId('place');
  const chosen = page.getByTestId('chosen-places').locator('li');
  for (const name of ['pursat', 'pailin', 'battam']) {
    await search.fill(name);
    await search.press('Enter');
  }
  // one that is chosen already is not chosen twice
  await expect(chosen).toHaveText([/Battambang/, /Pursat|Pouthisat/, /Pailin/]);
  const codes = new URL(page.url()).searchParams.get('place')?.split(',') ?? [];
  expect(codes).toHaveLength(3);
  await expectAsServer(page, demo.url, `as_of=2020-12-31&place=${codes.join()}`);
  const accidents = await (
    await page.request.get(`${demo.url}/api/accidents/summary?programme=XKH&from=2014-12-31&to=2020-12-31&place=${codes.join()}`)
  ).json();
  await expect(page.getByTestId('accidents')).toHaveAttribute('data-accidents', String(accidents.accidents));
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await drawn(page);
  await expect(chosen).toHaveCount(3);
  await page.getByTestId('leave-KH-2').click();
  await expect(search).toBeFocused();
  await expectAsServer(page, demo.url, `as_of=2020-12-31&place=${codes.slice(1).join()}`);
  await search.press('Backspace');
  await expect(chosen).toHaveCount(1);

  // the place in the middle of the map is shown as well, then alone
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31&place=KH-2&view=9/12.2/104.7`);
  await drawn(page);
  await page.locator('.maplibregl-canvas').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('also-place').click();
  await expect(page).toHaveURL(/place=KH-2,/);
  await expect(page.getByTestId('also-place')).toBeHidden();
  const both = new URL(page.url()).searchParams.get('place') as string;
  await expectAsServer(page, demo.url, `as_of=2020-12-31&place=${both}`);
  await page.getByTestId('only-place').click();
  await expect.poll(() => new URL(page.url()).searchParams.get('place')).toBe(both.split(',')[1]);
});

test('only what is in view: the figures follow the map', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&view=8/13.1/102.9`);
  await drawn(page);
  const whole = (await shownBy(page)).remaining;
  await page.getByTestId('in-view').check();
  await expect(page).toHaveURL(/in_view=1/);
  await expect.poll(async () => (await shownBy(page)).remaining).toBeLessThan(whole);
  const asked = page.waitForRequest((request) => request.url().includes('/api/summary') && request.url().includes('bbox='));
  await page.getByTestId('slider').press('ArrowLeft');
  const { searchParams } = new URL((await asked).url());
  await expectAsServer(page, demo.url, `as_of=${searchParams.get('as_of')}&bbox=${searchParams.get('bbox')}`);
});

test('a place, an operator and a kind that are not there are named and left out', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-99,KH-2&operator=nobody&ordnance=bombs`);
  await drawn(page);
  for (const words of ['There is no place KH-99 in', 'No operator nobody is recorded', 'ordnance=bombs'])
    await expect(page.getByText(words)).toBeVisible();
  await expectAsServer(page, demo.url, 'place=KH-2');
  await page.getByTestId('place').fill('Atlantis');
  await page.getByTestId('place').press('Enter');
  await expect(page.getByText('Nothing here has that name or id.')).toBeVisible();
});

for (const language of ['km', 'fr']) {
  test(`with filters open, in ${language}, at 360 px nothing is wider than the screen`, async ({ calmPage: page, demo }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${demo.url}/?programme=XKH&language=${language}&place=KH-2,KH-17,KH-13,KH-22,none`);
    await drawn(page);
    await page.getByTestId('filters').locator('summary').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.screenshot({ path: `test-results/filters-${language}-360.png` });
  });
}
