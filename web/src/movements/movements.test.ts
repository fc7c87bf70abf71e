import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LedgerColumns, type MovementColumns, STILL } from '../../../server/engine/columns.ts';
import { dateOf, dayOf } from '../../../server/engine/days.ts';
import { areasAt } from '../../../server/engine/figures.ts';
import { movementsIn } from '../../../server/engine/movements.ts';
import { km2Of, movementsByPeriod } from '../../../server/engine/movements-by-period.ts';
import { periodsFrom, STEPS } from '../../../server/engine/periods.ts';
import {
  CLOSURE_REASONS,
  LAND_STATES,
  type LandState,
  MOVEMENT_KINDS,
  type MovementKind,
  STATE_GROUPS,
} from '../../../server/vocabulary.ts';
import { type Waterfall, waterfallOf } from '../balance/waterfall.ts';
import { rowsOf } from '../balance/waterfall-rows.ts';
import { Speech } from '../i18n/index.ts';

interface Change {
  day: number;
  state: LandState;
  undated: boolean;
  reason: number;
}
interface Face {
  area: number;
  isKept: boolean;
  changes: Change[];
}

/** Kinds as the ledger names them (server/land/ledger/06_states.sql), said again. */
function kindOf(before: LandState | null, after: LandState): MovementKind {
  if (after === 'suspected' || after === 'confirmed') {
    if (before === null) return 'recorded';
    if (before === 'suspected') return 'upgraded';
    return before === 'confirmed' ? 'downgraded' : 're-opened';
  }
  const isRelease = before === null || before === 'suspected' || before === 'confirmed';
  return isRelease ? (after.replace('outside_', '') as MovementKind) : 'reclassified';
}

/** Spans and movements of faces with random histories, several changes of one day among them. */
function ledgerOf(faces: Face[]): {
  spans: LedgerColumns;
  movements: MovementColumns;
  kept: { spans: Uint8Array; movements: Uint8Array };
} {
  const spans: { state: number; fromDay: number; toDay: number; area: number; isKept: boolean }[] = [];
  const moves: (Change & { before: LandState | null; area: number; isKept: boolean })[] = [];
  for (const { area, isKept, changes } of faces) {
    let before: LandState | null = null;
    const sorted = changes.toSorted((one, other) => one.day - other.day);
    for (const [index, change] of sorted.entries()) {
      if (change.state === before) continue;
      moves.push({ ...change, before, area, isKept });
      before = change.state;
      const next = sorted.slice(index + 1).find(({ state }) => state !== change.state);
      if (next?.day === change.day) continue;
      spans.push({ state: LAND_STATES.indexOf(change.state), fromDay: change.day, toDay: next?.day ?? STILL, area, isKept });
    }
  }
  const ground = (length: number) => ({
    length,
    x: new Int32Array(length),
    y: new Int32Array(length),
    place: new Int16Array(length),
    operator: new Int16Array(length),
    ordnance: new Uint8Array(length),
    places: ['none'],
    operators: ['none'],
  });
  return {
    spans: {
      ...ground(spans.length),
      dataVersion: '1',
      state: Uint8Array.from(spans, ({ state }) => state),
      fromDay: Int32Array.from(spans, ({ fromDay }) => fromDay),
      toDay: Int32Array.from(spans, ({ toDay }) => toDay),
      area: Float64Array.from(spans, ({ area }) => area),
      polygonZoom: new Uint8Array(spans.length),
      undated: new Uint8Array(spans.length),
      face: new Int32Array(spans.length),
    },
    movements: {
      ...ground(moves.length),
      face: new Int32Array(moves.length),
      day: Int32Array.from(moves, ({ day }) => day),
      kind: Uint8Array.from(moves, ({ before, state }) => MOVEMENT_KINDS.indexOf(kindOf(before, state))),
      fromState: Uint8Array.from(moves, ({ before }) => (before === null ? 255 : LAND_STATES.indexOf(before))),
      toState: Uint8Array.from(moves, ({ state }) => LAND_STATES.indexOf(state)),
      closedReason: Uint8Array.from(moves, ({ before, state, reason }) => (kindOf(before, state) === 'closed' ? reason : 255)),
      area: Float64Array.from(moves, ({ area }) => area),
      undated: Uint8Array.from(moves, ({ undated }) => (undated ? 1 : 0)),
    },
    kept: {
      spans: Uint8Array.from(spans, ({ isKept }) => (isKept ? 1 : 0)),
      movements: Uint8Array.from(moves, ({ isKept }) => (isKept ? 1 : 0)),
    },
  };
}

const day = fc.integer({ min: 10_000, max: 13_000 });
const faces = fc.array(
  fc.record({
    area: fc.integer({ min: 1, max: 1e11 }),
    isKept: fc.boolean(),
    changes: fc.array(
      fc.record({
        day,
        state: fc.constantFrom(...LAND_STATES),
        undated: fc.boolean(),
        reason: fc.integer({ min: 0, max: CLOSURE_REASONS.length - 1 }),
      }),
      { maxLength: 6 },
    ),
  }),
  { maxLength: 25 },
);

/** The account of columns whose opening and closing come from the spans. */
const accountOf = (
  { spans, movements }: { spans: LedgerColumns; movements: MovementColumns },
  from: number | null,
  to: number,
  kept: { spans: Uint8Array | null; movements: Uint8Array | null },
  open: { suspected: boolean; confirmed: boolean },
): Waterfall => {
  const first = from === null ? new Float64Array(LAND_STATES.length) : areasAt(spans, from, kept.spans);
  return waterfallOf({ first, last: areasAt(spans, to, kept.spans), movements, kept: kept.movements }, from, to, open);
};

describe('from one date to another', () => {
  it('opening and movements are the closing in every hundredth, for random ledgers, dates, filters and kinds', () => {
    fc.assert(
      fc.property(
        faces,
        fc.option(day),
        day,
        fc.boolean(),
        fc.constantFrom([true, true], [true, false], [false, true]),
        (all, from, to, isFiltered, [suspected, confirmed]) => {
          fc.pre(from === null || from <= to);
          const { kept, ...columns } = ledgerOf(all);
          const open = { suspected: suspected as boolean, confirmed: confirmed as boolean };
          const asked = isFiltered ? kept : { spans: null, movements: null };
          const waterfall = accountOf(columns, from, to, asked, open);
          expect(waterfall.difference).toBe(0);
          // added up apart: from the faces, not from spans or movements
          const stateAt = ({ changes }: Face, at: number) =>
            changes
              .toSorted((one, other) => one.day - other.day)
              .filter((change) => change.day <= at)
              .at(-1)?.state;
          const meant = all.filter(({ isKept }) => !isFiltered || isKept);
          const areaOf = (state: LandState, at: number) =>
            meant.reduce((sum, face) => sum + (stateAt(face, at) === state ? face.area : 0), 0);
          expect(waterfall.closing.suspected).toBe(suspected ? areaOf('suspected', to) : 0);
          expect(waterfall.closing.confirmed).toBe(confirmed ? areaOf('confirmed', to) : 0);
          const { opening, steps, closing } = waterfall;
          expect(steps.reduce((sum, step) => sum + step.suspected + step.confirmed, opening.suspected + opening.confirmed)).toBe(
            closing.suspected + closing.confirmed,
          );
          const outside = LAND_STATES.filter((state) => state.startsWith('outside'));
          expect(waterfall.outside.closing).toBe(outside.reduce((sum, state) => sum + areaOf(state, to), 0));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of chosen states: the whole account where remaining land is one of them, else zero; what lies outside is of released land', () => {
    const all = { spans: null, movements: null };
    fc.assert(
      fc.property(faces, day, day, fc.subarray([...STATE_GROUPS], { minLength: 1 }), (rows, one, other, groups) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const { kept: _, spans, movements } = ledgerOf(rows);
        const whole = accountOf({ spans, movements }, from, to, all, { suspected: true, confirmed: true });
        const [first, last] = [areasAt(spans, from, null), areasAt(spans, to, null)];
        const land = { first, last, movements, kept: null };
        const chosen = waterfallOf(land, from, to, { suspected: true, confirmed: true }, groups);
        const nothing = { suspected: 0, confirmed: 0 };
        const { opening, steps, closing } = groups.includes('remaining')
          ? whole
          : { opening: nothing, steps: [], closing: nothing };
        expect(chosen).toMatchObject({ opening, steps, closing, difference: 0 });
        expect(chosen.outside).toEqual(groups.includes('released') ? whole.outside : { opening: 0, steps: [], closing: 0 });
        const isIn = (state: LandState) =>
          groups.includes(
            state === 'closed' ? 'closed' : state === 'suspected' || state === 'confirmed' ? 'remaining' : 'released',
          );
        expect(chosen.reclassified).toEqual(whole.reclassified.filter((pair) => isIn(pair.from) || isIn(pair.to)));
      }),
      { numRuns: 200 },
    );
  });

  it('the bars follow each other: each begins where the one before ended', () => {
    fc.assert(
      fc.property(faces, day, day, (all, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const { kept: _, ...columns } = ledgerOf(all);
        const waterfall = accountOf(columns, from, to, { spans: null, movements: null }, { suspected: true, confirmed: true });
        const rows = rowsOf(waterfall, from, to, new Speech('en'));
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        let end = rows[0]?.total ?? 0;
        for (const row of rows.slice(1, -1)) {
          const [bar] = row.bars;
          if (row.total !== 0) expect(row.total > 0 ? bar?.from : bar?.to).toBeCloseTo(end, 6);
          end += row.total;
        }
        expect(end).toBeCloseTo(rows.at(-1)?.total ?? 0, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('closed land is told by its reason, undated movements apart, and a difference of the two loads is noticed', () => {
    const columns = ledgerOf([
      { area: 500, isKept: true, changes: [{ day: 10_100, state: 'suspected', undated: true, reason: 0 }] },
      {
        area: 700,
        isKept: true,
        changes: [
          { day: 10_000, state: 'confirmed', undated: false, reason: 0 },
          { day: 10_200, state: 'closed', undated: false, reason: CLOSURE_REASONS.indexOf('merged') },
        ],
      },
    ]);
    const all = { spans: null, movements: null };
    const both = { suspected: true, confirmed: true };
    const { steps, difference } = accountOf(columns, 10_050, 11_000, all, both);
    expect(difference).toBe(0);
    expect(steps).toEqual([
      { kind: 'closed', reason: 'merged', undated: false, suspected: 0, confirmed: -700 },
      { kind: 'recorded', reason: null, undated: true, suspected: 500, confirmed: 0 },
    ]);
    const other = { ...columns, movements: { ...columns.movements, length: columns.movements.length - 1 } };
    expect(accountOf(other, 10_050, 11_000, all, both).difference).toBe(700);
  });
});

describe('movements by period', () => {
  it('are those of each window by itself, for years, quarters and months; the undated stand beside', () => {
    fc.assert(
      fc.property(faces, day, fc.integer({ min: 0, max: 1500 }), fc.constantFrom(...STEPS), (all, first, length, step) => {
        const { movements, kept } = ledgerOf(all);
        const periods = periodsFrom(first, first + length, step);
        const series = movementsByPeriod(movements, periods, kept.movements);
        for (const [index, { from, to }] of periods.entries()) {
          const expected = movementsIn(movements, from, to, kept.movements);
          for (const kind of MOVEMENT_KINDS) {
            expect(km2Of(series.moved[index]?.inside as Float64Array, kind)).toBe(expected.inside[kind]);
            expect(km2Of(series.moved[index]?.outside as Float64Array, kind)).toBe(expected.outside[kind]);
          }
        }
        const { undated } = movementsIn(movements, first - 1, first + length, kept.movements);
        expect([...series.undated.inside, ...series.undated.outside].reduce((sum, area) => sum + area, 0) / 1e8).toBe(undated);
      }),
      { numRuns: 200 },
    );
  });

  it('periods are those of the calendar, without a gap, also over a leap day and before 1970', () => {
    const told = (first: string, last: string, step: (typeof STEPS)[number]) =>
      periodsFrom(dayOf(first), dayOf(last), step).map(({ name, from, to }) => [name, dateOf(from), dateOf(to)]);
    expect(told('2023-11-15', '2024-03-05', 'month')).toEqual([
      ['2023-11', '2023-11-14', '2023-11-30'],
      ['2023-12', '2023-11-30', '2023-12-31'],
      ['2024-01', '2023-12-31', '2024-01-31'],
      ['2024-02', '2024-01-31', '2024-02-29'],
      ['2024-03', '2024-02-29', '2024-03-05'],
    ]);
    expect(told('1969-10-01', '1970-03-31', 'quarter')).toEqual([
      ['1969-Q4', '1969-09-30', '1969-12-31'],
      ['1970-Q1', '1969-12-31', '1970-03-31'],
    ]);
    expect(told('2020-01-01', '2020-01-01', 'year')).toEqual([['2020', '2019-12-31', '2020-01-01']]);
  });
});
