import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belt } from '../../../scripts/generate/belt.ts';
import type { Database, Query } from '../../database/database.ts';
import { migrate } from '../../database/migrate.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { sequences } from '../testing/arbitrary.ts';
import { box, hazard, type LandRecord, release, Story } from '../testing/story.ts';

const RUNS = process.env.LANDCLEAR_LONG ? 400 : 20;

/** What differs between the tables of tiles and what the ledger says they must hold, the cells added up one by one. */
const DIFFERING = `
  with cell as (
    select programme_id, layer, z, cell_column >> (20 - z) as tile_x, cell_row >> (20 - z) as tile_y, (cell_column >> (14 - z)) & 63 as cell_x,
      (cell_row >> (14 - z)) & 63 as cell_y, sum(count) as count, sum(hundredths) as hundredths, sum(outside_hundredths) as outside_hundredths
    from (
      select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths from face_in_cells
      union all
      select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths from record_in_cells
    ) added cross join generate_series(0, 14) z
    where z < below_zoom
    group by 1, 2, 3, 4, 5, 6, 7
  )
  select (select count(*) from (select * from span_to_draw except all select * from tile_span) missing)::integer as "spans missing",
    (select count(*) from (select * from tile_span except all select * from span_to_draw) surplus)::integer as "spans too many",
    (select count(*) from (select * from record_to_count except all select * from tile_record) missing)::integer as "records missing",
    (select count(*) from (select * from tile_record except all select * from record_to_count) surplus)::integer as "records too many",
    (select count(*) from (select * from cell except all select * from tile_cell) missing)::integer as "cells missing",
    (select count(*) from (select * from tile_cell except all select * from cell) surplus)::integer as "cells too many"`;
const NONE = {
  'spans missing': 0,
  'spans too many': 0,
  'records missing': 0,
  'records too many': 0,
  'cells missing': 0,
  'cells too many': 0,
};

/** Records of every kind: small and large, without polygon, not completed. */
const someLand = (): LandRecord[] => [
  ...belt(60, 5).map(
    (record): LandRecord =>
      record.type === 'hazardous_area'
        ? hazard(record.key, [[record.ring]], { recorded: record.day })
        : release(record.key, [[record.ring]], record.kind as 'cleared', { completed: record.day }),
  ),
  hazard('no polygon', null, { recorded: '2001-01-01' }),
  hazard('large', box(0, 0, 600, 600), { recorded: '2001-01-01' }),
];

describe('the tables of tiles', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const differing = (): Promise<unknown> => database.asKeeper(async (query: Query) => (await query(DIFFERING))[0]);

  it('after any sequence of writing, correcting and taking back they hold what the ledger says, and so what a full rebuild writes', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const story = await Story.begin(database);
        for (const { written, gone } of steps) {
          await story.write(written, gone);
          expect(await differing()).toEqual(NONE);
        }
        await story.rebuildAll();
        expect(await differing()).toEqual(NONE);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('follow places, and hold nothing of what is taken away', async () => {
    const story = await Story.begin(database);
    const records = someLand();
    await story.write(records);
    await story.cutByPlaces([{ code: 'A', geometry: box(-500, -500, 800, 5000) }]);
    expect(await differing()).toEqual(NONE);
    const places = await database.asKeeper((query) =>
      query<{ place: string }>('select distinct place from tile_span where programme_id = $1 and place is not null', [
        story.programmeId,
      ]),
    );
    expect(places).toEqual([{ place: 'A' }]);
    await story.write(
      [],
      records.map(({ key }) => key),
    );
    const [left] = await database.asKeeper((query) =>
      query<{ count: number }>(
        `select ((select count(*) from tile_span where programme_id = $1) + (select count(*) from tile_record where programme_id = $1)
          + (select count(*) from tile_cell where programme_id = $1))::integer as count`,
        [story.programmeId],
      ),
    );
    expect(left).toEqual({ count: 0 });
  });

  it('count a hazard of which only a point is known, at every zoom', async () => {
    const story = await Story.begin(database);
    await story.write([hazard('point only', null, { recorded: '2001-01-01' })]);
    await database.asKeeper((query) =>
      query('update hazardous_area set point = ST_SetSRID(ST_MakePoint(103, 13), 4326) where programme_id = $1', [
        story.programmeId,
      ]),
    );
    for (const again of [[], someLand()]) await story.write(again);
    expect(await differing()).toEqual(NONE);
    const [deepest] = await database.asKeeper((query) =>
      query<{ count: number }>(
        `select sum(count)::integer as count from tile_cell where programme_id = $1 and layer = 'land' and z = 14`,
        [story.programmeId],
      ),
    );
    expect(deepest).toEqual({ count: 1 });
  });

  it('are filled when a database of before is brought up to date', async () => {
    const story = await Story.begin(database);
    await story.write(someLand());
    await database.asKeeper((query) =>
      query(`
        drop view landclear_manager.tile_span, landclear_manager.tile_record, landclear_manager.tile_cell;
        drop view span_to_draw, record_to_count, face_in_cells, record_in_cells;
        drop table tile_span, tile_record, tile_cell;
        drop function cell_column, cell_row, add_to_cells, landclear_manager.rings_with_area, landclear_manager.unit_square;
        delete from migration where name in ('0011_tile_tables', '0014_less_to_write')`),
    );
    expect(await migrate(database)).toEqual(['0011_tile_tables', '0014_less_to_write']);
    expect(await differing()).toEqual(NONE);
    await story.write([], ['large', 'H1']);
    expect(await differing()).toEqual(NONE);
  });
});
