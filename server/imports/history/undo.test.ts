import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { resolveFilter } from '../../land/filters.ts';
import { polygons } from '../../land/testing/arbitrary.ts';
import { summaryAt } from '../../land/testing/figures.ts';
import { countryName } from '../../places/countries.ts';
import { importFile } from '../load.ts';
import { feature, file, importOptions as options } from '../testing.ts';
import { undoBatch } from './undo.ts';

/** Every code of a country: a programme is played in once, also while a failure is made smaller. */
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const COUNTRIES = LETTERS.flatMap((first) => LETTERS.flatMap((second) => LETTERS.map((third) => first + second + third))).filter(
  (code) => countryName(code) !== null,
);
const DAYS = ['2000-06-01', '2002-06-01', '2025-01-01'];

describe('undoing imports', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const figures = (programme: string, asOf: string) =>
    database.asAudience('manager', async (query) => {
      const { remaining_km2, released_km2, closed_km2, outside_km2, unmapped } = await summaryAt(
        query,
        await resolveFilter(query, { programme }),
        asOf,
        null,
      );
      return [
        remaining_km2.suspected,
        remaining_km2.confirmed,
        released_km2.total,
        closed_km2,
        outside_km2.total,
        unmapped.areas,
      ];
    });

  it('any sequence of imports and undos gives what importing only the batches that stand gives', async () => {
    const record = fc.record({
      // one id often, so that rows repeat it: parts that come, change, go and are back
      id: fc.constantFrom('1', '1', '1', '2', null),
      geometry: polygons,
      year: fc.integer({ min: 2000, max: 2003 }),
    });
    // what files have in common with one another, else no row would ever be found again as it was
    const files = fc.array(record, { minLength: 2, maxLength: 5 }).chain((known) =>
      fc.array(
        fc.record({
          records: fc.array(fc.oneof(fc.constantFrom(...known), record), { minLength: 1, maxLength: 4 }),
          isRelease: fc.constantFrom(false, false, true),
          changeAsOf: fc.constantFrom(null, null, '2002-06-01'),
          complete: fc.boolean(),
        }),
        { minLength: 2, maxLength: 4 },
      ),
    );
    let next = 0;
    const newProgramme = () => {
      next += 1;
      return COUNTRIES[next % COUNTRIES.length] as string;
    };
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(3), { maxLength: 3 }), async (steps, undone) => {
        const [played, replayed] = [newProgramme(), newProgramme()];
        const play = (programme: string, { records, isRelease, changeAsOf, complete }: (typeof steps)[number]) =>
          importFile(
            database,
            file(
              ...records.map(({ id, geometry, year }) =>
                feature({ ...(id === null ? {} : { id }), date: `${year}-01-01` }, geometry),
              ),
            ),
            isRelease
              ? options('land-releases', programme, { changeAsOf })
              : options('hazardous-areas', programme, { changeAsOf, complete }),
          );
        const batches: number[] = [];
        for (const one of steps) batches.push((await play(played, one)).batch);
        const gone = new Set(undone.filter((index) => index < batches.length));
        for (const index of gone) await undoBatch(database, batches[index] as number);
        for (const [index, one] of steps.entries()) if (!gone.has(index)) await play(replayed, one);
        for (const day of DAYS) {
          const after = await figures(played, day);
          const expected = gone.size === steps.length ? after.map(() => 0) : await figures(replayed, day);
          for (const [index, value] of after.entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 7);
        }
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 100 : 12 },
    );
  });
});
