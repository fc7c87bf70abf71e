import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { Readiness } from '../readiness.ts';
import { decode } from '../tiles/testing.ts';
import { openStreetMaps } from './archives.ts';
import { PROTOMAPS, tinyArchive, tinyTile } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'landclear-ground-'));
afterAll(() => rmSync(folder, { recursive: true }));

const road = tinyTile({
  roads: [
    {
      type: 'line',
      points: [
        [0, 2048],
        [4096, 2048],
      ],
      properties: { kind: 'major_road', name: 'Road 5' },
    },
  ],
});
const tiles = [
  { z: 0, x: 0, y: 0, bytes: road },
  { z: 2, x: 3, y: 1, bytes: road },
];
const bounds: [number, number, number, number] = [102, 10, 108, 15];
const good = tinyArchive({ tiles, bounds });

function file(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A server before there is a database, with these files, and what it says of them. */
async function serverWith(...paths: string[]) {
  const streets = await openStreetMaps(paths);
  const app = await buildApp({ readiness: new Readiness(), streets });
  const ask = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: '127.0.0.1:3000', ...headers } });
  return { app, ask, sentences: streets.sentences };
}

describe('a street map', () => {
  it('is answered tile by tile, packed as it is kept, without a database', async () => {
    const { app, ask, sentences } = await serverWith(file('Battambang west.pmtiles', good));
    expect(sentences).toEqual([]);
    const settings = (await ask('/api/settings')).json();
    expect(settings).toMatchObject({ street_maps: ['/ground/Battambang-west.json'], street_maps_refused: [] });
    const said = (await ask(settings.street_maps[0])).json();
    expect(said).toMatchObject({ attribution: PROTOMAPS.attribution, minzoom: 0, maxzoom: 2, bounds });
    const address = new URL(said.tiles[0].replace('{z}/{x}/{y}', '2/3/1'));
    const tile = `${address.pathname}${address.search}`;
    const packed = await ask(tile, { 'accept-encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/vnd.mapbox-vector-tile',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(decode(gunzipSync(packed.rawPayload)).roads?.[0]).toMatchObject({
      properties: { kind: 'major_road', name: 'Road 5' },
      rings: [
        [
          { x: 0, y: 2048 },
          { x: 4096, y: 2048 },
        ],
      ],
    });
    const plain = await ask(tile);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers.etag).not.toBe(packed.headers.etag);
    expect(plain.rawPayload.equals(road)).toBe(true);
    const again = await ask(tile, { 'accept-encoding': 'gzip', 'if-none-match': packed.headers.etag as string });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    // another version of the file is not kept for this one
    expect((await ask(`${address.pathname}?version=old`)).headers['cache-control']).toBe('no-cache');
    await app.close();
  });

  it('is empty where it has no tile; what can be no tile is refused, as is a map that is not here', async () => {
    const { app, ask } = await serverWith(file('small.pmtiles', good));
    for (const empty of ['2/0/0', '14/3/1']) {
      const answer = await ask(`/ground/small/${empty}.mvt`);
      expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 0]);
    }
    expect((await ask('/ground/small/2/4/1.mvt')).json()).toMatchObject({ status: 400, field: 'x' });
    expect((await ask('/ground/small/27/4/1.mvt')).json()).toMatchObject({ status: 400, field: 'z' });
    expect((await ask('/ground/large/2/3/1.mvt')).json()).toMatchObject({
      status: 404,
      detail: 'There is no street map large; there are: small.',
    });
    await app.close();
  });

  it('may be so large that its directory has others below it', async () => {
    const { app, ask } = await serverWith(file('large.pmtiles', tinyArchive({ tiles, hasLeaf: true })));
    expect((await ask('/ground/large/2/3/1.mvt')).rawPayload.equals(road)).toBe(true);
    expect((await ask('/ground/large/2/0/0.mvt')).rawPayload.length).toBe(0);
    await app.close();
  });

  it('may lie in several files, of the same name too; one named twice is one', async () => {
    mkdirSync(join(folder, 'other'));
    const [one, other] = [file('twin.pmtiles', good), file('other/twin.pmtiles', good)];
    const { app, ask } = await serverWith(one, other, one);
    expect((await ask('/api/settings')).json().street_maps).toEqual(['/ground/twin.json', '/ground/twin-2.json']);
    expect((await ask('/ground/twin-2/0/0/0.mvt')).rawPayload.equals(road)).toBe(true);
    await app.close();
  });

  it('whose tiles are not compressed is answered as it is; one that names no source is OpenStreetMap’s', async () => {
    const metadata = { vector_layers: PROTOMAPS.vector_layers };
    const { app, ask } = await serverWith(file('plain.pmtiles', tinyArchive({ tiles, tileCompression: 1, metadata })));
    const answer = await ask('/ground/plain/0/0/0.mvt', { 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.rawPayload.equals(road)).toBe(true);
    expect((await ask('/ground/plain.json')).json().attribution).toContain('OpenStreetMap');
    await app.close();
  });

  it('that is written over while it is served is said to be unreadable, and the others go on', async () => {
    const leaving = file('leaving.pmtiles', tinyArchive({ tiles, tileCompression: 2 }));
    const { app, ask } = await serverWith(leaving, file('staying.pmtiles', good));
    writeFileSync(leaving, 'gone');
    expect((await ask('/ground/leaving/0/0/0.mvt')).json()).toMatchObject({ status: 503, title: 'Street map unreadable' });
    expect((await ask('/ground/staying/0/0/0.mvt')).statusCode).toBe(200);
    await app.close();
  });
});

const picture = Buffer.from('89504e470d0a1a0a', 'hex');
const openMapTiles = {
  vector_layers: [
    { id: 'transportation', fields: { class: 'String' } },
    { id: 'water', fields: {} },
  ],
};
const otherRoads = { vector_layers: [{ id: 'roads', fields: { highway: 'String' } }] };
const damaged = Buffer.from(good);
damaged.fill(0x55, 127, 150);

describe.each([
  ['is not there', null, 'missing', 'is not there; give the path of a PMTiles archive'],
  ['is something else', Buffer.from('SQLite format 3\0'), 'not_pmtiles', 'is no PMTiles archive of version 3'],
  ['is empty', Buffer.alloc(0), 'not_pmtiles', 'is no PMTiles archive'],
  ['is of an older version', Buffer.from('PM\x02\0aaaaaaaaa'), 'not_pmtiles', 'is no PMTiles archive of version 3'],
  ['ends within its header', good.subarray(0, 60), 'damaged', 'is cut off or damaged'],
  ['ends within its tiles', good.subarray(0, good.length - 5), 'damaged', `is cut off: it should have ${good.length} bytes`],
  ['has a directory that is none', damaged, 'damaged', 'its directory cannot be read'],
  [
    'has pictures',
    tinyArchive({ tiles: [{ z: 0, x: 0, y: 0, bytes: picture }], tileType: 2, tileCompression: 1 }),
    'raster',
    'has pictures (PNG), not vector tiles',
  ],
  ['is packed in another way', tinyArchive({ tiles, tileCompression: 4 }), 'encoding', 'compressed with gzip'],
  [
    'has another schema',
    tinyArchive({ tiles, metadata: openMapTiles }),
    'schema',
    'has the layers transportation, water, not the',
  ],
  ['has roads of another schema', tinyArchive({ tiles, metadata: otherRoads }), 'schema', 'has the layers roads, not the schema'],
  ['says nothing of its layers', tinyArchive({ tiles, metadata: [] }), 'schema', 'names no layers'],
] as const)('a file that %s', (_, bytes, reason, words) => {
  it(`is refused in one sentence (${words}); the page is told, and other files are served`, async () => {
    const path = bytes === null ? join(folder, 'nowhere.pmtiles') : file(`bad-${reason}.pmtiles`, bytes);
    const { app, ask, sentences } = await serverWith(path, file('beside.pmtiles', good));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^MAP_PMTILES: \/.*\.pmtiles .*\. The map is shown without it\.$/);
    expect(sentences[0]).toContain(`${path} `);
    expect(sentences[0]).toContain(words);
    expect((await ask('/api/settings')).json()).toMatchObject({
      street_maps: ['/ground/beside.json'],
      street_maps_refused: [{ file: path.split('/').at(-1), reason }],
    });
    await app.close();
  });
});

it('a folder is no street map', async () => {
  const { refused, sentences } = await openStreetMaps([folder]);
  expect(refused).toEqual([{ file: folder.split('/').at(-1), reason: 'missing' }]);
  expect(sentences[0]).toContain('is no file');
});
