import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type TinyFeature, tinyArchive, tinyTile } from '../../server/ground/testing.ts';
import { tileHolding } from '../../server/tiles/testing.ts';
import { seriousFor } from './accessible.ts';
import { drawn, expect, importFile, test, withServer } from './server.ts';

const ZOOM = 12;
/** A tile near Battambang, and what stands in its middle. */
const { x, y } = tileHolding(ZOOM, 103.2, 13.1);
const size = 2 ** ZOOM;
/** Longitude and latitude of a point of the tile, in its 4096 units. */
function placeOf([across, down]: [number, number]): [number, number] {
  const north = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + down / 4096)) / size)));
  return [((x + across / 4096) / size) * 360 - 180, (north * 180) / Math.PI];
}
const middle = placeOf([2048, 2048]);
const VIEW = `13/${middle[1].toFixed(5)}/${middle[0].toFixed(5)}`;

const line = (points: [number, number][], properties: Record<string, string>): TinyFeature => ({
  type: 'line',
  points,
  properties,
});
const box = (left: number, top: number, right: number, bottom: number, properties: Record<string, string>): TinyFeature => ({
  type: 'polygon',
  points: [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ],
  properties,
});
const village = (at: [number, number], name: string, english: string, kind_detail: string): TinyFeature => ({
  type: 'point',
  points: [at],
  properties: { kind: 'locality', kind_detail, name, 'name:en': english },
});

/** A village at a crossroads by a river. */
const tile = tinyTile({
  earth: [box(-64, -64, 4160, 4160, { kind: 'earth' })],
  landuse: [box(2600, 200, 4160, 1700, { kind: 'forest' }), box(1700, 1700, 2400, 2400, { kind: 'residential' })],
  water: [
    box(300, 2900, 1300, 3700, { kind: 'lake' }),
    line(
      [
        [-64, 3400],
        [900, 3100],
        [2400, 3500],
        [4160, 3200],
      ],
      { kind: 'river', name: 'ស្ទឹងសង្កែ', 'name:en': 'Sangkae River' },
    ),
  ],
  buildings: [box(1900, 1800, 1960, 1850, { kind: 'building' }), box(2120, 2120, 2200, 2180, { kind: 'building' })],
  roads: [
    line(
      [
        [-64, 2048],
        [4160, 2048],
      ],
      { kind: 'major_road', name: 'ផ្លូវជាតិលេខ ៥', 'name:en': 'National Road 5' },
    ),
    line(
      [
        [2048, -64],
        [2048, 4160],
      ],
      { kind: 'minor_road' },
    ),
    line(
      [
        [2048, 1000],
        [3600, 400],
      ],
      { kind: 'path' },
    ),
  ],
  places: [village([1250, 1500], 'បាត់ដំបង', 'Battambang', 'town'), village([3000, 2700], 'ភូមិថ្មី', 'Phum Thmei', 'village')],
});

/** Colour of the map at a point of the tile, in the middle of the pixel. */
async function colourAt(page: Page, point: [number, number]): Promise<string> {
  const map = (await page.getByTestId('map').boundingBox()) as { x: number; y: number; width: number; height: number };
  // at zoom 13 a tile of zoom 12 is 1024 pixels across, its middle in the middle of the map
  const [left, top] = point.map((at) => ((at - 2048) / 4096) * 1024) as [number, number];
  const shot = await page.screenshot({
    clip: {
      x: Math.round(map.x + map.width / 2 + left) - 1,
      y: Math.round(map.y + map.height / 2 + top) - 1,
      width: 2,
      height: 2,
    },
  });
  return page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    return [...context.getImageData(1, 1, 1, 1).data.slice(0, 3)].map((band) => band.toString(16).padStart(2, '0')).join('');
  }, shot.toString('base64'));
}

const ROAD: [number, number] = [2500, 2048];
const FIELD: [number, number] = [2500, 2600];
const HAZARD: [number, number] = [3300, 2048];

/** Share of red in a colour: a confirmed hazard, whatever lies under it. */
const isRed = (colour: string): boolean => Number.parseInt(colour.slice(0, 2), 16) > 2 * Number.parseInt(colour.slice(2, 4), 16);

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landclear-streets-'));
  const bounds = [...placeOf([0, 4096]), ...placeOf([4096, 0])] as [number, number, number, number];
  writeFileSync(join(folder, 'tiny.pmtiles'), tinyArchive({ tiles: [{ z: ZOOM, x, y, bytes: tile }], bounds }));
  writeFileSync(join(folder, 'pictures.pmtiles'), tinyArchive({ tiles: [{ z: 0, x: 0, y: 0, bytes: tile }], tileType: 2 }));
  const ring = (
    [
      [3000, 1850],
      [3600, 1850],
      [3600, 2250],
      [3000, 2250],
      [3000, 1850],
    ] as [number, number][]
  ).map(placeOf);
  const hazard = {
    type: 'Feature',
    properties: { id: 'H1', date: '2010-05-01', kind: 'CHA' },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
  writeFileSync(join(folder, 'hazard.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [hazard] }));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a street map from a file lies under the land, in light and dark, and a switch takes it away', async ({
  calmPage: page,
}) => {
  test.setTimeout(300_000);
  const files = ['tiny.pmtiles', 'pictures.pmtiles', 'nowhere.pmtiles'].map((name) => join(folder, name)).join(',');
  await withServer(
    false,
    async (url, environment) => {
      importFile(environment, join(folder, 'hazard.geojson'), 'KHM', '--as', 'hazardous-areas');
      const abroad: string[] = [];
      page.on(
        'request',
        (request) => !request.url().startsWith(url) && !request.url().startsWith('data:') && abroad.push(request.url()),
      );
      await page.goto(`${url}/?programme=KHM&language=en&theme=light&view=${VIEW}`);
      await drawn(page);

      // the road is there, the field beside it is ground, and the hazard lies on the road
      expect(await colourAt(page, ROAD)).toBe('bbb3a2');
      expect(await colourAt(page, FIELD)).toBe('f6f5f1');
      expect(isRed(await colourAt(page, HAZARD))).toBe(true);
      await expect(page.getByText('© OpenStreetMap, tiny')).toBeVisible();
      const choice = page.getByTestId('map-ground');
      await expect(page.getByTestId('ground-streets')).toBeChecked();
      await expect(page.getByTestId('ground-own')).toHaveCount(0);
      await expect(choice.getByTestId('ground-refused')).toHaveText([
        'Street map pictures.pmtiles is not shown: it has pictures, not vector tiles.',
        'Street map nowhere.pmtiles is not shown: there is no such file.',
      ]);
      expect(await seriousFor(page, '[data-testid=map-ground]')).toEqual([]);
      await page.screenshot({ path: 'test-results/streets-light.png' });
      // paper names the source too
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await expect(page.locator('.papers .sources')).toHaveText('© OpenStreetMap, tiny');
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));

      await page.getByTestId('language').selectOption('km');
      await expect(page.locator('html')).toHaveAttribute('lang', 'km');
      await drawn(page);
      await page.screenshot({ path: 'test-results/streets-khmer.png' });

      await page.getByTestId('theme').selectOption('dark');
      await expect.poll(() => colourAt(page, ROAD)).toBe('4a5158');
      await drawn(page);
      expect(await colourAt(page, FIELD)).toBe('14181c');
      expect(isRed(await colourAt(page, HAZARD))).toBe(true);
      await page.screenshot({ path: 'test-results/streets-dark.png' });

      // plain: as without any file, and the address keeps it
      await page.getByTestId('ground-plain').check();
      await expect.poll(() => colourAt(page, ROAD)).toBe('14181c');
      await expect(page).toHaveURL(/[?&]ground=plain/);
      await expect(page.locator('.maplibregl-ctrl-attrib')).toHaveCount(0);
      await page.reload();
      await drawn(page);
      await expect(page.getByTestId('ground-plain')).toBeChecked();
      expect(await colourAt(page, ROAD)).toBe('14181c');
      expect(isRed(await colourAt(page, HAZARD))).toBe(true);
      await page.getByTestId('ground-streets').check();
      await expect.poll(() => colourAt(page, ROAD)).toBe('4a5158');
      await expect(page).not.toHaveURL(/ground=/);

      // the page asked nobody but its own server
      expect(abroad).toEqual([]);

      // with a style of the deployment there are three, and that is the usual one
      const settings = await (await page.request.get(`${url}/api/settings`)).json();
      await page.route('**/api/settings', (route) => route.fulfill({ json: { ...settings, map_style_url: '/own/style.json' } }));
      const own = {
        version: 8,
        sources: { own: { type: 'geojson', data: { type: 'Point', coordinates: [0, 0] }, attribution: 'Survey of the realm' } },
        layers: [
          { id: 'sea', type: 'background', paint: { 'background-color': '#707274' } },
          { id: 'far', type: 'circle', source: 'own' },
        ],
      };
      await page.route('**/own/style.json', (route) => route.fulfill({ json: own }));
      await page.goto(`${url}/?programme=KHM&language=en&theme=light&view=${VIEW}&ground=streets`);
      await drawn(page);
      expect(await colourAt(page, ROAD)).toBe('bbb3a2');
      await page.getByTestId('ground-own').check();
      await expect.poll(() => colourAt(page, ROAD)).toBe('707274');
      await expect(page.getByText('Survey of the realm')).toBeVisible();
      await expect(page).not.toHaveURL(/ground=/);
      await drawn(page);
      expect(isRed(await colourAt(page, HAZARD))).toBe(true);
      await page.screenshot({ path: 'test-results/streets-own.png' });
      await page.getByTestId('ground-streets').check();
      await expect.poll(() => colourAt(page, ROAD)).toBe('bbb3a2');

      // what cannot be had is said, and what is asked for instead takes the words away
      const broken = await page.context().newPage();
      await broken.route('**/api/settings', (route) => route.fulfill({ json: { ...settings, map_style_url: '/own/none.json' } }));
      await broken.route('**/ground/**/*.mvt*', (route) => route.fulfill({ status: 503, json: { detail: 'gone' } }));
      await broken.goto(`${url}/?programme=KHM&language=en&theme=light&view=${VIEW}`);
      await expect(broken.getByText('The map style of this deployment (/own/none.json) could not be loaded')).toBeVisible();
      await drawn(broken);
      expect(await colourAt(broken, ROAD)).toBe('f6f5f1');
      await broken.getByTestId('ground-streets').check();
      await expect(broken.getByText('The street map does not answer')).toBeVisible();
      await expect(broken.getByText('could not be loaded')).toHaveCount(0);
      await broken.getByTestId('ground-plain').check();
      await expect(broken.getByText('The street map does not answer')).toHaveCount(0);

      // on a phone, and on another page
      await page.unroute('**/api/settings');
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(`${url}/?programme=KHM&language=en&theme=light&view=${VIEW}&legend=open`);
      await drawn(page);
      await expect(page.getByTestId('ground-streets')).toBeChecked();
      await page.screenshot({ path: 'test-results/streets-phone.png' });
      await page.setViewportSize({ width: 700, height: 480 });
      await page.goto(`${url}/embed?programme=KHM&language=en&theme=light&view=${VIEW}`);
      await drawn(page);
      expect(await colourAt(page, ROAD)).toBe('bbb3a2');
      await expect(page.getByText('© OpenStreetMap, tiny')).toBeVisible();
      await page.screenshot({ path: 'test-results/streets-embed.png' });
    },
    null,
    { MAP_PMTILES: files },
  );
});

test('without street maps nothing is to be chosen, and an address that asks for them is told so', async ({
  calmPage: page,
  small,
}) => {
  small.bring(join(folder, 'hazard.geojson'), 'KHM', '--as', 'hazardous-areas');
  await page.goto(`${small.url}/?programme=KHM&language=en&theme=light&view=${VIEW}&ground=streets`);
  await drawn(page);
  expect(await colourAt(page, ROAD)).toBe('f6f5f1');
  await expect(page.getByTestId('map-ground')).toHaveCount(0);
  await expect(page.getByTestId('ignored')).toContainText('ground=streets');
  await expect(page).not.toHaveURL(/ground=/);
});
