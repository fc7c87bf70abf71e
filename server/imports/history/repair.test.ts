import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { migrate } from '../../database/migrate.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { importFile } from '../load.ts';
import { importOptions as options } from '../testing.ts';
import { issuesOf } from './batches.ts';
import { finishRepairs } from './repaired-again.ts';

type Position = [number, number];
/** Within 5e-5: crossings lie on the grid of 1e-7 degrees. */
const near = (found: number | undefined, squareMetres: number) =>
  expect(Math.abs((found as number) / squareMetres - 1)).toBeLessThan(5e-5);
const RUNS = process.env.LANDCLEAR_LONG ? 400 : 25;

const closed = (corners: readonly Position[]): Position[] => [...corners, corners[0] as Position];
const polygon = (id: string, ...rings: (readonly Position[])[]) => multi(id, rings);
const multi = (id: string, ...polygons: (readonly Position[])[][]) => ({
  type: 'Feature',
  properties: { id },
  geometry: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(closed)) },
});
const file = (...features: object[]) => new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
const box = (west: number, south: number, width: number): Position[] => [
  [west, south],
  [west + width, south],
  [west + width, south + width],
  [west, south + width],
];

/** How often a ring goes round a point, by the angle it sweeps: another way than the one the database goes. */
function turnsRound(ring: readonly Position[], [x, y]: Position): number {
  let swept = 0;
  for (const [index, [toX, toY]] of ring.entries()) {
    const [fromX, fromY] = ring[(index + ring.length - 1) % ring.length] as Position;
    const step = Math.atan2(toY - y, toX - x) - Math.atan2(fromY - y, fromX - x);
    swept += step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step;
  }
  return Math.round(swept / (2 * Math.PI));
}

const STAR: Position[] = [
  [103.5, 13.51],
  [103.4941221, 13.4919098],
  [103.5095106, 13.5030902],
  [103.4904894, 13.5030902],
  [103.5058779, 13.4919098],
];
const LAPPING: Position[] = [
  [103.6, 13.5],
  [103.6, 13.51],
  [103.61, 13.51],
  [103.599, 13.502],
  [103.599, 13.512],
  [103.615, 13.512],
];

describe('outlines that cross or overlap themselves', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => database.close());

  async function areas(table: 'hazardous_area' | 'land_release', programme: string): Promise<Record<string, number>> {
    const rows = await database.asAudience('manager', (query) =>
      query<{ local_id: string; area: number }>(
        table === 'hazardous_area'
          ? 'select local_id, coalesce(area_m2, 0)::float8 as area from hazardous_area join programme using (programme_id) where programme.code = $1'
          : 'select local_id, coalesce(area_m2, 0)::float8 as area from land_release join programme using (programme_id) where programme.code = $1',
        [programme],
      ),
    );
    return Object.fromEntries(rows.map(({ local_id, area }) => [local_id, area]));
  }

  const odd = [
    polygon('STAR', STAR),
    polygon('LAPPING', LAPPING),
    // twice round the same square
    polygon('TWICE', [...box(103.7, 13.5, 0.01), ...box(103.7, 13.5, 0.01)]),
    polygon('BOW', [
      [103.8, 13.5],
      [103.81, 13.51],
      [103.81, 13.5],
      [103.8, 13.51],
    ]),
    multi('PARTS', [box(103.9, 13.5, 0.01)], [box(103.905, 13.5, 0.01)]),
    polygon('HOLE', box(104, 13.5, 0.01), box(104.002, 13.502, 0.002)),
    // outer ring and hole in one stroke, joined by a line that is walked both ways
    polygon('ONE STROKE', [
      ...box(104.1, 13.5, 0.01),
      [104.1, 13.5],
      [104.102, 13.502],
      [104.102, 13.504],
      [104.104, 13.504],
      [104.104, 13.502],
      [104.102, 13.502],
    ]),
  ];

  // m² on the WGS84 ellipsoid; STAR, LAPPING, TWICE and BOW by shapely and pyproj
  it('hazardous land is all ground that they enclose, and holes stay holes', async () => {
    const result = await importFile(database, file(...odd), options('hazardous-areas', 'KHM'));
    const found = await areas('hazardous_area', 'KHM');
    const square = 1_197_746;
    near(found.STAR, 1_344_592);
    near(found.LAPPING, 1_193_362);
    near(found.TWICE, square);
    near(found.BOW, 598_873);
    near(found.PARTS, 1.5 * square);
    near(found.HOLE, 0.96 * square);
    near(found['ONE STROKE'], 0.96 * square);
    const issues = await database.asAudience('manager', (query) => issuesOf(query, result.batch));
    const said = issues.find(({ recordKey }) => recordKey === 'STAR');
    expect(said).toMatchObject({ outcome: 'repaired', field: 'geometry', code: 'invalid_polygon' });
    expect(said?.message).toMatch(
      /All ground that it encloses counts: 13445\d\d m²; what is enclosed twice left out, it would be 9290\d\d m²/,
    );
  });

  it('released land is only what every reading encloses', async () => {
    const result = await importFile(database, file(...odd), options('land-releases', 'KHM'));
    const found = await areas('land_release', 'KHM');
    near(found.STAR, 929_090);
    expect(found.TWICE).toBe(0);
    near(found.BOW, 598_873);
    near(found.PARTS, 1_197_746);
    const issues = await database.asAudience('manager', (query) => issuesOf(query, result.batch));
    expect(issues.find(({ recordKey }) => recordKey === 'STAR')?.message).toMatch(
      /Only ground that every reading encloses is released: 9290\d\d m²; all that the outline encloses would be 13445\d\d m²/,
    );
    expect(issues.find(({ recordKey }) => recordKey === 'TWICE')?.message).toMatch(/no land.*in every reading/);
  });

  it('hazardous ground holds all that a ring goes round, released ground nothing that it goes round an even number of times', async () => {
    // thousandths of a degree apart, so that a point half-way between is never on a corner
    const corner = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));
    const rings = fc.uniqueArray(corner, { minLength: 4, maxLength: 14, selector: ([x, y]) => `${x} ${y}` });
    await fc.assert(
      fc.asyncProperty(
        rings,
        fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 40, maxLength: 40 }),
        async (corners, seeds) => {
          const ring = corners.map(([x, y]): Position => [103 + x / 1000, 13 + y / 1000]);
          const points = seeds.map(
            ([first, second]): Position => [
              103 + (((Math.abs(first) * 7919) % 1200) + 0.37) / 100_000,
              13 + (((Math.abs(second) * 104_729) % 1200) + 0.61) / 100_000,
            ],
          );
          const rows = await database.asKeeper((query) =>
            query<{ x: number; y: number; enclosed: boolean; certain: boolean; valid: boolean }>(
              `select x, y, ST_DWithin(enclosed, point, 2e-7) as enclosed, ST_Intersects(certain, point) and ST_Distance(ST_Boundary(certain), point) > 2e-7 as certain,
               ST_IsValid(enclosed) and ST_IsValid(certain) as valid
             from readings_of(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326)),
               jsonb_to_recordset($2::jsonb) as asked(x float8, y float8), lateral (select ST_SetSRID(ST_MakePoint(x, y), 4326) as point) made`,
              [
                JSON.stringify({ type: 'Polygon', coordinates: [closed(ring)] }),
                JSON.stringify(points.map(([x, y]) => ({ x, y }))),
              ],
            ),
          );
          for (const { x, y, enclosed, certain, valid } of rows) {
            const turns = turnsRound(ring, [x, y]);
            expect(valid).toBe(true);
            if (turns !== 0) expect(enclosed, `${x} ${y} is gone round ${turns} times`).toBe(true);
            if (turns % 2 === 0) expect(certain, `${x} ${y} is gone round ${turns} times`).toBe(false);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('what an older Landclear repaired is repaired again from what was read, and the change is told once', async () => {
    await importFile(database, file(polygon('STAR', STAR)), options('hazardous-areas', 'LAO'));
    const now = (await areas('hazardous_area', 'LAO')).STAR as number;
    // as an older Landclear left it: even-odd, and without the migration
    await database.asKeeper(async (query) => {
      const evenOdd = `set geom = ST_Multi(ST_MakeValid(source_geom)) where programme_id = (select programme_id from programme where code = 'LAO')`;
      await query(`update record_revision ${evenOdd}; update hazardous_area ${evenOdd}`);
      await query(`drop table repair_change cascade; drop function readings_of, readings_of_polygon, polygons_on_grid;
        delete from migration where name like '0010%'`);
    });
    expect((await areas('hazardous_area', 'LAO')).STAR).toBeCloseTo(929_090, -1);
    await migrate(database);
    expect((await areas('hazardous_area', 'LAO')).STAR).toBe(now);
    const version = async () =>
      (
        await database.asAudience('manager', (query) =>
          query<{ data_version: string }>(`select data_version from programme where code = 'LAO'`),
        )
      )[0]?.data_version;
    const before = await version();
    const said: string[] = [];
    await finishRepairs(database, (message) => said.push(message));
    const remaining = await database.asAudience('manager', (query) =>
      query<{ m2: number }>(
        `select sum(area_m2)::float8 as m2 from ledger_span join programme using (programme_id) where programme.code = 'LAO' and to_day is null`,
      ),
    );
    expect(remaining[0]?.m2).toBeCloseTo(now, 1);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/Programme LAO: .* 1 hazardous-areas .* 929,090 m² before, 1,344,5\d\d m² now \(\+415,[45]\d\d m²\)/);
    expect(await version()).not.toBe(before);
    await finishRepairs(database, (message) => said.push(message));
    expect(said).toHaveLength(1);
  });
});
