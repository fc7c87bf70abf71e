import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as turf from '@turf/turf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belt } from '../../scripts/generate/belt.ts';
import type { Database } from '../database/database.ts';
import { isOneStatement } from '../database/one-trip.ts';
import { openTestDatabase } from '../database/testing.ts';
import { MILLISECONDS_A_DAY } from '../engine/days.ts';
import { box, hazard, type LandRecord, release, Story } from '../land/testing/story.ts';
import type { TileLayer } from '../vocabulary.ts';
import { BUFFER, boundsOf, EXTENT, type Tile, WORLD } from './grid.ts';
import { askForTile, tileOf } from './queries.ts';
import { type Drawn, decode, tileHolding } from './testing.ts';

/** Twice the area, positive for a shell. */
const area = (ring: { x: number; y: number }[]) =>
  ring.reduce((sum, point, index) => {
    const before = ring[(index + ring.length - 1) % ring.length] as { x: number; y: number };
    return sum + before.x * point.y - point.x * before.y;
  }, 0);

/** A triangle some 600 m long and a metre high. */
const flat = (latitude: number): [number, number][] => [
  [103.252, latitude],
  [103.255, latitude + 0.00001],
  [103.258, latitude],
  [103.252, latitude],
];

describe('vector tiles', () => {
  let database: Database;
  let story: Story;
  let hazards: LandRecord[];

  beforeAll(async () => {
    database = await openTestDatabase();
    story = await Story.begin(database);
    const records = belt(160, 7).map(
      (record): LandRecord =>
        record.type === 'hazardous_area'
          ? hazard(record.key, [[record.ring]], { kind: record.kind as 'SHA', recorded: record.day })
          : release(record.key, [[record.ring]], record.kind as 'cleared', { completed: record.day }),
    );
    // what tends to get lost: tiny, thin, holed, two parts far apart, on a tile border
    records.push(
      hazard(
        'tiny',
        [
          [
            [
              [103.5, 13.5],
              [103.500001, 13.5],
              [103.500001, 13.500001],
              [103.5, 13.500001],
              [103.5, 13.5],
            ],
          ],
        ],
        { recorded: '2001-01-01' },
      ),
      hazard(
        'thin',
        [
          [
            [
              [103.6, 13.5],
              [103.7, 13.5],
              [103.7, 13.500001],
              [103.6, 13.5000005],
              [103.6, 13.5],
            ],
          ],
        ],
        { recorded: '2001-01-01' },
      ),
      hazard(
        'holed',
        [[...(box(0, 0, 9, 9)[0] as []), ...(box(3, 3, 2, 2)[0] as [number, number][][]).map((ring) => [...ring].reverse())]],
        { recorded: '2001-01-01' },
      ),
      hazard('parts', [...box(100, 100, 2, 2), ...box(900, 300, 3, 3)], { recorded: '2001-01-01' }),
      // snapped to tile units, the second part and the hole are lines with three points
      hazard('flat', [[...(box(250, 50, 9, 9)[0] as []), flat(13.0555)], [flat(13.0655)]], { recorded: '2001-01-01' }),
      hazard(
        'border',
        [
          [
            [
              [102.65, 13.9],
              [102.66, 13.9],
              [102.66, 13.91],
              [102.65, 13.91],
              [102.65, 13.9],
            ],
          ],
        ],
        { kind: 'CHA' },
      ),
    );
    hazards = records.filter((record) => record.type === 'hazardous_area');
    await story.write(records);
    await database.asKeeper((query) =>
      query(
        `insert into accident (programme_id, record_key, import_batch_id, snapshot_day, point, killed_count, content_hash)
         select $1, 'A' || number, (select max(import_batch_id) from import_batch), '2024-01-01', ST_SetSRID(ST_MakePoint(103 + number * 0.01, 13), 4326), 1, 'x'
         from generate_series(1, 40) number`,
        [story.programmeId],
      ),
    );
  });
  afterAll(() => database.close());

  const asked = (layer: TileLayer, at: Tile) =>
    askForTile(database.kind, { layer, programmeId: story.programmeId, tile: at, dataVersion: null });
  const tile = async (layer: TileLayer, at: Tile) => decode(await database.asAudience('manager', asked(layer, at)));

  /** All tiles of a zoom that hold something. */
  const tilesOf = async (z: number): Promise<Tile[]> => {
    const points = await database.asAudience('manager', (query) =>
      query<{ west: number; south: number; east: number; north: number }>(
        `select ST_XMin(geom) as west, ST_YMin(geom) as south, ST_XMax(geom) as east, ST_YMax(geom) as north from face where programme_id = $1`,
        [story.programmeId],
      ),
    );
    const tiles = new Map<string, Tile>();
    for (const { west, south, east, north } of points) {
      const [first, last] = [tileHolding(z, west, north), tileHolding(z, east, south)];
      for (let x = first.x; x <= last.x; x += 1) for (let y = first.y; y <= last.y; y += 1) tiles.set(`${x} ${y}`, { z, x, y });
    }
    return [...tiles.values()];
  };

  it.each([0, 3, 6, 8, 9, 10, 11, 12])('at zoom %i every hazard is there: as itself or counted once in a cell', async (z) => {
    const shapes = new Set<number>();
    let counted = 0;
    let squareMetres = 0;
    let cellsSquareMetres = 0;
    for (const at of await tilesOf(z)) {
      const { hazardous_areas = [], hazardous_areas_grid = [] } = await tile('hazardous_areas', at);
      for (const { id, rings } of hazardous_areas) {
        shapes.add(id);
        expect(rings.length).toBeGreaterThan(0);
      }
      for (const { properties } of hazardous_areas_grid) {
        counted += properties.count as number;
        squareMetres += (properties.m2 as number | undefined) ?? 0;
      }
      const { land_grid = [] } = await tile('land', at);
      for (const { properties } of land_grid)
        cellsSquareMetres += ((properties.m2 as number) ?? 0) + ((properties.outside_m2 as number) ?? 0);
    }
    const [small] = await database.asAudience('manager', (query) =>
      query<{ count: number; m2: number; face_m2: number }>(
        `select count(*) filter (where polygon_zoom > $2)::integer as count, coalesce(sum(area_m2) filter (where polygon_zoom > $2), 0)::float8 as m2,
           (select coalesce(sum(area_m2), 0) from face where programme_id = $1 and polygon_zoom > $2)::float8 as face_m2
         from hazardous_area where programme_id = $1`,
        [story.programmeId, z],
      ),
    );
    expect(counted).toBe(small?.count);
    expect(squareMetres).toBeCloseTo(small?.m2 ?? 0, 1);
    expect(cellsSquareMetres).toBeCloseTo(small?.face_m2 ?? 0, 1);
    expect(shapes.size + counted).toBe(hazards.length);
  });

  it('distinct ids of a tile are those whose shape meets its buffered envelope', async () => {
    const faces = await database.asAudience('manager', (query) =>
      query<{ ids: number[]; geometry: string }>(
        `select array_agg(ledger_span_id) as ids, ST_AsGeoJSON(geom_3857) as geometry from face join ledger_span using (face_id)
         where face.programme_id = $1 group by face_id, geom_3857`,
        [story.programmeId],
      ),
    );
    for (const at of [...(await tilesOf(12)), ...(await tilesOf(14)).slice(0, 60)]) {
      const { west, south, size } = boundsOf(at);
      const margin = (size * BUFFER) / EXTENT;
      const envelope = turf.bboxPolygon([west - margin, south - margin, west + size + margin, south + size + margin]);
      const expected = faces
        .filter(({ geometry }) => turf.booleanIntersects(JSON.parse(geometry), envelope))
        .flatMap(({ ids }) => ids);
      const { land = [] } = await tile('land', at);
      expect([...new Set(land.map(({ id }) => id))].sort()).toEqual([...new Set(expected)].sort());
    }
  });

  it('shells and holes are turned as the specification says', async () => {
    const { land = [] } = await tile('land', tileHolding(12, 103.0045, 13.0045));
    const holed = land.find(({ rings }) => rings.length === 2);
    expect(holed).toBeDefined();
    expect(area(holed?.rings[0] ?? [])).toBeGreaterThan(0);
    expect(area(holed?.rings[1] ?? [])).toBeLessThan(0);
  });

  it('no ring of a tile is without area, also where a part or a hole collapses beside what is drawn', async () => {
    let holed = 0;
    for (const z of [8, 10, 11, 12, 13, 14]) {
      const { land = [], hazardous_areas = [] } = {
        ...(await tile('land', tileHolding(z, 103.2545, 13.0545))),
        ...(await tile('hazardous_areas', tileHolding(z, 103.2545, 13.0545))),
      };
      for (const { rings } of [...land, ...hazardous_areas]) {
        expect(rings.length).toBeGreaterThan(0);
        expect(rings.map(area)).not.toContain(0);
        if (rings.length > 1) holed += 1;
      }
    }
    expect(holed).toBeGreaterThan(0);
  });

  it('carries what the slider needs', async () => {
    const { land = [] } = await tile('land', tileHolding(12, 102.655, 13.905));
    const border = land.find(({ properties }) => properties.undated === true);
    expect(border?.properties).toMatchObject({
      state: 'confirmed',
      from_day: Date.parse('2024-07-31') / MILLISECONDS_A_DAY,
      to_day: 2147483647,
    });
    expect(border?.properties.area_m2).toBeGreaterThan(1e6);
  });

  it('accidents are cells far out and points near by; none is lost', async () => {
    const far = await tile('accidents', { z: 0, x: 0, y: 0 });
    expect((far.accidents_grid ?? []).reduce((sum, { properties }) => sum + (properties.count as number), 0)).toBe(40);
    const near = await tile('accidents', tileHolding(8, 103.2, 13));
    expect(near.accidents?.length).toBe(40);
  });

  it('a point a hand beyond the buffer of a tile breaks nothing', async () => {
    const at = tileHolding(14, 104.9, 12.1);
    const { west, south, size } = boundsOf(at);
    const [x, y] = [west - (size * BUFFER) / EXTENT - 0.1, south + size / 2];
    await database.asKeeper((query) =>
      query(
        `insert into accident (programme_id, record_key, import_batch_id, snapshot_day, point, content_hash)
         select $1, 'edge', (select max(import_batch_id) from import_batch), '2024-01-01',
           ST_Transform(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 3857), 4326), 'x'`,
        [story.programmeId, x, y],
      ),
    );
    const { accidents = [] } = await tile('accidents', at);
    for (const { rings } of accidents) expect(rings.flat()).toEqual([{ x: -BUFFER, y: EXTENT / 2 }]);
  });

  it('what this program encodes itself is what PostGIS encodes', async ({ skip }) => {
    if (database.kind !== 'postgis') skip('ST_AsMVT is only on PostGIS');
    for (const at of [{ z: 0, x: 0, y: 0 }, tileHolding(9, 103.5, 13.5), ...(await tilesOf(12)).slice(0, 12)]) {
      for (const layer of ['land', 'hazardous_areas', 'land_releases', 'accidents'] as const) {
        const [ours, theirs] = (await Promise.all(
          (['embedded', 'postgis'] as const).map((kind) =>
            database.asAudience('manager', (query) => tileOf(query, kind, layer, story.programmeId, at)),
          ),
        )) as [Uint8Array, Uint8Array];
        const [own, reference] = [decode(ours), decode(theirs)];
        for (const name of new Set([...Object.keys(own), ...Object.keys(reference)])) {
          const plain = (features: Drawn[] = []) =>
            features.map(({ id, properties }) => ({ id, properties })).sort((a, b) => a.id - b.id);
          expect(plain(own[name]), `${name} ${JSON.stringify(at)}`).toEqual(plain(reference[name]));
          for (const feature of own[name] ?? []) {
            const other = reference[name]?.find(({ id }) => id === feature.id);
            const points = (drawn?: Drawn) => new Set((drawn?.rings ?? []).flat().map(({ x, y }) => `${x} ${y}`));
            expect(points(feature)).toEqual(points(other));
          }
        }
      }
    }
  });

  it('is the same in one round trip as within a transaction, the first time and later', async () => {
    for (const layer of ['land', 'hazardous_areas', 'land_releases', 'accidents', 'places'] as const)
      for (const z of [8, 10, 11, 12, 14]) {
        const at = tileHolding(z, 103.2545, 13.0545);
        const within = await database.asAudience('manager', (query) =>
          tileOf(query, database.kind, layer, story.programmeId, at),
        );
        for (let turn = 0; turn < 2; turn += 1)
          expect(decode(await database.asAudience('manager', asked(layer, at)))).toEqual(decode(within));
      }
  });

  it('the one plan of near tiles reads by the spatial index', async ({ skip }) => {
    if (database.kind !== 'postgis') skip('elsewhere nothing is prepared');
    const near = asked('land', tileHolding(14, 103.2545, 13.0545));
    if (!isOneStatement(near)) throw new Error('a tile is more than one statement');
    const { text, values, onePlan } = near.statement;
    expect(onePlan).toBe(true);
    const plan = await database.asKeeper(async (query) => {
      // of so few rows all would be read
      await query(
        `set local search_path to landclear_manager, public; set local enable_seqscan to off; set local plan_cache_mode to force_generic_plan; prepare near_tile as ${text}`,
      );
      const rows = await query(
        `explain execute near_tile(${values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')})`,
      );
      await query('deallocate near_tile');
      return JSON.stringify(rows);
    });
    expect(plan).toMatch(/Index Cond: \(geom_3857 && \$\d+\)/);
    expect(plan).not.toMatch(/Seq Scan on tile_/);
  });

  it("GDAL's driver reads a tile", async ({ skip }) => {
    if (spawnSync('ogrinfo', ['--version']).error) skip('GDAL is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'landclear-tile-'));
    try {
      const at = tileHolding(12, 102.655, 13.905);
      const bytes = await database.asAudience('manager', (query) => tileOf(query, database.kind, 'land', story.programmeId, at));
      writeFileSync(join(folder, 'tile.mvt'), bytes);
      const said = execFileSync('ogrinfo', ['-al', '-oo', 'CLIP=NO', join(folder, 'tile.mvt')], { encoding: 'utf8' });
      expect(said).toContain('Layer name: land');
      expect(said.match(/^OGRFeature\(land\)/gm)?.length).toBe(decode(bytes).land?.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the world is as wide as Web Mercator says', () => {
    expect(boundsOf({ z: 0, x: 0, y: 0 })).toEqual({ west: -WORLD, south: -WORLD, size: 2 * WORLD });
  });
});
