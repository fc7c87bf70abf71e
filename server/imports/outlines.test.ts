import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { settledRing, writeShape } from './outlines.ts';

type Ring = [number, number][];
const ring = (...corners: Ring): Ring => [...corners, corners[0] as [number, number]];
const polygon = (...rings: Ring[]) => JSON.stringify({ type: 'Polygon', coordinates: rings });

describe('an outline with nothing to repair', () => {
  it('goes clockwise from its second corner, whichever way it was drawn', () => {
    const square = ring([103, 13], [103.001, 13], [103.001, 13.001], [103, 13.001]);
    const settled = [
      [103, 13.001],
      [103.001, 13.001],
      [103.001, 13],
      [103, 13],
      [103, 13.001],
    ] as const;
    expect(settledRing(square)).toEqual(settled);
    expect(settledRing([...square].reverse())).toEqual(settled);
  });

  it.each([
    ['crosses itself', ring([103, 13], [103.001, 13.001], [103.001, 13], [103, 13.001])],
    ['goes out and back', ring([103, 13], [103.001, 13], [103.002, 13], [103.001, 13], [103.001, 13.001])],
    ['says a corner twice', ring([103, 13], [103.001, 13], [103.001, 13], [103.001, 13.001])],
    ['nearly touches itself', ring([103, 13], [103.002, 13], [103.002, 13.002], [103.001, 13.0000001], [103, 13.002])],
    ['collapses on the grid', ring([103, 13], [103.001, 13], [103.001, 13.00000001])],
    ['is too large to compare exactly', ring([103, 13], [104, 13], [104, 14])],
    [
      'has more corners than are worth it',
      ring(
        ...Array.from({ length: 70 }, (_, at): [number, number] => [
          103 + Math.cos(at / 11.2) / 100,
          13 + Math.sin(at / 11.2) / 100,
        ]),
      ),
    ],
  ])('is not one that %s', (_, outline) => {
    expect(settledRing(outline)).toBeNull();
    expect(writeShape(polygon(outline))).toMatchObject({ settled_geom: null, grid_geom: expect.any(String) });
  });

  it('is not one with a hole, or of several parts', () => {
    const [shell, hole] = [
      ring([103, 13], [103.004, 13], [103, 13.004]),
      ring([103.001, 13.001], [103.002, 13.001], [103.001, 13.002]),
    ];
    expect(writeShape(polygon(shell, hole)).settled_geom).toBeNull();
    expect(writeShape(JSON.stringify({ type: 'MultiPolygon', coordinates: [[shell]] })).settled_geom).toBeNull();
  });

  describe('in the database', () => {
    let database: Database;
    beforeAll(async () => {
      database = await openTestDatabase();
    });
    afterAll(() => database.close());

    it('is valid as given, and what the repair makes of it', async () => {
      // nanodegrees: outlines of 400 m, and of 40 cm where the grid of a centimetre shows; none halfway between two of its steps
      const corner = (reach: number) => {
        const away = fc.noBias(fc.integer({ min: -reach, max: reach }));
        return fc.tuple(away, away);
      };
      const corners = fc.oneof(...[2_000_000, 2_000].map((reach) => fc.array(corner(reach), { minLength: 3, maxLength: 6 })));
      const outlines = fc
        .sample(corners, { numRuns: 2000, seed: 20 })
        .map((places) => ring(...places.map(([x, y]): [number, number] => [103 + (x + 0.3) / 1e9, 13 + (y + 0.3) / 1e9])))
        .map((outline) => writeShape(polygon(outline)))
        .filter(({ settled_geom }) => settled_geom !== null);
      expect(outlines.length).toBeGreaterThan(100);
      const wrong = await database.asKeeper((query) =>
        query(
          `select ST_AsText(source_geom) from (
             select source_geom::geometry, settled_geom::geometry
             from unnest($1::text[], $2::text[]) as outline(source_geom, settled_geom)) outline
           where not ST_IsValid(source_geom) or not ST_IsValid(settled_geom)
             or ST_AsBinary(ST_Normalize(ST_SnapToGrid(repaired_polygons(ST_SnapToGrid(source_geom, 1e-7)), 1e-7)))
               <> ST_AsBinary(ST_Normalize(ST_SnapToGrid(ST_Multi(settled_geom), 1e-7)))`,
          [outlines.map(({ source_geom }) => source_geom), outlines.map(({ settled_geom }) => settled_geom)],
        ),
      );
      expect(wrong).toEqual([]);
    });

    it('any geometry arrives as it was read', async () => {
      const shapes = [
        { type: 'Point', coordinates: [103.5, 13.25] },
        {
          type: 'MultiPoint',
          coordinates: [
            [103, 13],
            [-70.123456789012, -54],
          ],
        },
        {
          type: 'Polygon',
          coordinates: [
            ring([103, 13], [103.004, 13], [103, 13.004]),
            ring([103.001, 13.001], [103.002, 13.001], [103.001, 13.002]),
          ],
        },
        {
          type: 'MultiPolygon',
          coordinates: [[ring([103, 13], [103.004, 13], [103, 13.004])], [ring([104, 13], [104.004, 13], [104, 13.004])]],
        },
      ];
      const rows = await database.asKeeper((query) =>
        query<{ same: boolean; srid: number }>(
          `select ST_OrderingEquals(written::geometry, ST_SetSRID(ST_GeomFromGeoJSON(read), 4326)) as same, ST_SRID(written::geometry) as srid
           from unnest($1::text[], $2::text[]) as shape(written, read)`,
          [shapes.map((shape) => writeShape(JSON.stringify(shape)).source_geom), shapes.map((shape) => JSON.stringify(shape))],
        ),
      );
      expect(rows).toEqual(shapes.map(() => ({ same: true, srid: 4326 })));
    });
  });
});
