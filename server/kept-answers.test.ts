import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';
import type { Database } from './database/database.ts';
import { openTestDatabase } from './database/testing.ts';
import { box, hazard, Story } from './land/testing/story.ts';
import { Readiness } from './readiness.ts';

describe('answers that are kept', () => {
  let database: Database;
  let app: FastifyInstance;
  let story: Story;
  let url: string;
  let isAway = false;
  let questions = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
    story = await Story.begin(database);
    await story.write([hazard('H', box(0, 0, 9, 9), { recorded: '2001-01-01' })]);
    const readiness = new Readiness();
    readiness.open({
      ...database,
      asAudience: async (...asked) => {
        questions += 1;
        if (isAway) throw new Error('The database is away.');
        return database.asAudience(...asked);
      },
    });
    app = await buildApp({ readiness });
    url = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}${path.replace('CODE', story.code)}`, { headers });
    const named = (name: string) => answer.headers.get(name);
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()), named };
  };
  const KEPT = [
    '/tiles/land/12/3219/1898.mvt?programme=CODE',
    '/api/ledger.arrow?programme=CODE',
    '/api/movements.arrow?programme=CODE',
  ];

  /** An answer that cost no question; the server asks which versions there are in between, of its own accord and seldom. */
  const askForNothing = async (path: string, headers: Record<string, string> = {}) => {
    for (let turn = 1; ; turn += 1) {
      const before = questions;
      const answer = await ask(path, headers);
      if (questions === before) return answer;
      if (turn === 4) throw new Error(`${path} costs a question each time.`);
    }
  };

  it.each(KEPT)('%s costs no question the second time, and is the same with the same headers', async (path) => {
    const first = await ask(path);
    expect(first.status).toBe(200);
    const second = await askForNothing(path);
    expect(second.body.equals(first.body)).toBe(true);
    for (const name of [
      'etag',
      'content-type',
      'content-encoding',
      'vary',
      'cache-control',
      'data-version',
      'x-content-type-options',
      'referrer-policy',
    ])
      expect(second.named(name)).toBe(first.named(name));
    const known = await askForNothing(path, { 'if-none-match': first.named('etag') as string });
    expect([known.status, known.body.length]).toEqual([304, 0]);
    expect(known.named('data-version')).toBe(first.named('data-version'));
  });

  it('a new version is answered as soon as it is written', async () => {
    const [path] = KEPT as [string];
    const before = await ask(path);
    await story.write([hazard('K', box(2, 2, 1, 1), { recorded: '2002-01-01', kind: 'CHA' })]);
    const after = await ask(path);
    expect(after.named('data-version')).not.toBe(before.named('data-version'));
    expect(after.body.equals(before.body)).toBe(false);
    expect((await ask(path, { 'if-none-match': before.named('etag') as string })).status).toBe(200);
  });

  it('pages of other sites get none of it', async () => {
    const [path] = KEPT as [string];
    expect((await ask(path)).status).toBe(200);
    expect((await ask(path, { origin: 'https://example.org' })).status).toBe(403);
  });

  it('while the database is away what is kept and what is held goes on, and says that it may be old; the rest says why not', async () => {
    const [tile] = KEPT as [string];
    await ask(tile);
    await ask('/api/summary?programme=CODE');
    isAway = true;
    // a change is told, and nobody can say which
    await database.asKeeper(async () => {});
    const kept = await ask(tile);
    expect([kept.status, kept.named('warning')]).toEqual([200, expect.stringContaining('110')]);
    const figures = await ask('/api/summary?programme=CODE&as_of=2001-06-01');
    expect([figures.status, figures.named('warning')]).toEqual([200, expect.stringContaining('110')]);
    expect((await ask('/tiles/land/13/1/1.mvt?programme=CODE')).status).toBe(500);
    isAway = false;
    await database.asKeeper(async () => {});
    expect((await ask(tile)).named('warning')).toBeNull();
  });
});
