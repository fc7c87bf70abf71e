import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from './connect.ts';
import type { Database, Query } from './database.ts';
import { oneStatement } from './one-trip.ts';
import { openTestDatabase, testDatabaseKind, testServerUrl } from './testing.ts';

const connect = (databaseUrl: string) => connectDatabase({ databaseUrl, dataDirectory: '' });
const PASSWORD = 'a-secret-word';

describe.runIf(testDatabaseKind === 'postgis')('PostGIS', () => {
  let server: pg.Client;
  beforeAll(async () => {
    server = new pg.Client({ connectionString: testServerUrl });
    await server.connect();
  });
  afterAll(() => server.end());

  const urlOf = (change: (url: URL) => void) => {
    const url = new URL(testServerUrl);
    change(url);
    return url.href;
  };
  const withRole = async (name: string, options: string, work: (role: string) => Promise<void>) => {
    const role = `landclear_test_${name}_${process.pid}`;
    await server.query(`create role ${role} login password '${PASSWORD}' ${options}`);
    try {
      await work(role);
    } finally {
      await server.query(`drop role ${role}`);
    }
  };
  const withDatabase = async (name: string, options: string, work: (database: string) => Promise<void>) => {
    const database = `landclear_test_${name}_${process.pid}`;
    await server.query(`create database ${database} ${options}`);
    try {
      await work(database);
    } finally {
      await server.query(`drop database ${database} with (force)`);
    }
  };

  test('a statement is not compiled before it runs, which took longer than to run it', async () => {
    const database = await openTestDatabase();
    const compiles = (query: Query) => query<{ jit: string }>('show jit');
    expect(await database.asAudience('manager', compiles)).toEqual([{ jit: 'off' }]);
    expect(await database.asKeeper(compiles)).toEqual([{ jit: 'off' }]);
    await database.close();
  });

  describe('work that is one statement', () => {
    let database: Database;
    beforeAll(async () => {
      database = await openTestDatabase();
    });
    afterAll(() => database.close());
    const asked = (text: string, values: (number | string)[], options?: { signal: AbortSignal }) =>
      database.asAudience(
        'manager',
        oneStatement({ text, values, onePlan: true }, (rows: object[]) => rows),
        options,
      );
    const ROLE = 'select current_user as role, $1::text as said, $2::integer - 1 as less';

    test('runs as the audience, reads only, and takes its values for nothing but values', async () => {
      for (const said of ["'); drop table programme; --", '$2', 'a\\b'])
        expect(await asked(ROLE, [said, -3])).toEqual([{ role: 'landclear_manager', said, less: -4 }]);
      await expect(asked('update landclear.programme set name = $1::text', ['x'])).rejects.toThrow();
      await expect(asked('select 1; select $1::integer', [1])).rejects.toThrow();
      await expect(asked('select $1::integer', [Number.NaN])).rejects.toThrow();
      // and what came after is as before
      expect(await asked(ROLE, ['x', 1])).toEqual([{ role: 'landclear_manager', said: 'x', less: 0 }]);
    });

    test('is answered behind a pooler too, which gives a connection another process', async () => {
      const answer = [{ role: 'landclear_manager', said: 'x', less: 0 }];
      await asked(ROLE, ['x', 1]);
      await database.asKeeper((query) => query('deallocate all'));
      for (let turn = 0; turn < 3; turn += 1) expect(await asked(ROLE, ['x', 1])).toEqual(answer);
    });

    test('that takes longer than a second is asked again, and given up as any question is', async () => {
      const gone = new AbortController();
      const asking = asked('select pg_sleep($1::float8)', [20], { signal: gone.signal });
      setTimeout(() => gone.abort(), 1500);
      const start = performance.now();
      await expect(asking).rejects.toMatchObject({ name: 'GivenUp' });
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(await asked('select pg_sleep($1::float8)', [1.2])).toHaveLength(1);
    });
  });

  describe('that cannot be used is one clear sentence without a password:', () => {
    const expectSentence = async (databaseUrl: string, sentence: RegExp) => {
      const error = await connect(databaseUrl).then(
        () => new Error('it connected'),
        (reason: Error) => reason,
      );
      expect(error.message).toMatch(sentence);
      expect(error.name).toBe('StartupError');
      expect(error.message).not.toContain(PASSWORD);
      expect(error.message).not.toMatch(/\n/);
    };

    test('nobody listens', () =>
      expectSentence(`postgres://someone:${PASSWORD}@127.0.0.1:1/land`, /^No database server answers at 127\.0\.0\.1:1\/land;/));

    test('the host is unknown', () =>
      expectSentence(`postgres://someone:${PASSWORD}@nowhere.invalid/land`, /^The host of nowhere\.invalid\/land is not known;/));

    test('something else listens', async () => {
      const listener = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      const { port } = listener.address() as { port: number };
      await expectSentence(`postgres://someone:${PASSWORD}@127.0.0.1:${port}/land`, /cannot be used/);
      listener.close();
    });

    test('the password is wrong', () =>
      withRole('wrong', '', (role) =>
        expectSentence(
          urlOf((url) => {
            url.username = role;
            url.password = `${PASSWORD}-not`;
          }),
          /refused the user or password in DATABASE_URL\.$/,
        ),
      ));

    test('the database does not exist', () =>
      expectSentence(
        urlOf((url) => {
          url.pathname = '/landclear_nowhere';
        }),
        /\/landclear_nowhere does not exist; create it first/,
      ));

    test('the user may not create PostGIS', () =>
      withRole('plain', '', (role) =>
        withDatabase('plain', `owner ${role}`, (database) =>
          expectSentence(
            urlOf((url) => {
              url.pathname = `/${database}`;
              url.username = role;
              url.password = PASSWORD;
            }),
            /may not create PostGIS in .*superuser/,
          ),
        ),
      ));

    test('the user may not create roles', () =>
      withRole('noroles', '', (role) =>
        withDatabase('noroles', '', async (database) => {
          const url = (user: boolean) =>
            urlOf((target) => {
              target.pathname = `/${database}`;
              if (user) {
                target.username = role;
                target.password = PASSWORD;
              }
            });
          const superuser = new pg.Client({ connectionString: url(false) });
          await superuser.connect();
          await superuser.query('create extension postgis');
          await superuser.end();
          await expectSentence(
            url(true),
            /The user of DATABASE_URL may not do what migration .* asks \(.*\); it needs CREATE on the database and CREATEROLE/,
          );
        }),
      ));
  });

  test('a user who is no superuser, owns the database and may create roles can do everything', () =>
    withRole('owner', 'createrole', (role) =>
      withDatabase('owner', `owner ${role}`, async (name) => {
        const url = new URL(testServerUrl);
        url.pathname = `/${name}`;
        const superuser = new pg.Client({ connectionString: url.href });
        await superuser.connect();
        await superuser.query('create extension postgis');
        url.username = role;
        url.password = PASSWORD;
        const database = await connect(url.href);
        try {
          await database.asKeeper((query) => query(`insert into programme (code, name) values ('KHM', 'Cambodia')`));
          const rows = await database.asAudience('manager', (query) => query('select code, current_user from programme'));
          expect(rows).toEqual([{ code: 'KHM', current_user: 'landclear_manager' }]);
        } finally {
          await database.close();
          await superuser.end();
        }
      }),
    ));

  describe('while it runs', () => {
    let database: Database;
    beforeAll(async () => {
      database = await openTestDatabase({ questionMilliseconds: 500 });
    });
    afterAll(() => database?.close());

    const name = async () =>
      (await database.asAudience('manager', (query) => query<{ name: string }>('select current_database() as name')))[0]
        ?.name as string;
    const cutConnections = async (database: string) => {
      await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
    };

    test('a server that cut every idle connection, as a restart does, is asked again without an error', async () => {
      const own = await name();
      await Promise.all(Array.from({ length: 8 }, name));
      await cutConnections(own);
      expect(await Promise.all(Array.from({ length: 8 }, name))).toEqual(Array(8).fill(own));
    });

    test('a connection cut in the middle of work is a clear error, its transaction is gone, and the next work is done', async () => {
      const own = await name();
      const work = database.asKeeper(async (query) => {
        await query(`insert into programme (code, name) values ('BIH', 'Bosnia and Herzegovina')`);
        await cutConnections(own);
        await query('select 1');
      });
      await expect(work).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
      expect(await database.asAudience('manager', (query) => query('select code from programme'))).toEqual([]);
    });

    test('a question that takes too long is stopped with a clear sentence; the keeper has no limit', async () => {
      await expect(database.asAudience('manager', (query) => query('select pg_sleep(20)'))).rejects.toMatchObject({
        name: 'DatabaseUnavailable',
        message: expect.stringContaining('longer than 0.5 s'),
      });
      expect(await database.asKeeper((query) => query('select 1 as one from pg_sleep(1)'))).toEqual([{ one: 1 }]);
    });
  });

  test('two programs that start at once on an empty database both come up', () =>
    withDatabase('both', '', async (name) => {
      const url = urlOf((target) => {
        target.pathname = `/${name}`;
      });
      const both = await Promise.all([connect(url), connect(url)]);
      for (const database of both) {
        expect(await database.asAudience('manager', (query) => query('select count(*) as count from face'))).toEqual([
          { count: 0 },
        ]);
        await database.close();
      }
    }));
});
