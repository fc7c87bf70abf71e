import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUDIENCES } from '../vocabulary.ts';
import type { Database } from './database.ts';
import { openTestDatabase } from './testing.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => database.asKeeper((query) => query('delete from programme')));
afterAll(() => database?.close());

const addProgramme = (code: string) =>
  database.asKeeper((query) => query('insert into programme (code, name) values ($1, $1) returning code', [code]));
const programmeCodes = () =>
  database.asAudience('manager', async (query) =>
    (await query<{ code: string }>('select code from programme order by code')).map(({ code }) => code),
  );

describe('asAudience', () => {
  test('runs as the role of the audience, on its views, and only reads', async () => {
    const [row] = await database.asAudience('manager', (query) =>
      query(
        `select current_user, current_setting('search_path') as path, current_setting('transaction_read_only') as read_only,
           (select count(*) from programme) as programmes, 'programme'::regclass::oid = 'landclear_manager.programme'::regclass::oid as is_view`,
      ),
    );
    expect(row).toEqual({
      current_user: 'landclear_manager',
      path: 'landclear_manager, public',
      read_only: 'on',
      programmes: 0,
      is_view: true,
    });
  });

  test('does not see the tables behind the views', async () => {
    const question = database.asAudience('manager', (query) => query('select * from landclear.hazardous_area'));
    await expect(question).rejects.toMatchObject({ code: '42501' });
  });

  test.each([
    "insert into programme (code, name) values ('KHM', 'Cambodia')",
    'delete from programme',
    'create table note (text text)',
    'truncate landclear.programme',
  ])('cannot write: %s', async (statement) => {
    await addProgramme('BIH');
    await expect(database.asAudience('manager', (query) => query(statement))).rejects.toThrow(/permission denied|read-only/);
    expect(await programmeCodes()).toEqual(['BIH']);
  });

  test('takes one statement at a time, so none can end the transaction and go on as somebody else', async () => {
    const question = database.asAudience('manager', (query) => query('commit; reset role; select 1'));
    await expect(question).rejects.toThrow(/multiple commands/);
  });

  test('an audience that has no views yet sees nothing', async () => {
    for (const audience of AUDIENCES.filter((name) => name !== 'manager')) {
      await expect(database.asAudience(audience, (query) => query('select * from programme'))).rejects.toThrow(/does not exist/);
      await expect(database.asAudience(audience, (query) => query('select * from landclear_manager.programme'))).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  test('refuses an audience that is none', async () => {
    const question = database.asAudience('manager; reset role' as never, (query) => query('select 1'));
    await expect(question).rejects.toThrow('not an audience');
  });

  test('its role and path are gone at the next question, also after an error', async () => {
    const who = () =>
      database.asKeeper((query) =>
        query<{ user: string; path: string }>(`select current_user as user, current_setting('search_path') as path`),
      );
    const [before] = await who();
    await database.asAudience('manager', (query) => query('select 1'));
    expect(await who()).toEqual([before]);
    await database.asAudience('manager', (query) => query('select 1/0')).catch(() => {});
    expect(await who()).toEqual([before]);
    expect(before).toMatchObject({ path: 'landclear, public' });
    expect(before?.user).not.toBe('landclear_manager');
  });
});

describe('asKeeper', () => {
  test('commits when the work is done', async () => {
    await addProgramme('KHM');
    expect(await programmeCodes()).toEqual(['KHM']);
  });

  test('rolls back when the work fails in SQL', async () => {
    const work = database.asKeeper(async (query) => {
      await query(`insert into programme (code, name) values ('KHM', 'Cambodia')`);
      await query('select 1/0');
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await programmeCodes()).toEqual([]);
  });

  test('rolls back when the work fails in the program', async () => {
    const work = database.asKeeper(async (query) => {
      await query(`insert into programme (code, name) values ('KHM', 'Cambodia')`);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await programmeCodes()).toEqual([]);
  });

  test('a failed commit is an error: a deferred constraint', async () => {
    const work = database.asKeeper((query) =>
      query(
        `create table landclear.deferred (i integer unique deferrable initially deferred); insert into landclear.deferred values (1), (1)`,
      ),
    );
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await database.asKeeper((query) => query(`select to_regclass('landclear.deferred') as found`))).toEqual([
      { found: null },
    ]);
  });

  test('work that swallows an SQL error is not taken for done', async () => {
    const work = database.asKeeper(async (query) => {
      await query(`insert into programme (code, name) values ('KHM', 'Cambodia')`);
      await query('select 1/0').catch(() => {});
      return 'done';
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await programmeCodes()).toEqual([]);
  });

  test('several statements in one text give the rows of the last', async () => {
    const rows = await database.asKeeper((query) =>
      query(`create temporary table t on commit drop as select 7 as i; select i from t`),
    );
    expect(rows).toEqual([{ i: 7 }]);
  });
});

test('a transaction inside another is refused, because on the embedded database it would wait for ever', async () => {
  const work = database.asKeeper(() => database.asAudience('manager', (query) => query('select 1')));
  await expect(work).rejects.toThrow('inside another');
});

test('a query after the end of its transaction is refused', async () => {
  let leaked: (text: string) => Promise<unknown> = async () => undefined;
  await database.asAudience('manager', async (query) => {
    leaked = query;
  });
  await expect(leaked('select 1')).rejects.toThrow('after its transaction had ended');
});

test('many questions at once are all answered, each with its own answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      database.asAudience(
        'manager',
        async (query) => (await query<{ number: number }>('select $1::int as number', [number]))[0]?.number,
      ),
    ),
  );
  expect(answers).toEqual(Array.from({ length: 40 }, (_, number) => number));
});

test('columns: days are text, counts are numbers, sums are exact, large counts are not rounded', async () => {
  const [row] = await database.asAudience('manager', (query) =>
    query(
      `select date '2020-02-29' as day, array[date '2020-01-01', null] as days, 5::int8 as count, array[1, null]::int8[] as counts,
         9007199254740993::int8 as huge, 0.10::numeric as area, 1.5::float8 as ratio, '{"a": [1]}'::jsonb as attributes, null::date as unknown`,
    ),
  );
  expect(row).toEqual({
    day: '2020-02-29',
    days: ['2020-01-01', null],
    count: 5,
    counts: [1, null],
    huge: '9007199254740993',
    area: '0.10',
    ratio: 1.5,
    attributes: { a: [1] },
    unknown: null,
  });
});

test('an answer and a parameter of several megabytes pass', async () => {
  const text = 'ដីមានមីន '.repeat(300_000);
  const [row] = await database.asKeeper((query) => query<{ text: string }>('select $1::text as text', [text]));
  expect(row?.text === text).toBe(true);
});

test('five hundred SQL errors in a row, among them geometry errors, do no harm', async () => {
  const bowTie = 'POLYGON((0 0,1 1,1 0,0 1,0 0))';
  const square = 'POLYGON((0.2 0.2,0.8 0.2,0.8 0.8,0.2 0.8,0.2 0.2))';
  const failing = [
    'select 1/0',
    'selec',
    'select * from nowhere',
    `select ST_Intersection('${bowTie}'::geometry, '${square}'::geometry)`,
  ];
  let errors = 0;
  for (let turn = 0; turn < 500; turn += 1) {
    await database
      .asAudience('manager', (query) => query(failing[turn % failing.length] as string))
      .catch((error: { code?: string }) => {
        // an SQL error with its code, not a lost connection
        if (error.code) errors += 1;
      });
  }
  expect(errors).toBe(500);
  await addProgramme('KHM');
  expect(await programmeCodes()).toEqual(['KHM']);
});
