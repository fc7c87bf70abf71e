import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEDGER_COLUMNS, MOVEMENT_COLUMNS } from '../../web/src/api/columns.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { findProgramme } from '../places/queries.ts';
import { chosenColumns, type LedgerTable, MOVEMENTS, SPANS, tableColumns } from './columns.ts';
import { loadLand } from './memory/load.ts';
import { box, hazard, release, Story } from './testing/story.ts';

describe('columns that were asked for', () => {
  let database: Database;
  let story: Story;
  beforeAll(async () => {
    database = await openTestDatabase();
    story = await Story.begin(database);
    await story.write([
      hazard('H', box(2, 2, 10, 3), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
      release('R', box(4, 2, 3, 3), 'reduced', { completed: '2005-01-01' }),
    ]);
  });
  afterAll(() => database.close());

  const columnsOf = async (table: LedgerTable<never>, asked?: string) => {
    const bytes = await database.asAudience('manager', async (query) =>
      tableColumns(await loadLand(query, await findProgramme(query, story.code)), chosenColumns(table, asked)),
    );
    const read = tableFromIPC(bytes);
    const values = read.schema.fields.map(({ name }) => [name, Array.from(read.getChild(name)?.toArray() ?? [])] as const);
    return { values: new Map<string, unknown[]>(values), metadata: read.schema.metadata };
  };

  it.each([
    ['ledger', SPANS as unknown as LedgerTable<never>, LEDGER_COLUMNS],
    ['movements', MOVEMENTS as unknown as LedgerTable<never>, MOVEMENT_COLUMNS],
  ] as const)('of the %s are as among all, and no others come; each alone can be had', async (_, table, page) => {
    const all = await columnsOf(table);
    expect([...all.values.keys()]).toEqual(table.columns.map(([name]) => name));
    expect(all.values.get('area')?.length).toBeGreaterThan(1);
    for (const names of [page, ...table.columns.map(([name]) => [name])]) {
      const some = await columnsOf(table, names.join());
      expect(some.metadata).toEqual(all.metadata);
      expect([...some.values.keys()].sort()).toEqual([...names].sort());
      for (const [name, values] of some.values) expect(values).toEqual(all.values.get(name));
    }
  });

  it('a name that is no column is refused', () => {
    expect(() => chosenColumns(SPANS, 'state,phase')).toThrow(/phase/);
    expect(() => chosenColumns(SPANS, ',')).toThrow(/columns/);
  });
});
