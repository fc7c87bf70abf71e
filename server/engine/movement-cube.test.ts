import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waterfallOf } from '../../web/src/balance/waterfall.ts';
import { startOf } from '../../web/src/charts/series.ts';
import { releasesByYear } from '../../web/src/pace/pace.ts';
import {
  CLOSURE_REASONS,
  HAZARD_KINDS,
  LAND_STATES,
  MOVEMENT_KINDS,
  ORDNANCE_KINDS,
  RELEASE_METHODS,
  STATE_GROUPS,
} from '../vocabulary.ts';
import { Answers } from './answers.ts';
import type { MovementColumns } from './columns.ts';
import { type LandFilter, NO_FILTER } from './filter.ts';
import { keptMovements } from './kept.ts';
import { Moved } from './moved.ts';
import { cubeOfMovements } from './movement-cube.ts';
import { movementsIn } from './movements.ts';
import { movementsByPeriod } from './movements-by-period.ts';
import { endsOf, periodsFrom, STEPS } from './periods.ts';

const OPERATORS = ['', 'BETA', 'HALO'];
const LEAVES = ['none', 'A1', 'A2', 'B'];
const place = (code: string, parent: string | null) =>
  ({ code, name: code, names: {}, level: 1, parent, area_km2: 1, bbox: null }) as never;
const PLACES = [place('A', null), place('A1', 'A'), place('A2', 'A'), place('B', null)];
const [FIRST, LAST] = [14_000, 15_600];

const near = fc.integer({ min: FIRST, max: LAST });
const movements = fc.array(
  fc.record({
    // some far outside any period, many on few days
    day: fc.oneof(near, fc.integer({ min: 14_600, max: 14_612 }), fc.integer({ min: -700_000, max: 800_000 })),
    kind: fc.nat(MOVEMENT_KINDS.length - 1),
    fromState: fc.oneof(fc.nat(LAND_STATES.length - 1), fc.constant(255)),
    toState: fc.nat(LAND_STATES.length - 1),
    closedReason: fc.oneof(fc.nat(CLOSURE_REASONS.length - 1), fc.constant(255)),
    undated: fc.nat(1),
    area: fc.integer({ min: 1, max: 1e12 }),
    place: fc.nat(LEAVES.length - 1),
    operator: fc.nat(OPERATORS.length - 1),
    ordnance: fc.nat(127),
    x: fc.integer({ min: -180, max: 180 }),
    y: fc.integer({ min: -90, max: 90 }),
  }),
  { maxLength: 80 },
);
type Movement = typeof movements extends fc.Arbitrary<(infer Row)[]> ? Row : never;

const columnsOf = (rows: Movement[]): MovementColumns => ({
  length: rows.length,
  day: Int32Array.from(rows, ({ day }) => day),
  kind: Uint8Array.from(rows, ({ kind }) => kind),
  fromState: Uint8Array.from(rows, ({ fromState }) => fromState),
  toState: Uint8Array.from(rows, ({ toState }) => toState),
  closedReason: Uint8Array.from(rows, ({ closedReason }) => closedReason),
  undated: Uint8Array.from(rows, ({ undated }) => undated),
  area: Float64Array.from(rows, ({ area }) => area),
  place: Int16Array.from(rows, (row) => row.place),
  operator: Int16Array.from(rows, ({ operator }) => operator),
  ordnance: Uint8Array.from(rows, ({ ordnance }) => ordnance),
  x: Int32Array.from(rows, ({ x }) => x * 1e7),
  y: Int32Array.from(rows, ({ y }) => y * 1e7),
  face: new Int32Array(rows.length),
  places: LEAVES,
  operators: OPERATORS,
});

const filters: fc.Arbitrary<LandFilter> = fc.record({
  places: fc.array(fc.constantFrom('A', 'A1', 'A2', 'B'), { maxLength: 2 }),
  operators: fc.subarray(OPERATORS),
  ordnance: fc.subarray([...ORDNANCE_KINDS]),
  states: fc.subarray([...STATE_GROUPS]),
  methods: fc.subarray([...RELEASE_METHODS]),
  kinds: fc.subarray([...HAZARD_KINDS]),
  bbox: fc.option(fc.constantFrom<[number, number, number, number]>([-90, -45, 90, 45], [90, -90, -90, 90])),
});

/** What the page asks, answered by a pass over all and by the cube. */
function bothWays(rows: Movement[], filter: LandFilter) {
  const columns = columnsOf(rows);
  const answers = new Answers(
    { columns: null, movements: columns, cube: null, moved: new Moved(cubeOfMovements(columns), columns) },
    filter,
    PLACES,
  );
  return {
    passed: { moves: columns, kept: keptMovements(columns, filter, PLACES) },
    asked: (ends: readonly number[]) => answers.movedBy(ends) ?? expect.fail('movements are loaded'),
  };
}

describe('movements as changes tell what a pass over the movements tells, in every digit', () => {
  it('of a period, of every calendar period, and of an account between two dates', () => {
    fc.assert(
      fc.property(movements, filters, near, fc.nat(1600), fc.constantFrom(...STEPS), (rows, filter, from, length, step) => {
        const { passed, asked } = bothWays(rows, filter);
        const to = from + length;
        const window = asked([from, to]);
        expect(movementsIn(window.moves, from, to, window.kept)).toEqual(movementsIn(passed.moves, from, to, passed.kept));

        const periods = periodsFrom(from + 1, to + 1, step);
        const charted = asked(endsOf(periods));
        expect(movementsByPeriod(charted.moves, periods, charted.kept)).toEqual(
          movementsByPeriod(passed.moves, periods, passed.kept),
        );

        const none = new Float64Array(LAND_STATES.length);
        for (const begins of [from, null]) {
          const moved = asked(begins === null ? [to] : [begins, to]);
          const account = ({ moves, kept }: typeof moved) =>
            waterfallOf({ first: none, last: none, movements: moves, kept }, begins, to, { suspected: true, confirmed: true });
          const [byCube, byPass] = [account(moved), account(passed as typeof moved)];
          expect(byCube).toEqual(byPass);
        }
      }),
      { numRuns: 700 },
    );
  });

  it('of the releases of each year', () => {
    fc.assert(
      fc.property(movements, filters, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (rows, filter, isOpen) => {
        const { passed, asked } = bothWays(rows, filter);
        const years = [2009, 2010, 2011];
        const moved = asked([2009, 2010, 2011, 2012].map((year) => startOf(year) - 1));
        expect(releasesByYear(moved.moves, years, moved.kept, isOpen)).toEqual(
          releasesByYear(passed.moves, years, passed.kept, isOpen),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('alike movements of one day are one change, and nothing moved is no row', () => {
    const row = { day: 14_000, kind: 0, fromState: 255, toState: 0, closedReason: 255, undated: 0, area: 5 };
    const ground = { place: 1, operator: 0, ordnance: 1, x: 0, y: 0 };
    const { asked } = bothWays(
      [
        { ...row, ...ground },
        { ...row, ...ground, area: 7 },
      ],
      NO_FILTER,
    );
    const { moves } = asked([13_999, 14_000, 14_100]);
    expect({ ...moves }).toMatchObject({ length: 1, day: Int32Array.of(14_000), area: Float64Array.of(12) });
    expect([moves.fromState[0], moves.closedReason[0]]).toEqual([255, 255]);
  });
});
