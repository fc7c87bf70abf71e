import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { geographicLibSquareMetres } from '../testing/geodesic.ts';
import { hazard, type MultiPolygon, Story } from '../testing/story.ts';

/** Star-shaped polygons of 10 m to 100 km anywhere but at the poles. */
const polygons: fc.Arbitrary<MultiPolygon> = fc
  .tuple(
    fc.double({ min: -170, max: 170, noNaN: true }),
    fc.double({ min: -75, max: 75, noNaN: true }),
    fc.double({ min: -4, max: 0, noNaN: true }),
    fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), { minLength: 3, maxLength: 9 }),
  )
  .map(([longitude, latitude, magnitude, reaches]) => {
    const radius = 10 ** magnitude;
    const ring = reaches.map((reach, index): [number, number] => {
      const angle = (2 * Math.PI * index) / reaches.length;
      return [longitude + radius * reach * Math.cos(angle), latitude + radius * reach * Math.sin(angle)];
    });
    return [[[...ring, ring[0] as [number, number]]]];
  });

describe('areas', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const stored = async (geometry: MultiPolygon): Promise<number> => {
    const [row] = await database.asKeeper((query) =>
      query<{ area: number }>('select geodesic_area_m2(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326))::float8 as area', [
        JSON.stringify({ type: 'MultiPolygon', coordinates: geometry }),
      ]),
    );
    return row?.area ?? 0;
  };

  it('are those of GeographicLib on the ellipsoid, edges straight in longitude and latitude', async () => {
    await fc.assert(
      fc.asyncProperty(polygons, async (geometry) => {
        const expected = geographicLibSquareMetres(geometry);
        expect(Math.abs((await stored(geometry)) - expected)).toBeLessThan(0.01 + expected * 1e-7);
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 1000 : 60 },
    );
  });

  it('of thousands of slivers add up to the ground they cover', async () => {
    // two strips that share a border, the one drawn straight, the other with teeth of a centimetre: half of the teeth overlap
    const teeth = Array.from({ length: 4001 }, (_, index): [number, number] => [
      Number((103 + index * 2e-6).toFixed(7)),
      Number((13 + (index % 2 === 0 ? -1e-7 : 1e-7)).toFixed(7)),
    ]);
    const strip = (border: [number, number][], latitude: number): MultiPolygon => [
      [[...border, [103.008, latitude], [103, latitude], border[0] as [number, number]]],
    ];
    const straight: [number, number][] = [
      [103, 13],
      [103.008, 13],
    ];
    const story = await Story.begin(database);
    await story.write([hazard('south', strip(straight, 12.9999)), hazard('north', strip(teeth, 13.0001))]);
    const [whole] = await database.asKeeper((query) =>
      query<{ faces: number; united: number; smallest: number; largestShare: number }>(
        `select sum(area_m2)::float8 as faces, min(area_m2)::float8 as smallest,
           max(abs(area_m2 - ST_Area(ST_Segmentize(geom, 0.001)::geography)::numeric))::float8 as "largestShare",
           (select geodesic_area_m2(ST_Union(geom, 1e-11)) from hazardous_area where programme_id = $1)::float8 as united
         from face where programme_id = $1`,
        [story.programmeId],
      ),
    );
    expect(Math.abs((whole?.faces ?? 0) - (whole?.united ?? 0))).toBeLessThan((whole?.united ?? 0) * 1e-6);
    expect(whole?.smallest).toBe(0.01);
    expect(whole?.largestShare).toBeLessThan(0.01);
    // the overlap is slivers only: 2,000 teeth
    const [row] = await database.asKeeper((query) =>
      query<{ overlap: number }>(
        `select sum(area_m2)::float8 as overlap from face where programme_id = $1
           and (select count(*) from face_record where face_record.face_id = face.face_id) = 2`,
        [story.programmeId],
      ),
    );
    const tooth: [number, number][] = [
      [103.000003, 13],
      [103.000004, 13 - 1e-7],
      [103.000005, 13],
      [103.000003, 13],
    ];
    expect(row?.overlap).toBeCloseTo(2000 * geographicLibSquareMetres([[tooth]]), 1);
  });

  it("agree with GeographicLib's Planimeter program", async ({ skip }) => {
    if (spawnSync('Planimeter', ['--version']).error) skip('Planimeter (Debian: geographiclib-tools) is not installed');
    const ring: [number, number][] = [
      [103, 13],
      [103.0009, 13.0001],
      [103.0008, 13.0009],
      [103, 13],
    ];
    const input = ring
      .slice(0, -1)
      .map(([longitude, latitude]) => `${latitude} ${longitude}`)
      .join('\n');
    const said = execFileSync('Planimeter', [], { input: `${input}\n\n`, encoding: 'utf8' });
    const planimeter = Math.abs(Number(said.trim().split(/\s+/)[2]));
    expect(Math.abs((await stored([[ring]])) - planimeter)).toBeLessThan(0.02);
  });
});
