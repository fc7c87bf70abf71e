import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { NOTHING_KNOWN } from '../engine/columns.ts';
import { dayOf, MILLISECONDS_A_DAY } from '../engine/days.ts';
import { findProgramme } from '../places/queries.ts';
import { LAND_STATES, MOVEMENT_KINDS } from '../vocabulary.ts';
import type { LandQuery } from './contract.ts';
import { resolveFilter } from './filters.ts';
import { histories } from './testing/arbitrary.ts';
import { compareRemaining, ledgerColumns, movementColumns, summaryAt, timelineBetween } from './testing/figures.ts';
import { geographicLibSquareMetres } from './testing/geodesic.ts';
import { box, hazard, release, Story } from './testing/story.ts';

const HALVES = [
  { code: 'A', geometry: box(0, 0, 5, 9) },
  { code: 'B', geometry: box(5, 0, 5, 9) },
];

describe('figures', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const summary = (story: Story, asOf: string, asked: Partial<LandQuery> = {}) =>
    database.asAudience('manager', async (query) =>
      summaryAt(query, await resolveFilter(query, { programme: story.code, ...asked }), asOf, null),
    );

  it('places cut the land: the halves and no place add up to the whole, a parent is the sum of its children', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(2, 2, 10, 3), { recorded: '2001-01-01' }),
      release('R', box(4, 2, 3, 3), 'reduced', { completed: '2005-01-01' }),
    ]);
    const whole = await summary(story, '2006-01-01');
    await story.cutByPlaces(HALVES);
    expect((await summary(story, '2006-01-01')).remaining_km2.total).toBeCloseTo(whole.remaining_km2.total, 7);
    const [west, east, none, parent] = (await Promise.all(
      ['A', 'B', 'none', 'P'].map((place) => summary(story, '2006-01-01', { place })),
    )) as [typeof whole, typeof whole, typeof whole, typeof whole];
    expect(west.remaining_km2.total * 1e6).toBeCloseTo(geographicLibSquareMetres(box(2, 2, 2, 3)), 0);
    expect(west.released_km2.reduced * 1e6).toBeCloseTo(geographicLibSquareMetres(box(4, 2, 1, 3)), 0);
    expect(east.released_km2.reduced * 1e6).toBeCloseTo(geographicLibSquareMetres(box(5, 2, 2, 3)), 0);
    expect(none.remaining_km2.total * 1e6).toBeCloseTo(geographicLibSquareMetres(box(10, 2, 2, 3)), 0);
    expect(parent.remaining_km2.total).toBeCloseTo(west.remaining_km2.total + east.remaining_km2.total, 12);
    expect(parent.remaining_km2.total + none.remaining_km2.total).toBeCloseTo(whole.remaining_km2.total, 7);
  });

  it('a change after the cut keeps the cut, and gives what a full rebuild gives', async () => {
    const story = await Story.begin(database);
    await story.cutByPlaces(HALVES);
    await story.write([hazard('H', box(2, 2, 10, 3), { recorded: '2001-01-01' })]);
    await story.write([release('R', box(4, 2, 3, 3), 'reduced', { completed: '2005-01-01' })]);
    const touched = await summary(story, '2006-01-01', { place: 'A' });
    await story.rebuildAll();
    const { data_version: _version, ...rebuilt } = await summary(story, '2006-01-01', { place: 'A' });
    expect(touched).toMatchObject(rebuilt);
  });

  it('operator and method select released land only; a box selects land by its point on surface', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 6, 2), { recorded: '2001-01-01' }),
      release('R', box(0, 0, 2, 2), 'cleared', { completed: '2005-01-01' }),
      release('S', box(2, 0, 2, 2), 'cancelled', { completed: '2005-01-01' }),
    ]);
    const all = await summary(story, '2006-01-01');
    const cleared = await summary(story, '2006-01-01', { method: 'cleared' });
    expect(cleared.remaining_km2).toEqual(all.remaining_km2);
    expect(cleared.released_km2).toEqual({ ...all.released_km2, cancelled: 0, total: all.released_km2.cleared });
    expect(cleared.recorded_km2).toBe(all.recorded_km2);
    const west = await summary(story, '2006-01-01', { bbox: '102.999,12.999,103.002,13.003' });
    expect(west.released_km2.cleared).toBe(all.released_km2.cleared);
    expect(west.remaining_km2.total).toBe(0);
  });

  it('outside ground has an account of its own: where a hazard is recorded later, it leaves', async () => {
    const story = await Story.begin(database);
    await story.write([
      release('R', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01' }),
      hazard('H', box(0, 0, 2, 4), { recorded: '2005-01-01' }),
    ]);
    const { outside } = await database.asAudience('manager', async (query) =>
      compareRemaining(query, await resolveFilter(query, { programme: story.code }), '2004-12-31', '2005-12-31'),
    );
    expect(outside.movements.map(({ kind }) => kind)).toEqual(['re-opened']);
    expect(outside.opening_km2 + (outside.movements[0]?.km2 ?? 0)).toBeCloseTo(outside.closing_km2, 12);
    expect(outside.closing_km2).toBeCloseTo(outside.opening_km2 / 2, 4);
  });

  it('what has no date is marked in a comparison: it moved on a snapshot day, not in the period', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 4, 4), { recorded: null, snapshot: '2020-07-31' }),
      hazard('K', box(9, 0, 1, 1), { recorded: '2020-03-01' }),
    ]);
    const { movements } = await database.asAudience('manager', async (query) =>
      compareRemaining(query, await resolveFilter(query, { programme: story.code }), '2019-12-31', '2020-12-31'),
    );
    expect(movements.map(({ kind, undated }) => [kind, undated])).toEqual([
      ['recorded', undefined],
      ['recorded', true],
    ]);
  });

  it('kind selects remaining land only, and what enters or leaves it', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('S', box(0, 0, 4, 2), { recorded: '2001-01-01' }),
      hazard('C', box(8, 0, 2, 2), { kind: 'SHA', recorded: '2001-01-01', confirmed: '2003-01-01' }),
      release('R', box(0, 0, 1, 2), 'cleared', { completed: '2005-01-01' }),
    ]);
    const all = await summary(story, '2006-01-01');
    const confirmed = await summary(story, '2006-01-01', { kind: 'CHA' });
    expect(confirmed).toEqual({
      ...all,
      remaining_km2: { suspected: 0, confirmed: all.remaining_km2.confirmed, total: all.remaining_km2.confirmed },
    });
    const moved = await database.asAudience('manager', async (query) =>
      compareRemaining(query, await resolveFilter(query, { programme: story.code, kind: 'SHA' }), '2000-12-31', '2006-01-01'),
    );
    expect(moved.movements.map(({ kind }) => kind)).toEqual(['recorded', 'upgraded', 'cleared']);
    expect(moved.movements.reduce((sum, { km2 }) => sum + km2, 0)).toBeCloseTo(moved.closing_km2, 12);
    expect(moved.closing_km2).toBe(all.remaining_km2.suspected);
  });

  it.each([
    [{ place: 'nowhere' }, 404, 'place'],
    [{ operator: 'nobody' }, 404, 'operator'],
    [{ ordnance: 'dynamite' }, 404, 'ordnance'],
    [{ method: 'guessed' }, 404, 'method'],
    [{ kind: 'mined' }, 404, 'kind'],
    [{ bbox: '1,2,3' }, 400, 'bbox'],
    [{ bbox: '1,2,3,north' }, 400, 'bbox'],
    [{ programme: 'QQQ' }, 404, 'programme'],
  ])('refuses %o', async (asked, statusCode, field) => {
    const story = await Story.begin(database);
    await expect(summary(story, '2006-01-01', asked)).rejects.toMatchObject({ statusCode, field });
  });

  it('the columns, added up by a client, give the figures of the server in every digit, on random histories and days', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.constantFrom('2001-01-01', '2003-12-31', '2006-12-31', '2025-01-01'),
        async (records, asOf) => {
          const story = await Story.begin(database);
          await story.write(records);
          const figures = await summary(story, asOf);
          const columns = tableFromIPC(
            await database.asAudience('manager', async (query) => ledgerColumns(query, await findProgramme(query, story.code))),
          );
          const day = Date.parse(`${asOf}T00:00:00Z`) / MILLISECONDS_A_DAY;
          const sums = LAND_STATES.map(() => 0);
          for (const row of columns) {
            if (row.from_day <= day && row.to_day > day) sums[row.state] = (sums[row.state] ?? 0) + row.area;
          }
          const km2 = (...states: (typeof LAND_STATES)[number][]) =>
            states.reduce((sum, state) => sum + (sums[LAND_STATES.indexOf(state)] ?? 0), 0) / 1e8;
          expect(figures.remaining_km2).toEqual({
            suspected: km2('suspected'),
            confirmed: km2('confirmed'),
            total: km2('suspected', 'confirmed'),
          });
          expect(figures.released_km2.total).toBe(km2('cancelled', 'reduced', 'cleared'));
          expect(figures.closed_km2).toBe(km2('closed'));
          expect(figures.outside_km2.total).toBe(km2('outside_cancelled', 'outside_reduced', 'outside_cleared'));
          expect(figures.recorded_km2).toBeCloseTo(
            figures.remaining_km2.total + figures.released_km2.total + figures.closed_km2,
            9,
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it('the movements as columns, added up by a client, are those of the timeline in every digit, the undated beside', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        const range = { from: '2001-03-14', to: '2005-06-01' };
        const timeline = await database.asAudience('manager', async (query) =>
          timelineBetween(query, await resolveFilter(query, { programme: story.code }), range, 'year'),
        );
        const table = tableFromIPC(
          await database.asAudience('manager', async (query) => movementColumns(query, await findProgramme(query, story.code))),
        );
        expect(table.batches.length).toBeLessThanOrEqual(1);
        const rows = [...table].map((row) => ({
          ...(row.toJSON() as Record<'day' | 'area' | 'undated', number>),
          kind: MOVEMENT_KINDS[row.kind] as (typeof MOVEMENT_KINDS)[number],
          outside: [row.from_state, row.to_state].every(
            (code: number) => code === NOTHING_KNOWN || LAND_STATES[code]?.startsWith('outside'),
          ),
        }));
        const km2 = (meant: (row: (typeof rows)[number]) => boolean) =>
          rows.filter(meant).reduce((sum, row) => sum + row.area, 0) / 1e8;
        for (const kind of MOVEMENT_KINDS) {
          for (const item of timeline.items) {
            const within = (outside: boolean) =>
              km2(
                (row) =>
                  row.kind === kind &&
                  row.outside === outside &&
                  row.undated === 0 &&
                  row.day > dayOf(item.from) &&
                  row.day <= dayOf(item.to),
              );
            expect(within(false)).toBe(item.movements_km2[kind]);
            expect(within(true)).toBe(item.outside_movements_km2[kind]);
          }
          const undated = (outside: boolean) =>
            km2((row) => row.kind === kind && row.outside === outside && row.undated === 1 && row.day <= dayOf(range.to));
          expect(undated(false)).toBeCloseTo(timeline.undated.movements_km2[kind], 9);
          expect(undated(true)).toBeCloseTo(timeline.undated.outside_movements_km2[kind], 9);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('the timeline is the summary at the end of each period, and its movements explain the difference', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        const timeline = await database.asAudience('manager', async (query) =>
          timelineBetween(
            query,
            await resolveFilter(query, { programme: story.code }),
            { from: '1999-12-31', to: '2008-12-31' },
            'year',
          ),
        );
        expect(timeline.items.map((item) => item.period)).toEqual([
          '2000',
          '2001',
          '2002',
          '2003',
          '2004',
          '2005',
          '2006',
          '2007',
          '2008',
        ]);
        for (const item of timeline.items) {
          const { recorded_km2, remaining_km2, released_km2, closed_km2, outside_km2 } = await summary(story, item.to);
          expect(item).toMatchObject({ recorded_km2, remaining_km2, released_km2, closed_km2, outside_km2 });
        }
        const comparison = await database.asAudience('manager', async (query) =>
          compareRemaining(query, await resolveFilter(query, { programme: story.code }), null, '2008-12-31'),
        );
        const moved = comparison.movements.reduce((sum, movement) => sum + movement.km2, 0);
        expect(comparison.opening_km2).toBe(0);
        expect(moved).toBeCloseTo(timeline.items.at(-1)?.remaining_km2.total ?? 0, 9);
      }),
      { numRuns: 10 },
    );
  });
});
