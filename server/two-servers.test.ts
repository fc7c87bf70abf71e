import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';
import { connectDatabase } from './database/connect.ts';
import type { Database } from './database/database.ts';
import { openTestDatabase, testDatabaseKind } from './database/testing.ts';
import { box, hazard, Story } from './land/testing/story.ts';
import { Readiness } from './readiness.ts';

/** Each answers from a connection of its own to the same database, as two processes do. */
describe.runIf(testDatabaseKind === 'postgis')('two servers on one database', () => {
  let database: Database;
  let story: Story;
  const servers: { app: FastifyInstance; database: Database }[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    story = await Story.begin(database);
    await story.write([hazard('H', box(0, 0, 1, 1), { recorded: '2001-01-01' })]);
    const [{ address }] = (await database.asKeeper((query) =>
      query<{ address: string }>('select current_database() as address'),
    )) as [{ address: string }];
    const databaseUrl = new URL(process.env.LANDCLEAR_TEST_DATABASE_URL as string);
    databaseUrl.pathname = address;
    for (let index = 0; index < 2; index += 1) {
      const own = await connectDatabase({ databaseUrl: databaseUrl.href, dataDirectory: '' });
      const readiness = new Readiness();
      readiness.open(own);
      readiness.done('client');
      servers.push({ app: await buildApp({ readiness }), database: own });
    }
  });
  afterAll(async () => {
    for (const { app, database: own } of servers) {
      await app.close();
      await own.close();
    }
    await database.close();
  });

  it('neither ever answers an older version after a newer one, while a third imports', async () => {
    const numberOf = async (server: number, path: string): Promise<number> => {
      const answer = await (servers[server] as (typeof servers)[number]).app.inject(path.replace('CODE', story.code));
      expect(answer.statusCode).toBe(200);
      return Number((answer.headers['data-version'] as string).split(' ')[1]?.split('-')[0]);
    };
    let isOver = false;
    const imports = (async () => {
      for (let index = 0; index < 200; index += 1)
        await story.write([hazard(`K${index % 5}`, box(index % 7, 3, 1, 1), { recorded: '2002-01-01' })]);
      isOver = true;
    })();
    const client = async (first: number) => {
      const paths = [
        '/api/summary?programme=CODE',
        '/tiles/land/12/3219/1898.mvt?programme=CODE',
        '/api/history?programme=CODE&at=103.0005,13.0005',
      ];
      let [last, asked] = [0, first];
      while (!isOver) {
        const version = await numberOf(asked % 2, paths[asked % paths.length] as string);
        expect(version).toBeGreaterThanOrEqual(last);
        last = version;
        asked += 1;
      }
      return asked;
    };
    const answers = await Promise.all([client(0), client(1), client(2)]);
    await imports;
    expect(Math.min(...answers)).toBeGreaterThan(20);
    const [{ version }] = (await database.asAudience('manager', (query) =>
      query<{ version: number }>('select version_number::float8 as version from programme where code = $1', [story.code]),
    )) as [{ version: number }];
    for (const server of [0, 1])
      await expect.poll(() => numberOf(server, '/api/summary?programme=CODE'), { timeout: 10_000 }).toBe(version);
    // 200 writes take a minute by themselves, and more beside other tests
  }, 240_000);
});
