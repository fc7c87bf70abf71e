import type { Page } from '@playwright/test';
import { decode, tileHolding } from '../../server/tiles/testing.ts';
import { drawn, expect, inkOnMap, test } from './server.ts';

/** Pixels of a screenshot of the map around its middle, 200 × 80 CSS pixels: 1 where there is ink as dark as a name. */
async function inkInTheMiddle(page: Page): Promise<{ across: number; ink: number[] }> {
  const { width, height } = page.viewportSize() as { width: number; height: number };
  const box = (await page.getByTestId('map').boundingBox()) as { x: number; y: number; width: number; height: number };
  expect([width, height]).toEqual([1440, 900]);
  const clip = { x: box.x + box.width / 2 - 100, y: box.y + box.height / 2 - 40, width: 200, height: 80 };
  const shot = await page.screenshot({ clip });
  return page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const ink: number[] = [];
    for (let index = 0; index < data.length; index += 4)
      ink.push(Math.max(0, 235 - ((data[index] as number) + (data[index + 1] as number) + (data[index + 2] as number)) / 3));
    return { across: image.width, ink };
  }, shot.toString('base64'));
}

/** Best likeness of the ink to a text drawn by the browser itself at 12 px, from 0 to 1, wherever in the picture. */
const likeness = (page: Page, seen: { across: number; ink: number[] }, text: string): Promise<number> =>
  page.evaluate(
    async ([{ across, ink }, words]) => {
      const font = '12px "Noto Sans", "Noto Sans Khmer"';
      await document.fonts.load(font, words);
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.font = font;
      canvas.width = Math.ceil(context.measureText(words).width) + 4;
      canvas.height = 20;
      context.font = font;
      context.fillText(words, 2, 14);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const wanted = Array.from({ length: canvas.width * canvas.height }, (_, index) => data[index * 4 + 3] as number);
      const down = ink.length / across;
      let best = 0;
      for (let top = 0; top + canvas.height <= down; top += 1) {
        for (let left = 0; left + canvas.width <= across; left += 1) {
          let [product, one, other] = [0, 0, 0];
          for (let index = 0; index < wanted.length; index += 1) {
            const here = ink[(top + Math.floor(index / canvas.width)) * across + left + (index % canvas.width)] as number;
            const there = wanted[index] as number;
            product += here * there;
            one += here * here;
            other += there * there;
          }
          best = Math.max(best, product / Math.sqrt(one * other || 1));
        }
      }
      return best;
    },
    [seen, text] as const,
  );

/** View with the name of a province in the middle of the map, at a zoom. */
async function viewOf(page: Page, url: string, code: string, zoom: number): Promise<string> {
  const tile = tileHolding(zoom, 104, 12.6);
  for (let x = tile.x - 2; x <= tile.x + 2; x += 1) {
    for (let y = tile.y - 2; y <= tile.y + 2; y += 1) {
      const answer = await page.request.get(`${url}/tiles/places/${zoom}/${x}/${y}.mvt?programme=XKH`);
      const label = decode(await answer.body()).places_label?.find(({ properties }) => properties.code === code);
      const at = label?.rings[0]?.[0];
      if (at === undefined) continue;
      const [worldX, worldY] = [(x + at.x / 4096) / 2 ** zoom, (y + at.y / 4096) / 2 ** zoom];
      const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * worldY))) * 180) / Math.PI;
      return `${zoom}/${latitude.toFixed(4)}/${(worldX * 360 - 180).toFixed(4)}`;
    }
  }
  throw new Error(`No tile names ${code}.`);
}

test('provinces are named in the user’s language, and change with it without a new map', async ({ calmPage: page, demo }) => {
  const view = await viewOf(page, demo.url, 'KH-15', 7);
  await page.goto(`${demo.url}/?programme=XKH&language=en&view=${view}`);
  await drawn(page);
  const english = await inkInTheMiddle(page);
  expect(await likeness(page, english, 'Pursat')).toBeGreaterThan(0.75);
  expect(await likeness(page, english, 'ពោធិ៍សាត់')).toBeLessThan(0.7);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByTestId('language').selectOption('km');
  await expect(page.locator('html')).toHaveAttribute('lang', 'km');
  await drawn(page);
  const both = await inkInTheMiddle(page);
  // shaped by the browser itself, so that a vowel stands where it belongs; a name of another province is not there
  const khmer = await likeness(page, both, 'ពោធិ៍សាត់');
  expect(khmer).toBeGreaterThan(0.75);
  expect(await likeness(page, both, 'Pursat')).toBeGreaterThan(0.75);
  for (const other of ['ព្រះវិហារ', 'កំពង់ធំ', 'បាត់ដំបង'])
    expect(khmer - (await likeness(page, both, other)), other).toBeGreaterThan(0.05);
  expect(asked.filter((path) => path.startsWith('/tiles/') || path.includes('basemap'))).toEqual([]);
});

test('near by a province has both names, whatever the language; no glyphs are asked for', async ({ calmPage: page, demo }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${demo.url}/?programme=XKH&language=fr&theme=light&view=${await viewOf(page, demo.url, 'KH-15', 9)}`);
  await drawn(page);
  const seen = await inkInTheMiddle(page);
  for (const name of ['Pursat', 'ពោធិ៍សាត់']) expect(await likeness(page, seen, name)).toBeGreaterThan(0.75);
  expect(
    asked.filter((url) => url.includes('.pbf') || !url.startsWith(demo.url)).filter((url) => !/^(data|blob):/.test(url)),
  ).toEqual([]);
});

test('without WebGL a picture shows the land, follows the date and says what it is', async ({ page, demo }) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : original.call(this, kind as '2d', ...rest);
    } as typeof original;
  });
  await page.goto(`${demo.url}/?programme=XKH&language=en`);
  await expect(page.getByText('This browser cannot draw the map')).toBeVisible();
  const picture = page.getByRole('img', { name: /Picture of the land by state in Cambodia.* on \d+ \w+ \d+/ });
  await expect(picture).toBeVisible();
  const now = await inkOnMap(page);
  expect(now).toBeGreaterThan(0.01);
  await page.getByTestId('slider').press('Home');
  await expect(picture).toHaveAccessibleName(/ 1 Jan 1992/);
  expect(await inkOnMap(page)).toBeLessThan(now / 4);
});

test('until the map is drawn a picture stands in its place', async ({ calmPage: page, demo }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/assets/view-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${demo.url}/?programme=XKH`);
  await expect(page.getByTestId('picture')).toBeVisible();
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
  release();
  await drawn(page);
  await expect(page.getByTestId('picture')).toHaveCount(0);
  expect(await inkOnMap(page)).toBeGreaterThan(0.01);
});

/** A deployment that chose a style; what is at its address. */
async function chooseStyle(page: Page, style: object | null): Promise<void> {
  await page.route('**/api/settings', (route) => route.fulfill({ json: { map_style_url: '/own/style.json' } }));
  await page.route('**/own/style.json', (route) =>
    style === null ? route.fulfill({ status: 404, body: 'none' }) : route.fulfill({ json: style }),
  );
}

/** Colour of the map where nothing is drawn: top right, beside the buttons. */
async function colourOfGround(page: Page): Promise<number[]> {
  const shot = await page.screenshot({ clip: { x: 1130, y: 20, width: 4, height: 4 } });
  return page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    return [...context.getImageData(1, 1, 1, 1).data.slice(0, 3)];
  }, shot.toString('base64'));
}

const OWN = {
  version: 8,
  // names that are ours too, and glyphs that do not answer
  glyphs: '/own/{fontstack}/{range}.pbf',
  sources: { land: { type: 'geojson', data: { type: 'Point', coordinates: [0, 0] }, attribution: 'Survey of the realm' } },
  layers: [
    { id: 'sea', type: 'background', paint: { 'background-color': '#707274' } },
    { id: 'places', type: 'circle', source: 'land' },
  ],
};

test('a style of the deployment is the ground; land and names lie on it, and its source is named', async ({
  calmPage: page,
  demo,
}) => {
  await chooseStyle(page, OWN);
  await page.goto(`${demo.url}/?programme=XKH&language=en`);
  await drawn(page);
  expect(await colourOfGround(page)).toEqual([0x70, 0x72, 0x74]);
  expect(await inkOnMap(page)).toBeGreaterThan(0.02);
  await expect(page.getByText('Survey of the realm')).toBeVisible();
  await expect(page.getByText('could not be loaded')).toHaveCount(0);
  // another scheme keeps it
  await page.getByTestId('theme').selectOption('dark');
  await drawn(page);
  expect(await colourOfGround(page)).toEqual([0x70, 0x72, 0x74]);
});

for (const [what, style] of [
  ['is not there', null],
  ['is no style', { hello: 'world' }],
  ['draws what no map can', { version: 8, sources: {}, layers: [{ id: 'x', type: 'hologram' }] }],
] as const) {
  test(`a style of the deployment that ${what}: the basemap that ships, and one sentence`, async ({ page, demo }) => {
    await chooseStyle(page, style);
    await page.goto(`${demo.url}/?programme=XKH&language=en&theme=light`);
    await expect(page.getByText('The map style of this deployment (/own/style.json) could not be loaded')).toBeVisible();
    await drawn(page);
    expect(await inkOnMap(page)).toBeGreaterThan(0.02);
    expect(await colourOfGround(page)).not.toEqual([0, 0, 0]);
  });
}
