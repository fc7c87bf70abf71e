import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { belt, beltFile } from '../../scripts/generate/belt.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHARED = process.env.LANDCLEAR_SHARED_DATA ?? join(ROOT, '../shared/data');

/** Real minefields where the test data is present, else a generated belt: the page must work on both. */
export const isReal = existsSync(join(SHARED, 'bih-west'));

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

function generatedFiles(folder: string): { hazards: string; releases: string; accidents: string } {
  const records = belt(300, 3);
  const files = {
    hazards: join(folder, 'hazards.geojson'),
    releases: join(folder, 'releases.geojson'),
    accidents: join(folder, 'accidents.geojson'),
  };
  writeFileSync(files.hazards, beltFile(records, 'hazardous_area'));
  writeFileSync(files.releases, beltFile(records, 'land_release'));
  const accidents = records.slice(0, 60).map(({ key, day, ring }) => ({
    type: 'Feature',
    properties: { id: `A${key}`, date: day },
    geometry: { type: 'Point', coordinates: ring[0] },
  }));
  writeFileSync(files.accidents, JSON.stringify({ type: 'FeatureCollection', features: accidents }));
  return files;
}

/** Imports a file as a user does. */
export function importFile(environment: NodeJS.ProcessEnv, file: string, programme: string, ...options: string[]): void {
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/import.ts', file, '--programme', programme, ...options], {
    cwd: ROOT,
    env: environment,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`Import of ${file} failed:\n${done.stdout}\n${done.stderr}`);
}

interface Landclear {
  url: string;
}

/** A server to which tests bring their own files, all of a worker to the same: each file of tests has programmes of its own. */
export interface Small extends Landclear {
  folder: string;
  /** @throws Error where another file of tests has imported into this programme. */
  bring: (file: string, programme: string, ...options: string[]) => void;
}

function smallServer(url: string, environment: NodeJS.ProcessEnv, folder: string): Small {
  const owners = new Map<string, string>();
  return {
    url,
    folder,
    bring: (file, programme, ...options) => {
      const asking = test.info().file;
      const owner = owners.get(programme) ?? asking;
      if (owner !== asking) throw new Error(`${programme} belongs to the tests of ${owner}; take another programme.`);
      owners.set(programme, owner);
      importFile(environment, file, programme, ...options);
    },
  };
}

/**
 * Starts the server as a user does, on an embedded database of its own; `use` has its address and its environment.
 * @param meanwhile gets the address as soon as the server listens, while it still loads.
 * @param settings of the environment, beside those of every server.
 */
export async function withServer(
  demo: boolean,
  use: (url: string, environment: NodeJS.ProcessEnv, folder: string) => Promise<void>,
  meanwhile: ((url: string) => Promise<void>) | null = null,
  settings: NodeJS.ProcessEnv = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'landclear-e2e-'));
  const port = await freePort();
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    DEMO: demo ? '1' : '0',
    ...settings,
  };
  delete environment.DATABASE_URL;
  const server: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], { cwd: ROOT, env: environment });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  server.stdout?.on('data', hear);
  server.stderr?.on('data', hear);
  try {
    if (meanwhile !== null) {
      await expect
        .poll(
          () =>
            fetch(`http://127.0.0.1:${port}/healthz`).then(
              ({ ok }) => ok,
              () => false,
            ),
          { timeout: 30_000 },
        )
        .toBe(true);
      await meanwhile(`http://127.0.0.1:${port}`);
    }
    await expect.poll(() => said, { timeout: 200_000 }).toContain('Landclear is ready');
    await use(`http://127.0.0.1:${port}`, environment, folder);
  } finally {
    const ended = new Promise((resolveEnd) => server.once('exit', resolveEnd));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `landclear`: hazards, releases and accidents imported through the running server. `demo`: what a first start shows. */
export const test = base.extend<{ calmPage: Page }, { landclear: Landclear; demo: Landclear; small: Small }>({
  landclear: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    ({}, use) =>
      withServer(false, async (url, environment, folder) => {
        const bih = (name: string) => join(SHARED, 'bih-west', name);
        const files = isReal
          ? {
              hazards: bih('suspect_areas_simplyfied.geojson'),
              releases: bih('cleared_areas_simplyfied.geojson'),
              accidents: bih('incidents.geojson'),
            }
          : generatedFiles(folder);
        importFile(
          environment,
          files.hazards,
          'BIH',
          '--as',
          'hazardous-areas',
          '--kind',
          'SHA',
          '--snapshot-date',
          '2024-07-31',
        );
        importFile(
          environment,
          files.releases,
          'BIH',
          '--as',
          'land-releases',
          '--method',
          'cleared',
          '--snapshot-date',
          '2024-07-31',
        );
        importFile(environment, files.accidents, 'BIH', '--as', 'accidents', '--snapshot-date', '2024-07-31');
        await use({ url });
      }),
    { scope: 'worker', timeout: 240_000 },
  ],

  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    ({}, use) => withServer(true, (url) => use({ url })),
    { scope: 'worker', timeout: 240_000 },
  ],

  small: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    ({}, use) => withServer(false, (url, environment, folder) => use(smallServer(url, environment, folder))),
    { scope: 'worker', timeout: 240_000 },
  ],

  /** A page that fails the test on any console error, warning of ours or uncaught exception. */
  calmPage: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      // what the software renderer says about itself
      const isDriver = text.includes('GL Driver Message') || text.includes('luma.gl: Binding weightsTexture');
      if (message.type() === 'error' || (message.type() === 'warning' && !isDriver)) complaints.push(text);
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** A server on an empty database without the demo. */
export const startEmpty = (use: (url: string) => Promise<void>): Promise<void> => withServer(false, (url) => use(url));

/** Waits until the map has drawn the date that the page shows. */
export async function drawn(page: Page): Promise<void> {
  await expect(page.locator('[data-testid=map][data-idle]')).toBeVisible({ timeout: 40_000 });
}

/** Share of the map's pixels that are not the colours of ground and sea: what is drawn on it. */
export async function inkOnMap(page: Page): Promise<number> {
  const shot = await page.getByTestId('map').screenshot();
  return page.evaluate(async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    // right of the panel, above the legend's usual place
    const [left, top, width, height] = [
      image.width > 720 ? 400 : 0,
      0,
      image.width > 720 ? image.width - 700 : image.width,
      Math.floor(image.height * 0.7),
    ];
    const { data } = context.getImageData(left, top, width, height);
    let coloured = 0;
    for (let index = 0; index < data.length; index += 4) {
      const [red, green, blue] = [data[index] as number, data[index + 1] as number, data[index + 2] as number];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) coloured += 1;
    }
    return coloured / (data.length / 4);
  }, shot.toString('base64'));
}
