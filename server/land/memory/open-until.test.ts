import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { dayOf } from '../../engine/days.ts';
import { NO_FILTER } from '../../engine/filter.ts';
import { openAreasOn } from '../../engine/records.ts';
import { findProgramme } from '../../places/queries.ts';
import { histories } from '../testing/arbitrary.ts';
import { openMappedAreas } from '../testing/sql/open-areas.ts';
import { Story } from '../testing/story.ts';
import { loadLand } from './load.ts';

describe('until when areas are open', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('is what a look at every face says, on any day', async () => {
    await fc.assert(
      fc.asyncProperty(histories(6), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        await database.asAudience('manager', async (query) => {
          const programme = await findProgramme(query, story.code);
          const land = await loadLand(query, programme);
          for (const asOf of ['2000-06-01', '2001-12-31', '2003-06-01', '2006-12-31', '2025-01-01']) {
            const open = openAreasOn(land.records, NO_FILTER, land.places, dayOf(asOf), { suspected: true, confirmed: true });
            const told = open.map(({ ordnance, confirmed, areas }) => ({ ordnance, confirmed, areas }));
            told.sort((one, other) => one.ordnance - other.ordnance || Number(one.confirmed) - Number(other.confirmed));
            expect(told).toEqual(await openMappedAreas(query, programme.id, asOf));
          }
        });
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 200 : 15, endOnFailure: true },
    );
  });
});
