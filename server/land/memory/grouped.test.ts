import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { Readiness } from '../../readiness.ts';
import { histories } from '../testing/arbitrary.ts';
import { box, hazard, release, Story } from '../testing/story.ts';

const OUTLINE = { type: 'Polygon', coordinates: box(1, 1, 6, 6)[0] };
const FILTERS = [
  '',
  '&place=A',
  '&operator=alpha&method=cleared',
  '&kind=CHA&state=remaining',
  '&bbox=103.001,13.002,103.006,13.009',
  '&place=P&bbox=103,13,103.004,13.02',
];
const QUESTIONS = [
  '/api/summary?as_of=2006-12-31',
  '/api/timeline?from=1999-12-31&to=2026-01-01',
  '/api/compare?from=2003-12-31&to=2012-01-01',
  '/api/movements?to=2026-01-01&step=quarter&format=csv',
  '/api/reports/article-5.json?as_of=2012-01-01',
];

describe('a programme that is too large for memory', () => {
  let database: Database;
  let app: FastifyInstance;
  let small: FastifyInstance;
  const lines: string[] = [];

  const serve = async (memoryBytes: number) => {
    const readiness = new Readiness();
    readiness.open(database);
    return buildApp({ readiness, memoryBytes, logger: { write: (line) => lines.push(line) } });
  };
  beforeAll(async () => {
    database = await openTestDatabase();
    [app, small] = [await serve(1024 ** 3), await serve(1)];
  });
  afterAll(async () => {
    await app.close();
    await small.close();
    await database.close();
  });

  /** What both say of it. */
  const both = async (question: string, body?: object) => {
    const of = async (server: FastifyInstance) => {
      const answer = await server.inject(body === undefined ? question : { method: 'POST', url: question, payload: body });
      expect(answer.statusCode).toBe(200);
      return answer.body;
    };
    return [await of(app), await of(small)];
  };

  it('is answered to the last digit, in a box and in a drawn area too, and said', async () => {
    const random = fc.tuple(histories(5), fc.constantFrom(...FILTERS), fc.constantFrom(...QUESTIONS));
    await fc.assert(
      fc.asyncProperty(random, async ([records, filter, question]) => {
        const story = await Story.begin(database);
        await story.cutByPlaces([
          { code: 'A', geometry: box(0, 0, 5, 9) },
          { code: 'B', geometry: box(5, 0, 5, 9) },
        ]);
        await story.write(records);
        const [whole, grouped] = await both(`${question}&programme=${story.code}${filter}`);
        expect(grouped).toBe(whole);
        const [area, sameArea] = await both(`/api/summary/area?programme=${story.code}&as_of=2012-01-01${filter}`, OUTLINE);
        expect(sameArea).toBe(area);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(lines.join()).toMatch(/has \d+ spans of land, about \d+ MB in memory, and MEMORY_MB allows 0/);
  });

  it('is refused span by span, with what can be had instead', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 2, 2), { recorded: '2001-01-01' }),
      release('R', box(0, 0, 1, 1), 'cleared', { completed: '2002-01-01' }),
    ]);
    const answer = await small.inject(`/api/ledger.arrow?programme=${story.code}`);
    expect([answer.statusCode, answer.json().detail]).toEqual([413, expect.stringMatching(/MEMORY_MB.*changes\.arrow/)]);
    const [cells, sameCells] = await both(`/api/cells.arrow?programme=${story.code}&zoom=6&bbox=102,12,104,14&as_of=2003-01-01`);
    expect(sameCells).toBe(cells);
  });
});
