import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFor } from './accessible.ts';
import { drawn, expect, test } from './server.ts';

/** Every view is an address that opens the same view elsewhere, for good; what it cannot open is said. */

/** What a user sees of a view, in numbers and states. */
const seenOn = (page: Page) =>
  page.evaluate(() => {
    const value = (id: string) => document.querySelector(`[data-testid=${id}]`)?.getAttribute('data-value') ?? null;
    const open = [...document.querySelectorAll('.panel details[open]')].map((part) => part.getAttribute('data-testid'));
    return {
      remaining: value('remaining-km2'),
      released: value('released-km2'),
      inWindow: value('released-in-window'),
      date: document.querySelector('[data-testid=date]')?.textContent,
      open: open.filter((id) => id !== null).sort(),
    };
  });

const BUSY =
  'programme=XKH&kind=SHA&method=cleared,reduced&area=gxzxTgirvCgkuCAAgz6B_juCA&as_of=2020-12-31&from=2014-12-31&layers=land,heat&view=9.25/13.1000/102.7000&theme=dark';

test('a busy view opens the same in another browser: figures, map, open parts, records sorted and their page', async ({
  calmPage: page,
  demo,
  browser,
}) => {
  test.slow();
  await page.goto(`${demo.url}/?${BUSY}`);
  await drawn(page);
  for (const id of ['filters', 'waterfall-chart', 'pace-chart', 'published', 'chart-table']) {
    await page.getByTestId(id).locator('summary').first().click();
  }
  await page.getByTestId('pace-table').locator('summary').click();
  await expect(page.getByTestId('published').locator('tbody tr')).not.toHaveCount(0);
  await page.getByTestId('records-open').click();
  await expect(page.getByTestId('record').first()).toBeVisible();
  await page.getByTestId('record-type').selectOption('land_release');
  await page.getByTestId('record-sort-mapped_m2').click();
  await expect(page).toHaveURL(/records_sort=-mapped_m2/);
  await page.getByTestId('record-next').click();
  await expect(page.getByTestId('record-range')).toHaveText('Records 101 to 200');
  await expect(page).toHaveURL(/records_page=2/);
  const address = page.url();
  const rows = await page.getByTestId('record').allTextContents();
  const first = await seenOn(page);
  expect(first.open).toEqual(
    expect.arrayContaining(['chart-table', 'filters', 'pace-chart', 'pace-table', 'published', 'waterfall-chart']),
  );
  expect(Number(first.remaining)).toBeGreaterThan(0);

  // another browser: nothing of the first is there, and its window is of another size
  const other = await (await browser.newContext({ viewport: { width: 1500, height: 900 } })).newPage();
  await other.goto(address);
  await drawn(other);
  await expect(other.getByTestId('record-range')).toHaveText('Records 101 to 200');
  expect(await other.getByTestId('record').allTextContents()).toEqual(rows);
  await expect(other.getByTestId('record-sort-mapped_m2').locator('..')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => seenOn(other)).toEqual(first);
  await expect(other.locator('html')).toHaveAttribute('data-scheme', 'dark');
  expect(new URL(other.url()).search).toBe(new URL(address).search);
  await expect(other.getByTestId('notices')).toHaveCount(0);
  // the page before is read off the records, since the link names only the number of a page
  await other.getByTestId('record-previous').click();
  await expect(other.getByTestId('record-range')).toHaveText('Records 1 to 100');
  await expect(other).not.toHaveURL(/records_page/);
  // where the map looks, as the map itself says after a move by its own keys and back
  await other.getByTestId('wide-close').click();
  await other.locator('.maplibregl-canvas').focus();
  await other.keyboard.press('+');
  await expect(other).toHaveURL(/view=10\.25\/13\.1000\/102\.7000/);
  await other.context().close();
});

test('how the page is laid out travels: the panel of a phone, the legend, the records of a spot that are open', async ({
  calmPage: page,
  demo,
  browser,
}) => {
  const viewport = { width: 390, height: 844 };
  await page.setViewportSize(viewport);
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await page.getByTestId('legend').locator('summary').click();
  await expect(page).toHaveURL(/legend=open/);
  await page.getByTestId('grip').click();
  await expect(page).toHaveURL(/panel=half/);
  await page.getByTestId('grip').click();
  await expect(page).toHaveURL(/panel=full/);
  await page.getByTestId('records-open').click();
  await page.getByTestId('record').first().click();
  const records = page.getByTestId('ground').locator('section details');
  await expect(records.first()).toBeVisible();
  const count = await records.count();
  const isOpen = () => records.evaluateAll((all) => all.map((record) => (record as HTMLDetailsElement).open));
  const before = await isOpen();
  await records.last().locator('summary').click();
  await expect(page).toHaveURL(count === 1 ? /at_open=none/ : /at_open=[hr]\d+/);
  const after = await isOpen();
  expect(after).not.toEqual(before);

  const other = await (await browser.newContext({ viewport })).newPage();
  await other.goto(page.url());
  await drawn(other);
  await expect(other.getByTestId('ground').locator('section details')).toHaveCount(count);
  await expect
    .poll(() =>
      other
        .getByTestId('ground')
        .locator('section details')
        .evaluateAll((all) => all.map((one) => (one as HTMLDetailsElement).open)),
    )
    .toEqual(after);
  await expect(other.getByTestId('legend')).toHaveAttribute('open');
  await expect(other.locator('.panel')).toHaveClass(/full/);
  // another spot, or none, has records of its own
  await other.getByTestId('ground-close').click();
  await expect(other).not.toHaveURL(/at=|at_open=/);
  // a record that is not there is said
  const at = new URL(page.url()).searchParams.get('at');
  await other.goto(`${demo.url}/?programme=XKH&at=${at}&at_open=h999999`);
  await expect(other.getByTestId('notices')).toContainText('h999999');
  await expect(other).not.toHaveURL(/at_open/);
  // as usual again, the address says nothing of it
  await page.getByTestId('ground-close').click();
  await page.getByTestId('grip').click();
  await page.getByTestId('legend').locator('summary').click();
  await expect(page).not.toHaveURL(/panel=|legend=/);
  await other.context().close();
});

test('a dialog has an entry of the history: Back closes it, Forward opens it, closing it leaves none behind', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31`);
  await drawn(page);
  await expect(page).toHaveURL(/v=2/);
  await page.getByTestId('reports-open').click();
  await page.getByTestId('report-table').selectOption('progress_by_year');
  await expect(page).toHaveURL(/dialog=reports&report_table=progress_by_year/);
  await page.goBack();
  await expect(page.getByTestId('reports-dialog')).toHaveCount(0);
  await expect(page).not.toHaveURL(/dialog|report_table/);
  await expect(page.getByTestId('reports-open')).toBeFocused();
  await page.goForward();
  await expect(page.getByTestId('report-progress_by_year')).toBeVisible();
  const entries = await page.evaluate(() => history.length);
  await page.getByTestId('wide-close').click();
  await expect(page).not.toHaveURL(/dialog|report_table/);
  await page.getByTestId('records-open').click();
  await expect(page.getByTestId('record').first()).toBeVisible();
  expect(await page.evaluate(() => history.length)).toBe(entries);
  // a record opens on the map: the dialog is left, what the record brought stays
  await page.getByTestId('record').first().click();
  await expect(page.getByTestId('ground')).toBeVisible();
  await expect(page).toHaveURL(/at=.*view=/);
  await expect(page).not.toHaveURL(/dialog/);
});

for (const { search, means } of [
  {
    search: 'programme=XKH&place=KH-2&date=2020-12-31&language=en&view=8.50/13.1000/103.2000&layers=land,heat',
    means: 'place=KH-2&as_of=2020-12-31',
  },
  {
    search:
      'programme=XKH&ordnance=anti_personnel_mine,cluster_munition_remnant&method=cleared,reduced&date=2015-06-30&from=2010-12-31',
    means: 'ordnance=anti_personnel_mine,cluster_munition_remnant&method=cleared,reduced&as_of=2015-06-30',
  },
  { search: 'programme=XKH&kind=SHA&date=2012-12-31&open=waterfall-chart', means: 'kind=SHA&as_of=2012-12-31' },
]) {
  test(`a link of the first format opens its view, on the page and embedded: ${means}`, async ({ calmPage: page, demo }) => {
    const summary = (await (await page.request.get(`${demo.url}/api/summary?programme=XKH&${means}`)).json()) as {
      remaining_km2: { total: number };
    };
    for (const path of ['', 'embed']) {
      await page.goto(`${demo.url}/${path}?${search}`);
      await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(summary.remaining_km2.total));
      await expect(page.getByTestId('notices')).toHaveCount(0);
      if (path === '') await expect(page).toHaveURL(/as_of=.*v=2/);
    }
  });
}

test('a link of a newer Landclear, with places and programmes that are not here: each is said, the rest is shown', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(
    `${demo.url}/?programme=XKH&place=KH-99&operator=nobody&as_of=2020-12-31&relief=1&v=7&area=${'A'.repeat(6100)}`,
  );
  await drawn(page);
  const notices = page.getByTestId('notices');
  await expect(notices).toContainText('made by a newer Landclear (address format 7; here 2)');
  await expect(notices).toContainText('There is no place KH-99 in Cambodia, synthetic demonstration');
  await expect(notices).toContainText('No operator nobody is recorded');
  await expect(notices).toContainText('relief=1');
  await expect(notices).toContainText('The outline in the address has 6,100 letters');
  await expect(page.getByTestId('date')).toContainText('31 Dec 2020');
  expect(await seriousFor(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/link-notices.png' });
  await page.getByTestId('dismiss-notices').click();
  await expect(notices).toHaveCount(0);
  await page.goto(`${demo.url}/?programme=KHM`);
  await expect(notices).toContainText('There is no programme KHM here; Cambodia, synthetic demonstration is shown instead.');
});

test('choices of parts that name nothing here: each is said, also over the dialog that it was for, and the rest is shown', async ({
  calmPage: page,
  demo,
}) => {
  const first = ['compare=both', 'movements_step=week', 'multiples_by=religion', 'pace_deadline=soon', 'pace_years=4'];
  const ofParts = ['open=bombs', 'multiples_level=6', 'report_table=remaining_by_colour'];
  const ofRecords = ['records_only=overlapping', 'records_sort=-depth', 'records_page=900'];
  const asked = [...first, ...ofParts, ...ofRecords].join('&').replace('open=bombs', 'open=bombs,filters');
  await page.goto(`${demo.url}/?programme=XKH&as_of=2020-12-31&dialog=records&records_type=land_release&${asked}&v=2`);
  await drawn(page);
  await expect(page.getByTestId('record-range')).toHaveText('Records 1 to 100');
  await expect(page.getByTestId('record-type')).toHaveValue('land_release');
  for (const choice of ofRecords)
    await expect(
      page.getByTestId('wide-ignored').filter({ hasText: `asked for ${choice}, which does not exist here` }),
    ).toHaveCount(1);
  expect(await seriousFor(page)).toEqual([]);
  await page.getByTestId('wide-close').click();
  for (const choice of [...first, ...ofParts, ...ofRecords])
    await expect(page.getByTestId('ignored').filter({ hasText: `asked for ${choice}, which does not exist here` })).toHaveCount(
      1,
    );
  await expect(page.getByTestId('ignored')).toHaveCount(11);
  await expect(page.getByTestId('filters')).toHaveAttribute('open');
  await expect(page).toHaveURL(/as_of=2020-12-31&open=filters&v=2$|open=filters&v=2$/);
  await page.getByTestId('reports-open').click();
  await expect(page.getByTestId('report-remaining_by_place')).toBeVisible();
});

test('a level of places that does not lie below what is chosen: the next one is ranked, and that is said', async ({
  calmPage: page,
  demo,
}) => {
  await page.goto(`${demo.url}/?programme=XKH&place=KH-2&open=multiples-chart&multiples_level=1`);
  await drawn(page);
  await expect(page.getByTestId('multiples-no-level')).toContainText('Level 1 does not lie below what is chosen');
  await expect(page.getByTestId('multiples-whole')).toBeVisible();
});

const square = (id: string, west: number, side: number) => ({
  type: 'Feature',
  properties: { id, recorded: '2020-01-01' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, -15],
        [west + side, -15],
        [west + side, -15 + side],
        [west, -15 + side],
        [west, -15],
      ],
    ],
  },
});

test('a link made before an import says that the data changed, and what that changed; the page that stands open offers them', async ({
  calmPage: page,
  small,
  browser,
}) => {
  test.slow();
  const bring = (...features: object[]) => {
    const file = join(small.folder, 'links.geojson');
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));
    small.bring(file, 'MOZ', '--as', 'hazardous-areas', '--kind', 'SHA', '--snapshot-date', '2020-01-01');
  };
  const remaining = async () =>
    ((await (await page.request.get(`${small.url}/api/summary?programme=MOZ`)).json()) as { remaining_km2: { total: number } })
      .remaining_km2.total;
  bring(square('1', 20, 0.1));
  await page.goto(`${small.url}/?programme=MOZ`);
  await drawn(page);
  const before = await remaining();
  await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(before));
  await page.getByTestId('share').click();
  const link = await page.getByTestId('share-link').inputValue();
  expect(await seriousFor(page)).toEqual([]);
  await page.getByTestId('share-close').click();
  const { searchParams } = new URL(link);
  expect(searchParams.get('as_of')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Number(searchParams.get('seen')?.split(',')[1])).toBeCloseTo(before, 8);

  // the same data: nothing to say
  const other = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await other.goto(link);
  await drawn(other);
  await expect(other.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(before));
  await expect(other.getByTestId('seen-notice')).toHaveCount(0);

  bring(square('2', 20.5, 0.2));
  const after = await remaining();
  expect(after).toBeGreaterThan(before * 2);
  const km2 = (value: number) => value.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  // the page that stood open says so with its next answer, and loads them where the user was
  await expect(page.getByTestId('data-changed')).toHaveCount(0);
  await page.getByTestId('filters').locator('summary').click();
  await page.getByTestId('kind-SHA').click();
  await expect(page.getByTestId('data-changed')).toContainText('The data have changed since this page was loaded.');
  await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(before));
  expect(await seriousFor(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/data-changed.png' });
  const address = page.url();
  await page.getByTestId('load-anew').click();
  await expect(page.getByTestId('remaining-km2')).toHaveAttribute('data-value', String(after));
  await expect(page.getByTestId('data-changed')).toHaveCount(0);
  await expect(page.getByTestId('kind-SHA')).toBeChecked();
  expect(page.url()).toBe(address);
  await drawn(page);

  // the link says it, with the figures of then and now
  for (const [language, words] of [
    ['en', 'Remaining was'],
    ['km', 'ពេលតំណត្រូវបានបង្កើត'],
    ['fr', 'quand le lien a été fait'],
  ] as const) {
    await other.goto(`${link}&language=${language}`);
    await drawn(other);
    const notice = other.getByTestId('seen-notice');
    await expect(notice).toHaveAttribute('data-standing', 'older');
    await expect(notice).toContainText(words);
    if (language === 'en')
      await expect(notice).toContainText(`was ${km2(before)} km² when the link was made, is ${km2(after)} km² here`);
    await other.getByTestId('grip').click();
    await notice.scrollIntoViewIfNeeded();
    expect(await seriousFor(other)).toEqual([]);
    expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await other.screenshot({ path: `test-results/seen-notice-${language}-360.png` });
  }
  await other.getByTestId('dismiss-notices').click();
  await expect(other.getByTestId('seen-notice')).toHaveCount(0);

  // of data that these never were, nothing is claimed but that
  await other.goto(link.replace(/seen=[^&,]+/, 'seen=900-00000000').replace('&v=', '&place=X-1&v='));
  const notice = other.getByTestId('seen-notice');
  await expect(notice).toHaveAttribute('data-standing', 'unknown');
  await expect(notice).toContainText('data that are not known here (version 900-00000000');
  // the view could not be opened as it was sent: its figures say nothing of the data
  await expect(other.getByTestId('seen-figures')).toHaveCount(0);
  await other.context().close();
});

test('in view, the link holds no figures: they follow from the size of the window', async ({ calmPage: page, demo }) => {
  await page.goto(`${demo.url}/?programme=XKH&in_view=1&view=9/13.1/102.9`);
  await drawn(page);
  await page.getByTestId('share').click();
  const link = new URL(await page.getByTestId('share-link').inputValue());
  expect(link.searchParams.get('seen')).toMatch(/^\d+-[0-9a-f]+$/);
  expect(link.searchParams.get('view')).toBe('9.00/13.1000/102.9000');
});
