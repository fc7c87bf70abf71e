import * as turf from '@turf/turf';
import fc from 'fast-check';
import type { Feature, MultiPolygon as GeoJsonMultiPolygon, Polygon } from 'geojson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { resolveFilter } from '../filters.ts';
import { histories, sequences } from '../testing/arbitrary.ts';
import { compareRemaining } from '../testing/figures.ts';
import { geographicLibSquareMetres } from '../testing/geodesic.ts';
import { isCounted, isHazard, recordedDay, simulate } from '../testing/oracle.ts';
import { hazard, type LandRecord, type MultiPolygon, type Release, Story } from '../testing/story.ts';

const RUNS = process.env.LANDCLEAR_LONG ? 400 : 25;
const DAYS = ['1999-12-31', '2001-01-01', '2003-03-15', '2003-06-01', '2004-12-31', '2006-12-31', '2007-01-01', '2025-01-01'];

type Ground = Feature<Polygon | GeoJsonMultiPolygon>;

const coordinatesOf = (ground: Ground): MultiPolygon =>
  (ground.geometry.type === 'Polygon' ? [ground.geometry.coordinates] : ground.geometry.coordinates) as MultiPolygon;

/** For every set of records, the ground that just these cover, in m²: polygon clipping by Turf, areas by GeographicLib. */
function regionsOf(
  records: readonly LandRecord[],
  grounds: ReadonlyMap<string, Ground>,
): { covering: LandRecord[]; squareMetres: number }[] {
  let regions: { covering: LandRecord[]; ground: Ground }[] = [];
  for (const record of records) {
    const ground = grounds.get(record.key);
    if (ground === undefined) continue;
    let rest: Ground | null = ground;
    const next: typeof regions = [];
    for (const region of regions) {
      const shared = turf.intersect(turf.featureCollection([region.ground, ground]));
      const apart = turf.difference(turf.featureCollection([region.ground, ground]));
      if (shared !== null) next.push({ covering: [...region.covering, record], ground: shared });
      if (apart !== null) next.push({ covering: region.covering, ground: apart });
      if (rest !== null) rest = turf.difference(turf.featureCollection([rest, region.ground]));
    }
    if (rest !== null) next.push({ covering: [record], ground: rest });
    regions = next;
  }
  return regions.map(({ covering, ground }) => ({ covering, squareMetres: geographicLibSquareMetres(coordinatesOf(ground)) }));
}

describe('the land ledger, on random polygons and histories', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const storedGrounds = async (story: Story): Promise<Map<string, Ground>> =>
    database.asKeeper(async (query) => {
      const rows = await query<{ key: string; geometry: string }>(
        `select record_key as key, ST_AsGeoJSON(geom, 12) as geometry from hazardous_area where programme_id = $1 and geom is not null
         union all
         select record_key, ST_AsGeoJSON(geom, 12) from land_release
         where programme_id = $1 and geom is not null and status in ('completed', 'handed_over')`,
        [story.programmeId],
      );
      return new Map(rows.map((row) => [row.key, turf.feature(JSON.parse(row.geometry))]));
    });

  const ledger = (story: Story) =>
    database.asKeeper((query) =>
      query<{ span: string; area: number; faces: number }>(
        `select concat_ws(' ', state, from_day, coalesce(to_day::text, 'still'), hazardous_area.record_key, land_release.record_key,
           ledger_span.closed_reason, undated, ordnance_mask) as span, sum(ledger_span.area_m2)::float8 as area, count(*)::integer as faces
         from ledger_span left join hazardous_area using (hazardous_area_id) left join land_release using (land_release_id)
         where ledger_span.programme_id = $1 group by 1 order by 1`,
        [story.programmeId],
      ),
    );

  it('gives each spot the state that the rules, simulated day by day, give it; areas are those of an independent overlay', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        const regions = regionsOf(records, await storedGrounds(story));
        // records share ground where a region that is more than noise says so
        const real = regions.filter((region) => region.squareMetres > 0.02);
        const recordedOn = new Map(
          records.filter(isHazard).map((hazard) => {
            const sharing = new Set(
              real
                .filter((region) => region.covering.includes(hazard))
                .flatMap((region) =>
                  region.covering.filter((record): record is Release => !isHazard(record) && isCounted(record)),
                ),
            );
            return [hazard.key, recordedDay(hazard, [...sharing])] as const;
          }),
        );
        const expected = DAYS.map(() => new Map<string, number>());
        let total = 0;
        for (const region of regions) {
          total += region.squareMetres;
          for (const [index, state] of simulate(region.covering, recordedOn, DAYS).entries()) {
            if (state === null) continue;
            const sums = expected[index] as Map<string, number>;
            sums.set(state, (sums.get(state) ?? 0) + region.squareMetres);
          }
        }
        for (const [index, day] of DAYS.entries()) {
          const areas = await story.areas(day);
          const sums = expected[index] as Map<string, number>;
          for (const state of new Set([...Object.keys(areas), ...sums.keys()])) {
            const difference = Math.abs((areas[state] ?? 0) - (sums.get(state) ?? 0));
            expect(
              difference,
              `${state} on ${day}: ledger ${areas[state] ?? 0} m², oracle ${sums.get(state) ?? 0} m²`,
            ).toBeLessThan(total * 1e-6 + 0.02 * (regions.length + 4));
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('any sequence of writing, correcting and taking back gives what a full rebuild gives', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const story = await Story.begin(database);
        for (const step of steps) await story.write(step.written, step.gone);
        const before = await ledger(story);
        await story.rebuildAll();
        const after = await ledger(story);
        const differing = (left: typeof before, right: typeof before) =>
          left.filter(
            (row) =>
              Math.abs(row.area - (right.find((other) => other.span === row.span)?.area ?? 0)) >
              0.05 * row.faces + row.area * 1e-9,
          );
        expect(differing(before, after)).toEqual([]);
        expect(differing(after, before)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('faces never overlap, cover what the polygons cover, and the waterfall between any two days adds up', async () => {
    await fc.assert(
      fc.asyncProperty(histories(4), fc.constantFrom(...DAYS), fc.constantFrom(...DAYS), async (records, one, other) => {
        const story = await Story.begin(database);
        await story.write(records);
        const [row] = await database.asKeeper((query) =>
          query<{ overlap: number; faces: number; united: number; count: number }>(
            `select (select coalesce(sum(ST_Area(ST_Intersection(a.geom, b.geom, 1e-11)::geography)), 0) from face a join face b
                 on a.programme_id = $1 and b.programme_id = $1 and a.face_id < b.face_id and a.geom && b.geom)::float8 as overlap,
               (select coalesce(sum(area_m2), 0) from face where programme_id = $1)::float8 as faces,
               (select count(*) from face where programme_id = $1)::integer as count,
               (select geodesic_area_m2(ST_Union(geom, 1e-11)) from (
                 select geom from hazardous_area where programme_id = $1
                 union all select geom from land_release where programme_id = $1 and status in ('completed', 'handed_over')) polygons)::float8 as united`,
            [story.programmeId],
          ),
        );
        const { overlap, faces, united, count } = row as NonNullable<typeof row>;
        expect(overlap).toBeLessThan(0.01 * (count + 1));
        expect(Math.abs(faces - united)).toBeLessThan(united * 1e-6 + 0.01 * (count + 1));
        const [from, to] = [one, other].sort() as [string, string];
        const comparison = await database.asAudience('manager', async (query) => {
          return compareRemaining(query, await resolveFilter(query, { programme: story.code }), from, to);
        });
        const moved = comparison.movements.reduce((sum, movement) => sum + movement.km2, 0);
        expect(comparison.opening_km2 + moved).toBeCloseTo(comparison.closing_km2, 9);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('polygons that meet in a point off the grid, where predicates between polygons fail before GEOS 3.13', async () => {
    const bowTie = (west: number, south: number, side: number): MultiPolygon => [
      [
        [
          [west, south],
          [west + side, south + side],
          [west + side, south],
          [west, south + side],
          [west, south],
        ],
      ],
    ];
    const story = await Story.begin(database);
    const small = hazard('H2', bowTie(103.005, 13.006, 0.001));
    await story.write([
      small,
      hazard('H3', [
        [
          [
            [103.004, 13.003],
            [103.012, 13.003],
            [103.012, 13.011],
            [103.004, 13.011],
            [103.004, 13.003],
          ],
          [
            [103.0056, 13.007],
            [103.0088, 13.0086],
            [103.0088, 13.0054],
            [103.0056, 13.007],
          ],
        ],
      ]),
    ]);
    const before = await ledger(story);
    await story.write([small]);
    const after = await ledger(story);
    expect(after.map((row) => row.span)).toEqual(before.map((row) => row.span));
  });
});
