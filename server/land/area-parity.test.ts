import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { squareMetresWithin } from '../../web/src/area/clip.ts';
import { squareMetresOf } from '../../web/src/area/measure.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { findProgramme } from '../places/queries.ts';
import { borderOf, cutOf } from './border.ts';
import { geographicLibSquareMetres } from './testing/geodesic.ts';
import { hazard, type MultiPolygon, Story } from './testing/story.ts';

/** A star-shaped polygon around a point; reaches are shares of the radius. */
const star = (longitude: number, latitude: number, radius: number, reaches: number[]): MultiPolygon => {
  const ring = reaches.map((reach, index): [number, number] => {
    const angle = (2 * Math.PI * index) / reaches.length;
    return [longitude + radius * reach * Math.cos(angle), latitude + radius * reach * Math.sin(angle)];
  });
  return [[[...ring, ring[0] as [number, number]]]];
};
const reaches = (most: number) => fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), { minLength: 3, maxLength: most });
const share = fc.double({ min: -1, max: 1, noNaN: true });

/** Faces of 20 m to 20 km at any latitude where people live, and an area of up to hundreds of positions across each. */
const cases = fc.record({
  longitude: fc.double({ min: -170, max: 170, noNaN: true }),
  latitude: fc.double({ min: -65, max: 72, noNaN: true }),
  radius: fc.double({ min: -4, max: -1.05, noNaN: true }).map((magnitude) => 10 ** magnitude),
  face: reaches(30),
  other: reaches(30),
  area: reaches(300),
  offset: fc.tuple(share, share),
  size: fc.double({ min: 0.3, max: 3, noNaN: true }),
});

describe('the cut that a client makes', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('gives of every face what PostGIS gives, to a millionth of it', async () => {
    let faces = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ longitude, latitude, radius, face, other, area, offset: [east, north], size }) => {
        const story = await Story.begin(database);
        await story.write([
          hazard('H', star(longitude, latitude, radius, face), { recorded: '2001-01-01' }),
          hazard('K', star(longitude + radius / 2, latitude, radius, other), { recorded: '2002-01-01' }),
        ]);
        const outline = {
          type: 'MultiPolygon' as const,
          coordinates: star(longitude + east * radius, latitude + north * radius, radius * size, area),
        };
        const [answer, truth] = await database.asAudience('manager', async (query) => {
          const programme = await findProgramme(query, story.code);
          return [await borderOf(query, programme, outline), await cutOf(query, programme, outline)] as const;
        });
        const byDatabase = new Map(truth.map(({ face: id, m2 }) => [id, m2]));
        for (const face of answer.border) {
          const expected = byDatabase.get(face.face) as number;
          // the database rounds to the hundredth
          expect(Math.abs(squareMetresWithin(face, answer.area.coordinates) - expected)).toBeLessThanOrEqual(
            0.0051 + 1e-6 * expected,
          );
          faces += 1;
        }
        expect(byDatabase.size).toBe(answer.border.length + answer.inside.length);
        expect(Math.abs(squareMetresOf(answer.area.coordinates) - answer.area.area_m2)).toBeLessThanOrEqual(
          0.0051 + 1e-7 * answer.area.area_m2,
        );
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 1000 : 60 },
    );
    expect(faces).toBeGreaterThan(60);
  });

  it('goes through holes, and through an area of several parts', () => {
    const square = (west: number, south: number, side: number): [number, number][] => [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ];
    const face = { face: 1, area_m2: 1e9, coordinates: [[square(103, 13, 0.1), square(103.04, 13.04, 0.02)]] };
    const area = [[square(102.9, 12.9, 0.15), square(102.99, 12.99, 0.02)], [square(103.07, 13.07, 1)]];
    const expected =
      geographicLibSquareMetres([[square(103, 13, 0.05)]]) -
      geographicLibSquareMetres([[square(103.04, 13.04, 0.01)]]) -
      geographicLibSquareMetres([[square(103, 13, 0.01)]]) +
      geographicLibSquareMetres([[square(103.07, 13.07, 0.03)]]);
    expect(squareMetresWithin(face, area)).toBeCloseTo(expected, 1);
  });
});
