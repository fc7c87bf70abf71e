import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from './connect.ts';
import type { Database, Query } from './database.ts';
import type { EmbeddedDatabase } from './embedded.ts';
import { openEmbeddedTestDatabase, openPostgisTestDatabase, testDatabaseKind, testServerUrl } from './testing.ts';

/** Longer than a test may take: that a statement ended is never that it was done. */
const LONG = 'select pg_sleep(600)';
const PATIENT = { questionMilliseconds: 900_000 };
const RUNS = process.env.LANDCLEAR_LONG ? 160 : 10;

const numberOf =
  (number: number, seconds = 0) =>
  async (query: Query) =>
    (await query<{ number: number }>('select $1::int as number from pg_sleep($2)', [number, seconds]))[0]?.number;

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await delay(20);
}

describe.runIf(testDatabaseKind === 'postgis')('a question that its reader gave up, on PostGIS', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openPostgisTestDatabase(PATIENT);
  });
  afterAll(() => database?.close());

  /** What other connections of the database do, as the server tells it: their statements while a transaction is open. */
  const underWay = () =>
    database.asKeeper((query) =>
      query<{ state: string; query: string }>(
        `select state, query from pg_stat_activity
         where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      ),
    );
  const sleepers = async () => (await underWay()).filter((other) => other.state === 'active' && other.query === LONG).length;
  const answersOfAll = () =>
    Promise.all(Array.from({ length: 16 }, (_, number) => database.asAudience('manager', numberOf(number, 0.01))));
  const expectHealth = async () => {
    expect(await answersOfAll()).toEqual(Array.from({ length: 16 }, (_, number) => number));
    expect(await underWay()).toEqual([]);
  };
  const askLong = (signal: AbortSignal) => database.asAudience('manager', (query) => query(LONG), { signal });

  test('ends on the server; another that runs meanwhile is answered, and so are all later ones', async () => {
    const reader = new AbortController();
    const other = database.asAudience('manager', numberOf(7, 2), { signal: new AbortController().signal });
    const asked = expect(askLong(reader.signal)).rejects.toMatchObject({ name: 'GivenUp' });
    await until(async () => (await sleepers()) === 1);
    reader.abort();
    await until(async () => (await sleepers()) === 0);
    await asked;
    expect(await other).toBe(7);
    await expectHealth();
  });

  test('ends also where every connection is busy with such questions, and frees them for others', async () => {
    const reader = new AbortController();
    const asked = Array.from({ length: 8 }, () => expect(askLong(reader.signal)).rejects.toMatchObject({ name: 'GivenUp' }));
    // the connections are all taken: the waiting one is answered only once they come back
    const waiting = database.asAudience('manager', numberOf(3));
    reader.abort();
    expect(await waiting).toBe(3);
    await Promise.all(asked);
    await expectHealth();
  });

  test('does not begin where it waited for a connection', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const busy = Array.from({ length: 8 }, () => expect(askLong(first.signal)).rejects.toMatchObject({ name: 'GivenUp' }));
    let begun = false;
    const waiting = database.asAudience(
      'manager',
      async () => {
        begun = true;
      },
      { signal: second.signal },
    );
    second.abort();
    first.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'GivenUp' });
    expect(begun).toBe(false);
    await Promise.all(busy);
  });

  test('is not taken for answered where the work goes on after the error', async () => {
    const reader = new AbortController();
    const asked = database.asAudience(
      'manager',
      async (query) => {
        await query(LONG).catch(() => {});
        return 'an answer';
      },
      { signal: reader.signal },
    );
    const refused = expect(asked).rejects.toMatchObject({ name: 'GivenUp' });
    await until(async () => (await sleepers()) === 1);
    reader.abort();
    await refused;
    await expectHealth();
  });

  test('is not begun again after its first statement', async () => {
    const reader = new AbortController();
    const asked = database.asAudience(
      'manager',
      async (query) => {
        await query('select 1');
        reader.abort();
        return query(LONG);
      },
      { signal: reader.signal },
    );
    await expect(asked).rejects.toMatchObject({ name: 'GivenUp' });
    await expectHealth();
  });

  test('at any moment, with any others about: those are answered each with its own, and so are all later ones', async () => {
    const question = fc.record({
      seconds: fc.constantFrom(0, 0.002, 0.01, 600),
      statements: fc.integer({ min: 1, max: 3 }),
      together: fc.boolean(),
      goneAfter: fc.option(fc.integer({ min: 0, max: 25 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 4, maxLength: 24 }), async (questions) => {
        const answers = questions.map(async ({ seconds, statements, together, goneAfter }, index) => {
          const reader = new AbortController();
          // nobody waits 600 s
          const leaves = goneAfter ?? (seconds === 600 ? 5 : null);
          if (leaves !== null) setTimeout(() => reader.abort(), leaves);
          const own = Array.from({ length: statements }, (_, part) => index * 10 + part);
          const asked = database.asAudience(
            'manager',
            async (query) => {
              if (together) return Promise.all(own.map((number) => numberOf(number, seconds)(query)));
              const numbers = [];
              for (const number of own) numbers.push(await numberOf(number, seconds)(query));
              return numbers;
            },
            { signal: reader.signal },
          );
          const answer = await asked.catch((error: Error) => error.name);
          // who stayed has an answer; who left has his own or none
          if (leaves === null || answer !== 'GivenUp') expect(answer).toEqual(own);
        });
        await Promise.all(answers);
        await expectHealth();
      }),
      { numRuns: RUNS },
    );
  });

  test('a cancel on its way holds the connection back: it never stops the next question', async () => {
    const [own] = await database.asKeeper((query) => query<{ name: string }>('select current_database() as name'));
    const proxy = await holdingBack('pg_cancel_backend');
    const url = new URL(testServerUrl);
    url.pathname = `/${own?.name}`;
    url.host = proxy.host;
    const far = await connectDatabase({ databaseUrl: url.href, dataDirectory: '' }, { limits: PATIENT });
    try {
      const reader = new AbortController();
      const asked = far.asAudience('manager', numberOf(1, 0.3), { signal: reader.signal });
      const settled = asked.then(
        () => true,
        () => true,
      );
      await until(async () => (await underWay()).some(({ query }) => query.includes('pg_sleep')));
      reader.abort();
      await proxy.held;
      // the statement ends by itself while the cancel is still on its way
      await until(async () => !(await underWay()).some(({ state }) => state === 'active'));
      const others = Array.from({ length: 12 }, (_, number) => far.asAudience('manager', numberOf(number, 0.5)));
      await until(async () => (await underWay()).filter(({ query }) => query.includes('pg_sleep')).length >= 7);
      expect(await Promise.race([settled, Promise.resolve(false)])).toBe(false);
      proxy.letGo();
      expect(await Promise.all(others)).toEqual(Array.from({ length: 12 }, (_, number) => number));
      expect(await asked).toBe(1);
    } finally {
      proxy.letGo();
      await far.close();
      proxy.close();
    }
  });
});

/** Stands before the server and keeps what holds the words, until it is let go. */
async function holdingBack(words: string) {
  const target = new URL(testServerUrl);
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let hold = () => {};
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    far.pipe(near);
    near.on('close', () => far.destroy());
    near.on('data', async (bytes: Buffer) => {
      if (bytes.includes(words)) {
        hold();
        await gone;
      }
      far.write(bytes);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  const close = () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  };
  return { host: `127.0.0.1:${port}`, held, letGo, close };
}

describe.runIf(testDatabaseKind === 'embedded')('a question that its reader gave up, on the embedded database', () => {
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    database = await openEmbeddedTestDatabase();
  });
  afterAll(() => database?.close());

  test('leaves the queue at once and is never begun; those behind it are answered', async () => {
    const slow = database.asAudience('manager', numberOf(1, 1));
    const reader = new AbortController();
    let begun = false;
    const waiting = database.asAudience(
      'manager',
      async () => {
        begun = true;
      },
      { signal: reader.signal },
    );
    const behind = database.asAudience('manager', numberOf(2), { signal: new AbortController().signal });
    const first = Promise.race([slow, waiting.catch((error: Error) => error.name)]);
    reader.abort();
    expect(await first).toBe('GivenUp');
    expect([await slow, await behind]).toEqual([1, 2]);
    expect(begun).toBe(false);
  });

  test('ends after the statement that runs, and the database goes on', async () => {
    const { processId } = database;
    const reader = new AbortController();
    const done: string[] = [];
    const asked = database.asAudience(
      'manager',
      async (query) => {
        await query('select pg_sleep(0.5)');
        done.push('first');
        await query('select 1');
        done.push('second');
      },
      { signal: reader.signal },
    );
    await delay(100);
    reader.abort();
    await expect(asked).rejects.toMatchObject({ name: 'GivenUp' });
    expect(done).toEqual(['first']);
    expect(await database.asAudience('manager', numberOf(5))).toBe(5);
    expect(database.processId).toBe(processId);
  });

  test('at any moment, with any others about: those are answered each with its own', async () => {
    const goneAfter = fc.option(fc.integer({ min: 0, max: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.array(goneAfter, { minLength: 4, maxLength: 24 }), async (readers) => {
        const answers = readers.map(async (leaves, number) => {
          const reader = new AbortController();
          if (leaves !== null) setTimeout(() => reader.abort(), leaves);
          const asked = database.asAudience('manager', numberOf(number, 0.003), { signal: reader.signal });
          const answer = await asked.catch((error: Error) => error.name);
          if (leaves === null || answer !== 'GivenUp') expect(answer).toBe(number);
        });
        await Promise.all(answers);
        expect(await database.asAudience('manager', numberOf(99))).toBe(99);
      }),
      { numRuns: RUNS },
    );
  });
});

test('a question whose reader has gone before it is asked is not begun', async () => {
  const database = await (testDatabaseKind === 'postgis' ? openPostgisTestDatabase() : openEmbeddedTestDatabase());
  try {
    let begun = false;
    const asked = database.asAudience(
      'manager',
      async () => {
        begun = true;
      },
      { signal: AbortSignal.abort() },
    );
    await expect(asked).rejects.toMatchObject({ name: 'GivenUp' });
    expect(begun).toBe(false);
    expect(await database.asAudience('manager', numberOf(4))).toBe(4);
  } finally {
    await database.close();
  }
});
