import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/connect.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { geographicLibSquareMetres } from '../testing/geodesic.ts';
import type { MultiPolygon } from '../testing/story.ts';

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
