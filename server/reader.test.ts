import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';
import type { Database } from './database/database.ts';
import { openTestDatabase, testDatabaseKind } from './database/testing.ts';
import { box, hazard, Story } from './land/testing/story.ts';
import { Readiness } from './readiness.ts';

/** Longer than a test may take: that a statement ended is never that it was done. */
const LONG = 'select pg_sleep(600)';
const OUTLINE = {
  type: 'Polygon',
  coordinates: [
    [
      [102.9, 12.9],
      [103.1, 12.9],
      [103.1, 13.1],
      [102.9, 13.1],
      [102.9, 12.9],
    ],
  ],
};

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await delay(20);
}

describe('a reader who closes the connection before the answer is there', () => {
  let app: FastifyInstance;
  let database: Database;
  let story: Story;
  let port: number;
  /** what a question does before its second statement, and how many questions do not */
  let hold: string | null = null;
  let unheld = 0;
  const lines: string[] = [];
  /** questions whose work was begun */
  let begun = 0;
  let onQuestion: (answer: Promise<unknown>) => void = () => {};
  /** Of the next question to the database: when it is asked, and the error with which it ends. */
  const nextOutcome = () => {
    let onAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve;
    });
    const error = new Promise<unknown>((resolve) => {
      onQuestion = (answer) => {
        answer.catch(resolve);
        onAsked();
      };
    });
    return { asked, error };
  };

  beforeAll(async () => {
    database = await openTestDatabase({ questionMilliseconds: 900_000 });
    story = await Story.begin(database);
    await story.write([hazard('H', box(0, 0, 1, 1), { recorded: '2001-01-01' })]);
    const readiness = new Readiness();
    readiness.open({
      ...database,
      asAudience: (audience, work, options) => {
        const answer = database.asAudience(
          audience,
          (query) => {
            begun += 1;
            let statements = 0;
            return work(async (text, values) => {
              statements += 1;
              if (statements === 2 && hold !== null && unheld-- <= 0) await query(hold);
              return query(text, values);
            });
          },
          options,
        );
        onQuestion(answer);
        return answer;
      },
    });
    readiness.done('client');
    app = await buildApp({ readiness, logger: { write: (line) => lines.push(line) } });
    await app.listen({ port: 0, host: '127.0.0.1' });
    ({ port } = app.server.address() as { port: number });
    // figures are answered from memory from here on
    expect(await statusOf('/api/summary?programme=CODE')).toBe(200);
  });
  afterEach(() => {
    hold = null;
    unheld = 0;
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  /** Sends a question over a socket of its own. */
  const send = (path: string, body?: object, headers: Record<string, string> = {}) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path: path.replace('CODE', story.code),
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    });
    asked.on('error', () => {});
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    return asked;
  };
  const statusOf = async (...question: Parameters<typeof send>) => {
    const [answer] = (await once(send(...question), 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode;
  };

  const questions: [string, object?][] = [
    ['/api/records?programme=CODE'],
    ['/api/records?programme=CODE&format=csv'],
    ['/api/history?programme=CODE&at=103.0005,13.0005'],
    ['/api/changes.arrow?programme=CODE', OUTLINE],
    ['/api/land/border?programme=CODE', OUTLINE],
    ['/api/summary/area?programme=CODE', OUTLINE],
  ];

  const sleepers = async () =>
    (
      await database.asKeeper((query) =>
        query(`select from pg_stat_activity where datname = current_database() and state = 'active' and query = $1`, [LONG]),
      )
    ).length;

  it.runIf(testDatabaseKind === 'postgis').each(questions)('%s ends on the server, unlogged', async (path, body) => {
    hold = LONG;
    const asked = send(path, body);
    await until(async () => (await sleepers()) === 1);
    asked.destroy();
    await until(async () => (await sleepers()) === 0);
    hold = null;
    expect(await statusOf(path, body)).toBe(200);
    expect(lines).toEqual([]);
  });

  it.runIf(testDatabaseKind === 'postgis')('a long list of records, page after page, ends in the middle', async () => {
    await story.write(Array.from({ length: 1100 }, (_, index) => hazard(`P${index}`, null, { recorded: '2001-01-01' })));
    [hold, unheld] = [LONG, 1];
    const asked = send('/api/records?programme=CODE&format=csv');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    await until(async () => (await sleepers()) === 1);
    asked.destroy();
    await until(async () => (await sleepers()) === 0);
    hold = null;
    expect(await statusOf('/api/summary?programme=CODE')).toBe(200);
    expect(lines).toEqual([]);
  });

  it.each(questions)('%s is answered to one who waits, however long that takes', async (path, body) => {
    hold = 'select pg_sleep(0.3)';
    // packed otherwise than before, so that it is made and not kept from there
    expect(await statusOf(path, body, { 'accept-encoding': 'gzip' })).toBe(200);
    expect(lines).toEqual([]);
  });

  it.runIf(testDatabaseKind === 'embedded')('is not asked for where the question still waited for its turn', async () => {
    const before = database.asAudience('manager', (query) => query('select pg_sleep(1)'));
    const [begunBefore, outcome] = [begun, nextOutcome()];
    const asked = send('/api/records?programme=CODE');
    await outcome.asked;
    asked.destroy();
    expect(await Promise.race([outcome.error, before])).toMatchObject({ name: 'GivenUp' });
    await before;
    expect(begun).toBe(begunBefore);
    expect(await statusOf('/api/summary?programme=CODE')).toBe(200);
    expect(lines).toEqual([]);
  });

  it('what another error says is still logged', async () => {
    hold = 'select 1/0';
    expect(await statusOf('/api/records?programme=CODE')).toBe(500);
    expect(lines.splice(0).join()).toContain('division by zero');
  });
});
