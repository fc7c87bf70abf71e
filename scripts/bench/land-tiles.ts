import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../server/database/database.ts';
import { findProgramme } from '../../server/places/queries.ts';
import { askForTile } from '../../server/tiles/queries.ts';
import { randomNumbers } from '../generate/belt.ts';
import { load, type Measured } from './clients.ts';
import { mapServer, type Tile, type TileServer } from './map-server.ts';
import { ms } from './words.ts';

const random = randomNumbers(11);
const ZOOMS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

/** A plain route to be ahead of: shapes from a stored column, one statement, nothing but shapes. @param drawn which of them; $1 is the zoom */
const plain = (drawn: string): string => `select ST_AsMVT(m, 'land', 4096, 'geom', 'id') as tile from (
  select ledger_span_id as id, face_id as face, state, from_day, to_day, area_m2, place, operator, ordnance_mask as ordnance, ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom
  from landclear.tile_span where ${drawn} and geom_3857 && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) offset 0) m where geom is not null`;
const [SAME_SHAPES, EVERY_SHAPE] = [plain('polygon_zoom <= $1'), plain('$1::integer >= 0')];

/** Tiles of the database over HTTP, neither kept nor packed: ours with cells and all, and plain ones. */
async function ownServers(database: Database): Promise<TileServer[]> {
  const { id } = await database.asAudience('manager', (query) => findProgramme(query, 'KHM'));
  const plainTile = async (statement: string, tile: number[]) =>
    (await database.asKeeper((query) => query<{ tile: Uint8Array }>(statement, tile)))[0]?.tile;
  const asks: [string, (tile: Tile) => Promise<Uint8Array | undefined>][] = [
    [
      'ours',
      (tile) =>
        database.asAudience('manager', askForTile('postgis', { layer: 'land', programmeId: id, tile, dataVersion: null })),
    ],
    // below z10 hardly any shape is drawn as itself: ours then shows the others as cells, this one drops them
    ['plain, the same shapes', ({ z, x, y }) => plainTile(SAME_SHAPES, [z, x, y])],
    ['plain, every shape', ({ z, x, y }) => plainTile(EVERY_SHAPE, [z, x, y])],
  ];
  return Promise.all(
    asks.map(async ([name, ask]) => {
      const server = createServer((request, response) => {
        const [z, x, y] = (request.url ?? '').slice(1).split('/').map(Number) as [number, number, number];
        ask({ z, x, y }).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(500).end(),
        );
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const { port } = server.address() as AddressInfo;
      return { name, urlOf: ({ z, x, y }: Tile) => `http://127.0.0.1:${port}/${z}/${x}/${y}`, stop: () => void server.close() };
    }),
  );
}

/** Tiles that are not kept, over the whole programme, with 1 and with 8 clients: a line each, median and p99 by zoom. */
export async function landTiles(database: Database, name: string): Promise<{ clients: number; said: string }[]> {
  const others = await mapServer(name, ZOOMS);
  const servers = [...(await ownServers(database)), ...(others === null ? [] : [others])];
  const tilesOf = new Map(
    ZOOMS.map((z) => [z, Array.from({ length: 200 }, () => tileAt(102.5 + random() * 5, 11 + random() * 3, z))]),
  );
  const lines: { clients: number; said: string }[] = [];
  for (const clients of [1, 8]) {
    const said: string[] = [];
    for (const [z, tiles] of tilesOf) {
      const measured: [string, Measured][] = [];
      for (const { name, urlOf } of servers) measured.push([name, await load({ urls: tiles.map(urlOf), clients, seconds: 1 })]);
      said.push(`z${z} ${measured.map(([name, { median, p99 }]) => `${name} ${ms(median)}/${ms(p99)}`).join(', ')}`);
    }
    lines.push({ clients, said: said.join('; ') });
  }
  for (const { stop } of servers) stop();
  return lines;
}

function tileAt(longitude: number, latitude: number, z: number): Tile {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const x = Math.floor(((longitude + 180) / 360) * 2 ** z);
  return { z, x, y: Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z) };
}
