import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream, type Stream } from '../../web/src/api/columns.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { dayOf } from '../engine/days.ts';
import { Problem } from '../problems.ts';
import { LAND_STATES, MOVEMENT_KINDS, RELEASE_METHODS, STATE_GROUPS, type StateGroup } from '../vocabulary.ts';
import type { LandQuery, Summary } from './contract.ts';
import { resolveFilter } from './filters.ts';
import { histories } from './testing/arbitrary.ts';
import {
  compareRemaining,
  ledgerColumns,
  movementColumns,
  movementsBetween,
  summaryAt,
  timelineBetween,
} from './testing/figures.ts';
import { box, hazard, release, Story } from './testing/story.ts';

const days = fc.constantFrom('2001-01-01', '2003-12-31', '2006-12-31', '2025-01-01');
const chosen = fc.record(
  {
    state: fc.subarray([...STATE_GROUPS], { minLength: 1 }).map((groups) => groups.join()),
    method: fc.constantFrom('cleared', 'cancelled,reduced'),
    kind: fc.constantFrom('SHA', 'CHA'),
    ordnance: fc.constantFrom('anti_vehicle_mine', 'anti_personnel_mine,unknown'),
  },
  { requiredKeys: ['state'] },
);

/** Of each group, apart from the ground of random records. */
const ALWAYS = [
  hazard('V', box(30, 0, 1, 1), { recorded: '2000-01-01', ordnance: ['anti_vehicle_mine'] }),
  hazard('C', box(32, 0, 1, 1), { recorded: '2000-01-01', closed: '2000-06-01', ordnance: ['anti_vehicle_mine'] }),
  release('A', box(34, 0, 1, 1), 'cleared', { completed: '2000-01-01', target: ['anti_vehicle_mine'] }),
  release('B', box(36, 0, 1, 1), 'reduced', { completed: '2000-01-01', target: ['unknown'] }),
];

/** Which states are of which group, as server/land/README.md has them. */
const STATES_OF: Record<StateGroup, string[]> = {
  remaining: ['suspected', 'confirmed'],
  released: ['cancelled', 'reduced', 'cleared', 'outside_cancelled', 'outside_reduced', 'outside_cleared'],
  closed: ['closed'],
};

/** km² by state. */
const landOf = ({ remaining_km2: remaining, released_km2: released, closed_km2: closed, outside_km2: outside }: Summary) =>
  [remaining.suspected, remaining.confirmed, released.cancelled, released.reduced, released.cleared, closed].concat([
    outside.cancelled,
    outside.reduced,
    outside.cleared,
  ]);

describe('states of land', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  /** The spans and the movements of a story, as the page gets them. */
  const ledgerOf = (story: Story) =>
    database.asAudience('manager', async (query) => {
      const { programme } = await resolveFilter(query, { programme: story.code });
      const [spans, moves] = [await ledgerColumns(query, programme), await movementColumns(query, programme)].map(readStream) as [
        Stream,
        Stream,
      ];
      const column = (of: Stream, name: string) => of.column<Int32Array>(name);
      const ground = (of: Stream) => ({ length: of.length, ordnance: column(of, 'ordnance'), area: column(of, 'area') });
      return {
        spans: {
          ...ground(spans),
          state: column(spans, 'state'),
          fromDay: column(spans, 'from_day'),
          toDay: column(spans, 'to_day'),
        },
        moves: {
          ...ground(moves),
          ...{ day: column(moves, 'day'), kind: column(moves, 'kind'), undated: column(moves, 'undated') },
          ...{ fromState: column(moves, 'from_state'), toState: column(moves, 'to_state') },
        },
      };
    });
  const ask = <Answer>(work: Parameters<typeof database.asAudience<Answer>>[1]) => database.asAudience('manager', work);
  const summary = (question: LandQuery, asOf: string) =>
    ask(async (query) => summaryAt(query, await resolveFilter(query, question), asOf, null));

  it('of any filters, land of a day and what moved are what spans and movements add up to', async () => {
    let [stock, moved] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.array(fc.tuple(chosen, days), { minLength: 6, maxLength: 6 }),
        async (records, questions) => {
          const story = await Story.begin(database);
          // beside what is random, land of each state on every day, so that few questions are about nothing
          await story.write([...records, ...ALWAYS]);
          const { spans, moves } = await ledgerOf(story);
          for (const [filters, asOf] of questions) {
            const question: LandQuery = { programme: story.code, ...filters };
            const groups = filters.state.split(',') as StateGroup[];
            const inGroups = (code: number) => groups.some((group) => STATES_OF[group].includes(LAND_STATES[code] as string));
            const bits = { anti_vehicle_mine: 4, 'anti_personnel_mine,unknown': 65 }[filters.ordnance ?? 'anti_vehicle_mine'];
            const isOf = (ordnance: number) => filters.ordnance === undefined || (ordnance & bits) !== 0;
            const isOfMethod = (word: string) =>
              !RELEASE_METHODS.some((method) => method === word) || (filters.method?.split(',').includes(word) ?? true);
            const hundredths: number[] = new Array(LAND_STATES.length).fill(0);
            for (let span = 0; span < spans.length; span += 1) {
              const [from, to, code] = [spans.fromDay[span], spans.toDay[span], spans.state[span]] as [number, number, number];
              const state = LAND_STATES[code] as string;
              const isOfKind =
                !(filters.kind === 'SHA' && state === 'confirmed') && !(filters.kind === 'CHA' && state === 'suspected');
              if (from > dayOf(asOf) || to <= dayOf(asOf) || !inGroups(code) || !isOfKind) continue;
              if (!isOf(spans.ordnance[span] as number) || !isOfMethod(state.replace('outside_', ''))) continue;
              hundredths[code] = (hundredths[code] as number) + (spans.area[span] as number);
            }
            const found = await summary(question, asOf);
            expect(landOf(found)).toEqual(hundredths.map((sum) => sum / 1e8));
            stock += hundredths.some((sum) => sum > 0) ? 1 : 0;

            const range = { from: '1999-12-31', to: asOf };
            const sums = Object.fromEntries(MOVEMENT_KINDS.map((kind) => [kind, 0])) as Record<string, number>;
            let undated = 0;
            for (let move = 0; move < moves.length; move += 1) {
              const kind = MOVEMENT_KINDS[moves.kind[move] as number] as string;
              const touches = inGroups(moves.fromState[move] as number) || inGroups(moves.toState[move] as number);
              if (!touches || (moves.day[move] as number) > dayOf(asOf) || !isOf(moves.ordnance[move] as number)) continue;
              if (!isOfMethod(kind)) continue;
              if (moves.undated[move] === 1) undated += moves.area[move] as number;
              else sums[kind] = (sums[kind] as number) + (moves.area[move] as number);
            }
            const list = await ask(async (query) => movementsBetween(query, await resolveFilter(query, question), range, 'year'));
            const told = (of: (typeof list)['undated'][], kind: string) =>
              of.reduce(
                (sum, item) => sum + item.movements_km2[kind as 'closed'] + item.outside_movements_km2[kind as 'closed'],
                0,
              );
            for (const kind of MOVEMENT_KINDS) expect(told(list.items, kind), kind).toBeCloseTo((sums[kind] as number) / 1e8, 9);
            expect(MOVEMENT_KINDS.reduce((sum, kind) => sum + told([list.undated], kind), 0)).toBeCloseTo(undated / 1e8, 9);
            moved += Object.values(sums).some((sum) => sum > 0) ? 1 : 0;
          }
        },
      ),
      { numRuns: process.env.LANDCLEAR_LONG ? 150 : 12 },
    );
    expect(stock).toBeGreaterThan(10);
    expect(moved).toBeGreaterThan(10);
  });

  it('remaining alone, released alone and closed alone add up to all', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), days, async (records, asOf) => {
        const story = await Story.begin(database);
        await story.write(records);
        const all = await summary({ programme: story.code }, asOf);
        const parts = await Promise.all(STATE_GROUPS.map((state) => summary({ programme: story.code, state }, asOf)));
        const sums = landOf(all).map((_, at) => parts.reduce((sum, part) => sum + (landOf(part)[at] as number), 0));
        expect(sums).toEqual(landOf(all));
        const added = (of: (part: Summary) => number) => parts.reduce((sum, part) => sum + of(part), 0);
        expect(added(({ recorded_km2 }) => recorded_km2)).toBeCloseTo(all.recorded_km2, 9);
        expect(added(({ unmapped }) => unmapped.areas)).toBe(all.unmapped.areas);
        expect(added(({ conflicts }) => conflicts)).toBe(all.conflicts);
        expect(added(({ in_progress }) => in_progress.releases)).toBe(all.in_progress.releases);
        expect(added(({ polygon_sum_km2 }) => polygon_sum_km2.released)).toBeCloseTo(all.polygon_sum_km2.released, 9);
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 150 : 12 },
    );
  });

  const border = async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 6, 2), { recorded: '2001-01-01' }),
      hazard('C', box(9, 0, 1, 1), { recorded: '2001-01-01', closed: '2004-01-01', closedReason: 'error' }),
      release('R', box(0, 0, 2, 3), 'cleared', { completed: '2005-01-01' }),
    ]);
    return story;
  };

  it('an account of remaining land closes where it is chosen, and is zero where it is not', async () => {
    const story = await border();
    const compare = (state: string) =>
      ask(async (query) =>
        compareRemaining(query, await resolveFilter(query, { programme: story.code, state }), '2000-01-01', '2006-01-01'),
      );
    const all = await compare('remaining,released,closed');
    const remaining = await compare('remaining');
    expect(remaining).toEqual({ ...all, outside: { opening_km2: 0, movements: [], closing_km2: 0 } });
    expect(remaining.movements.map(({ kind }) => kind)).toEqual(['recorded', 'cleared', 'closed']);
    for (const state of ['released', 'closed', 'released,closed']) {
      const other = await compare(state);
      expect([other.opening_km2, other.movements, other.closing_km2]).toEqual([0, [], 0]);
      expect(other.outside).toEqual(state === 'closed' ? remaining.outside : all.outside);
    }
    expect(all.outside.closing_km2).toBeGreaterThan(0);
  });

  it('a clearance moves land that remained and is now released; a closure is of closed land as well', async () => {
    const story = await border();
    const kindsOf = async (state: string) => {
      const { items } = await ask(async (query) =>
        timelineBetween(
          query,
          await resolveFilter(query, { programme: story.code, state }),
          { from: '2000-12-31', to: '2005-12-31' },
          'year',
        ),
      );
      return MOVEMENT_KINDS.filter((kind) =>
        items.some((item) => item.movements_km2[kind] + item.outside_movements_km2[kind] > 0),
      );
    };
    expect(await kindsOf('remaining')).toEqual(['recorded', 'cleared', 'closed']);
    expect(await kindsOf('released')).toEqual(['cleared']);
    expect(await kindsOf('closed')).toEqual(['closed']);
  });

  it.each(['gone', 'remaining,cleared', 'Closed'])('refuses state=%s, and names the states there are', async (state) => {
    const story = await border();
    const failure = await summary({ programme: story.code, state }, '2006-01-01').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ statusCode: 404, field: 'state' });
    expect((failure as Problem).message).toContain('remaining, released, closed');
  });
});
