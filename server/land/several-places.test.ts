import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccidentSummary } from '../accidents/contract.ts';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { Readiness } from '../readiness.ts';
import type { RecordPage } from '../records/contract.ts';
import type { Article5Report } from '../reports/contract.ts';
import { box, hazard, release, Story } from './testing/story.ts';

/** Three districts of one province P, the only places of level 2; ground beyond is in no place. */
const DISTRICTS = [
  { code: 'A', geometry: box(0, 0, 4, 9) },
  { code: 'B', geometry: box(4, 0, 4, 9) },
  { code: 'C', geometry: box(8, 0, 4, 9) },
];

/** Figures by the path on which they stand: every number of an answer, wherever it is. */
function numbersOf(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]]);
  if (value === null || typeof value !== 'object') return new Map();
  // rows that say what they are of are called by it: a list holds only what there is
  const nameOf = (key: string, row: unknown) => (row as { kind?: string } | null)?.kind ?? key;
  return new Map(Object.entries(value).flatMap(([key, row]) => [...numbersOf(row, `${path}/${nameOf(key, row)}`)]));
}

describe('several places in one question', () => {
  let app: FastifyInstance;
  let database: Database;
  let story: Story;

  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
    story = await Story.begin(database);
    await story.cutByPlaces(DISTRICTS);
    await story.write([
      hazard('H', box(1, 1, 13, 3), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
      hazard('K', box(5, 5, 5, 2), { recorded: '2002-01-01', kind: 'CHA', ordnance: ['cluster_munition_remnant'] }),
      hazard('U', null, { recorded: '2001-01-01', statedM2: 5000 }),
      release('R', box(2, 1, 9, 2), 'cleared', { completed: '2005-03-01', names: ['H'] }),
      release('S', box(6, 5, 1, 2), 'cancelled', { completed: '2006-03-01', names: ['K'] }),
      release('O', box(0, 8, 13, 1), 'reduced', { completed: '2006-06-01' }),
    ]);
    await database.asKeeper((query) =>
      query(
        `insert into accident (programme_id, record_key, import_batch_id, occurred_on, snapshot_day, killed_count, injured_count, place_id, content_hash)
         select $1, 'accident ' || code, (select min(import_batch_id) from import_batch where programme_id = $1), '2003-05-06', '2003-05-06',
           1, ascii(code) - 60, place_id, 'story'
         from place where programme_id = $1 and code = any($2)`,
        [story.programmeId, DISTRICTS.map(({ code }) => code)],
      ),
    );
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = async <Body>(path: string, places: string, question: string): Promise<Body> => {
    const answer = await app.inject({
      url: `${path}?programme=${story.code}&place=${places}&${question}`,
      headers: { host: '127.0.0.1:3000' },
    });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json() as Body;
  };

  const QUESTIONS: [path: string, question: string][] = [
    ['/api/summary', 'as_of=2006-12-31'],
    ['/api/summary', 'as_of=2005-12-31&method=cleared&kind=SHA'],
    ['/api/timeline', 'from=2000-12-31&to=2007-12-31'],
    ['/api/movements', 'step=quarter&from=2000-12-31&to=2007-12-31'],
    ['/api/compare', 'from=2001-12-31&to=2006-12-31'],
    ['/api/accidents/summary', 'to=2006-12-31'],
  ];
  const leafKeys = (answer: unknown) => new Map([...numbersOf(answer)].filter(([path]) => !path.startsWith('/items/')));

  it.each(
    QUESTIONS,
  )('%s %s: the sum over places that do not overlap, and ground counted once where they do', async (path, question) => {
    // accidents list their places: those lists are as long as the choice, so their sums are compared
    const numbers = async (places: string) => {
      const answer = await ask<object>(path, places, question);
      return path.startsWith('/api/accidents') ? leafKeys(answer) : numbersOf(answer);
    };
    const parts = await Promise.all(['A', 'C', 'none'].map(numbers));
    const together = await numbers('C,none,A');
    expect(together.size).toBeGreaterThan(3);
    expect([...together.values()].filter((value) => value !== 0).length).toBeGreaterThan(1);
    for (const [figure, value] of together) {
      // a hazard and a release that meet in two places are one conflict, not two
      if (figure === '/conflicts') continue;
      const sum = parts.reduce((total, part) => total + (part.get(figure) ?? 0), 0);
      expect(value, figure).toBeCloseTo(sum, 9);
    }
    // a district within a province that is asked for too adds nothing, whichever comes first
    const province = await numbers('P');
    for (const places of ['P,B', 'B,P', 'A,B,C', 'A,P,P']) expect(await numbers(places), places).toEqual(province);
  });

  it('records and report are those of any of the places, each once', async () => {
    const idsOf = async (places: string) =>
      (await ask<RecordPage>('/api/records', places, 'type=hazardous_area&as_of=2006-12-31')).items.map((item) => item.id);
    const [province, nowhere] = [await idsOf('P'), await idsOf('none')];
    expect(province.length).toBeGreaterThan(0);
    expect(nowhere.length).toBeGreaterThan(0);
    expect((await idsOf('none,P,B')).sort()).toEqual([...province, ...nowhere].sort());

    const totalOf = async (places: string) => {
      const { tables } = await ask<Article5Report>(
        '/api/reports/article-5.json',
        places,
        'as_of=2006-12-31&from=2000-12-31&level=2',
      );
      return Object.fromEntries(tables.map(({ key, total, rows }) => [key, { total, rows: rows.length }]));
    };
    expect(await totalOf('P,A')).toEqual(await totalOf('P'));
    const [west, east, both] = [await totalOf('A'), await totalOf('C'), await totalOf('A,C')];
    for (const key of ['remaining_by_place', 'progress_by_year', 'progress_by_place']) {
      const total = both[key]?.total as Record<string, number | null>;
      for (const [column, value] of Object.entries(total)) {
        if (typeof value !== 'number') continue;
        const sum = Number(west[key]?.total[column]) + Number(east[key]?.total[column]);
        expect(value, `${key} ${column}`).toBeCloseTo(sum, 6);
      }
    }
  });

  it('one unknown place among several is said, not left out', async () => {
    const answer = await app.inject({
      url: `/api/summary?programme=${story.code}&place=A,Z`,
      headers: { host: '127.0.0.1:3000' },
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ field: 'place' });
    expect(answer.body).toContain('place=Z');
  });

  it('accidents of several places are theirs', async () => {
    const { accidents, items } = await ask<AccidentSummary>('/api/accidents/summary', 'A,C', 'to=2006-12-31');
    expect(accidents).toBe(2);
    expect(items.map(({ place }) => place).sort()).toEqual(['A', 'C']);
  });
});
