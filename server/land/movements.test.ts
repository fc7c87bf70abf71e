import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { NOTHING_KNOWN } from '../engine/columns.ts';
import { dayOf } from '../engine/days.ts';
import { findProgramme } from '../places/queries.ts';
import { Readiness } from '../readiness.ts';
import { CLOSURE_REASONS, MOVEMENT_KINDS } from '../vocabulary.ts';
import type { MovementList, Timeline } from './contract.ts';
import { histories } from './testing/arbitrary.ts';
import { movementColumns } from './testing/figures.ts';
import { geographicLibSquareMetres } from './testing/geodesic.ts';
import { box, hazard, release, Story } from './testing/story.ts';

describe('movements by period, asked over HTTP', () => {
  let app: FastifyInstance;
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = (path: string, headers: Record<string, string> = {}) =>
    app.inject({ url: path, headers: { host: '127.0.0.1:3000', ...headers } });
  const moved = async (story: Story, question = '') =>
    (await ask(`/api/movements?programme=${story.code}${question}`)).json() as MovementList;
  const km2 = (...shape: [number, number, number, number]) => geographicLibSquareMetres(box(...shape)) / 1e6;

  const told = async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 10, 4), { recorded: '2001-02-03' }),
      hazard('E', box(20, 0, 2, 2), { recorded: '2001-02-03', closed: '2003-05-05', closedReason: 'error' }),
      hazard('M', box(24, 0, 3, 2), { recorded: '2001-02-03', closed: '2003-08-05', closedReason: 'merged' }),
      hazard('U', box(30, 0, 1, 1), { recorded: null, snapshot: '2003-07-31' }),
      release('R', box(0, 0, 2, 4), 'cancelled', { completed: '2003-01-15' }),
      release('S', box(2, 0, 3, 4), 'reduced', { completed: '2003-06-15' }),
      release('T', box(5, 0, 1, 4), 'cleared', { completed: '2003-06-15' }),
      release('O', box(40, 0, 2, 1), 'cleared', { completed: '2003-06-15' }),
    ]);
    return story;
  };

  it('each kind, each reason and outside ground is apart, and as large as GeographicLib says', async () => {
    const { items, undated } = await moved(await told(), '&from=2000-12-31&to=2003-12-31');
    expect(items.map(({ period }) => period)).toEqual(['2001', '2002', '2003']);
    const [first, , third] = items;
    expect(first?.movements_km2.recorded).toBeCloseTo(km2(0, 0, 10, 4) + km2(20, 0, 2, 2) + km2(24, 0, 3, 2), 6);
    expect(third?.movements_km2.cancelled).toBeCloseTo(km2(0, 0, 2, 4), 6);
    expect(third?.movements_km2.reduced).toBeCloseTo(km2(2, 0, 3, 4), 6);
    expect(third?.movements_km2.cleared).toBeCloseTo(km2(5, 0, 1, 4), 6);
    expect(third?.outside_movements_km2.cleared).toBeCloseTo(km2(40, 0, 2, 1), 6);
    expect(third?.closed_by_reason_km2.error).toBeCloseTo(km2(20, 0, 2, 2), 6);
    expect(third?.closed_by_reason_km2.merged).toBeCloseTo(km2(24, 0, 3, 2), 6);
    // what has no date of its own is in no year
    expect(third?.movements_km2.recorded).toBe(0);
    expect(undated.movements_km2.recorded).toBeCloseTo(km2(30, 0, 1, 1), 6);
  });

  it('quarters and months add up to the year', async () => {
    const story = await told();
    const [year] = (await moved(story, '&from=2002-12-31&to=2003-12-31')).items;
    for (const step of ['quarter', 'month'] as const) {
      const { items } = await moved(story, `&from=2002-12-31&to=2003-12-31&step=${step}`);
      expect(items).toHaveLength(step === 'quarter' ? 4 : 12);
      for (const kind of MOVEMENT_KINDS)
        expect(items.reduce((sum, item) => sum + item.movements_km2[kind], 0)).toBeCloseTo(year?.movements_km2[kind] ?? 0, 12);
    }
  });

  it('method selects released land only', async () => {
    const story = await told();
    const all = await moved(story, '&from=2000-12-31&to=2003-12-31');
    const cleared = await moved(story, '&from=2000-12-31&to=2003-12-31&method=cleared');
    expect(cleared.items[0]).toEqual(all.items[0]);
    expect(cleared.items[2]?.movements_km2).toEqual({ ...all.items[2]?.movements_km2, cancelled: 0, reduced: 0 });
  });

  it('CSV by format or by Accept has the numbers of the JSON in every digit', async () => {
    const story = await told();
    const { items, undated } = await moved(story, '&from=2000-12-31&to=2003-12-31');
    const path = `/api/movements?programme=${story.code}&from=2000-12-31&to=2003-12-31`;
    for (const answer of [await ask(`${path}&format=csv`), await ask(path, { accept: 'text/csv, */*;q=0.1' })]) {
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
      const rows = parse(answer.body, { columns: true, comment: '#', comment_no_infix: true }) as Record<string, string>[];
      expect(rows.map(({ period, to }) => [period, to])).toEqual([
        ...items.map(({ period, to }) => [period, to]),
        ['undated', ''],
      ]);
      for (const [index, item] of [...items, undated].entries()) {
        for (const kind of MOVEMENT_KINDS) {
          const name = kind.replace('-', '');
          expect(Number(rows[index]?.[`${name}_km2`])).toBe(item.movements_km2[kind]);
          expect(Number(rows[index]?.[`outside_${name}_km2`])).toBe(item.outside_movements_km2[kind]);
        }
        for (const reason of CLOSURE_REASONS)
          expect(Number(rows[index]?.[`closed_${reason}_km2`])).toBe(item.closed_by_reason_km2[reason]);
      }
    }
    const json = await ask(`${path}&format=json`, { accept: 'text/csv' });
    expect(json.headers['content-type']).toContain('application/json');
  });

  it.each([
    ['&from=2004-01-01&to=2003-01-01', 400, 'from'],
    ['&from=yesterday', 400, 'from'],
    ['&place=nowhere', 404, 'place'],
    ['&from=0001-01-01&step=month', 400, 'step'],
  ])('refuses %s', async (question, status, field) => {
    const story = await told();
    const answer = await ask(`/api/movements?programme=${story.code}${question}`);
    expect([answer.statusCode, (answer.json() as { field?: string }).field]).toEqual([status, field]);
  });

  it('on random histories: the timeline and the columns, added up apart, say the same; reasons add up to what was closed', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        const question = '&from=2001-03-14&to=2006-06-01&step=quarter';
        const { items, undated } = await moved(story, question);
        const timeline = (await ask(`/api/timeline?programme=${story.code}${question}`)).json() as Timeline;
        expect(items.map(({ movements_km2, outside_movements_km2 }) => [movements_km2, outside_movements_km2])).toEqual(
          timeline.items.map((item) => [item.movements_km2, item.outside_movements_km2]),
        );
        const table = tableFromIPC(
          await database.asAudience('manager', async (query) => movementColumns(query, await findProgramme(query, story.code))),
        );
        const rows = [...table].map(
          (row) =>
            row.toJSON() as Record<'day' | 'area' | 'undated' | 'kind' | 'closed_reason' | 'from_state' | 'to_state', number>,
        );
        for (const row of rows) expect(row.closed_reason === NOTHING_KNOWN).toBe(MOVEMENT_KINDS[row.kind] !== 'closed');
        const closed = (reason: number, meant: (row: (typeof rows)[number]) => boolean) =>
          rows.filter((row) => row.closed_reason === reason && meant(row)).reduce((sum, { area }) => sum + area, 0) / 1e8;
        for (const [index, reason] of CLOSURE_REASONS.entries()) {
          for (const { from, to, closed_by_reason_km2 } of items)
            expect(closed(index, ({ undated: none, day }) => none === 0 && day > dayOf(from) && day <= dayOf(to))).toBe(
              closed_by_reason_km2[reason],
            );
          expect(closed(index, ({ undated: none, day }) => none === 1 && day <= dayOf('2006-06-01'))).toBe(
            undated.closed_by_reason_km2[reason],
          );
        }
        for (const { movements_km2, closed_by_reason_km2 } of items)
          expect(Object.values(closed_by_reason_km2).reduce((sum, area) => sum + area, 0)).toBeCloseTo(movements_km2.closed, 12);
      }),
      { numRuns: 10 },
    );
  });
});
