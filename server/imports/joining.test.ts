import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { issuesOf } from './history/batches.ts';
import { importFile } from './load.ts';
import type { ImportOptions } from './options.ts';
import { importOptions } from './testing.ts';

describe('records of several files', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const load = (entity: ImportOptions['entity'], programme: string, ...lines: string[]) =>
    importFile(
      database,
      new TextEncoder().encode(`${lines.join('\n')}\n`),
      importOptions(entity, programme, { fileName: 'file.csv' }),
    );
  const ask = <Row>(sql: string, programme: string) =>
    database.asKeeper((query) =>
      query<Row & object>(sql.replace('$programme', `(select programme_id from programme where code = '${programme}')`)),
    );

  it('ids 1.0 of a data frame and 1 are one accident, and a line of totals is none', async () => {
    await load(
      'accidents',
      'KHM',
      'id,date,killed,injured,longitude,latitude',
      '1.0,2020-05-01,1,0,103.1,13.1',
      '2.0,2020-05-02,,2,103.2,13.1',
    );
    const second = await load(
      'accidents', 'KHM', 'id,date,killed,injured,longitude,latitude', '1,2020-05-01,1,0,103.1,13.1', '2,2020-05-02,,2,103.2,13.1', 'Total,,1,2,,',
    ); // biome-ignore format: a file
    expect(second).toMatchObject({ read: 2, accepted: 2, unchanged: 2, created: 0, refused: 0 });
    const said = await database.asAudience('manager', (query) => issuesOf(query, second.batch));
    expect(said).toContainEqual(expect.objectContaining({ code: 'line_of_totals', recordNumber: 3, outcome: 'flagged' }));
    const [row] = await ask(
      'select count(*)::int as n, sum(killed_count)::int as killed, sum(injured_count)::int as injured from accident where programme_id = $programme',
      'KHM',
    );
    expect(row).toEqual({ n: 2, killed: 1, injured: 2 });
  });

  it('new ids that differ from standing ones in case or zeros only are named, and the records kept apart', async () => {
    await load('accidents', 'AGO', 'id,date,killed', '01,2020-05-01,1', 'ha-2,2020-05-02,0');
    const second = await load('accidents', 'AGO', 'id,date,killed', '1,2020-05-01,1', 'HA-2,2020-05-02,0', '3,2020-05-03,0');
    expect(second).toMatchObject({ created: 3 });
    expect(second.remarks.join(' ')).toContain(
      '2 new records have ids that differ from those of standing records only in case or in zeros',
    );
    expect(second.remarks.join(' ')).toContain('1 / 01');
    const third = await load('accidents', 'AGO', 'id,date,killed', '1,2020-05-01,1', '4,2020-05-04,1');
    expect(third.remarks.join(' ')).not.toContain('only in case');
  });

  it('an id that a spreadsheet destroyed three times is three areas, and an operator known by another name is said', async () => {
    const area = (id: string, at: number, operator: string) =>
      `${id},${operator},"POLYGON((${at} 13,${at + 0.01} 13,${at + 0.01} 13.01,${at} 13.01,${at} 13))"`;
    const first = await load(
      'hazardous-areas',
      'LAO',
      'id,operator,wkt',
      ...[103, 103.1, 103.2].map((at) => area('7.04E+11', at, 'HALO Trust')),
    );
    expect(first).toMatchObject({ created: 3 });
    const [row] = await ask(
      'select count(*)::int as n from hazardous_area where programme_id = $programme and local_id is null',
      'LAO',
    );
    expect(row).toEqual({ n: 3 });
    const second = await load('hazardous-areas', 'LAO', 'id,operator,wkt', area('H9', 104, 'Halo-Trust'));
    expect(second.remarks.join(' ')).toContain('HALO Trust / Halo-Trust');
  });
});
