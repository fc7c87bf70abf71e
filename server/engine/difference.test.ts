import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGES, type Change, LAND_STATES, type LandState, STATE_GROUPS, type StateGroup } from '../vocabulary.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { differenceOf } from './difference.ts';
import { facesOf } from './faces.ts';
import { areasAt } from './figures.ts';

interface Face {
  area: number;
  /** Bit a state: which the filters keep on this ground. */
  keeps: number;
  changes: { day: number; state: LandState }[];
}

/** Spans of faces with random histories, in a mixed order, as the ledger has them: without a gap, the last one open-ended. */
function columnsOf(faces: Face[]): { columns: LedgerColumns; kept: Uint8Array } {
  const rows = faces.flatMap(({ area, keeps, changes }, face) => {
    const sorted = changes.toSorted((one, other) => one.day - other.day);
    // of several states of one day the last counts
    const told = sorted.filter(({ day }, index) => sorted[index + 1]?.day !== day);
    return told.map(({ day, state }, index) => {
      const code = LAND_STATES.indexOf(state);
      return { face: face * 7, area, code, from: day, to: told[index + 1]?.day ?? STILL, isKept: (keeps >> code) & 1 };
    });
  });
  rows.sort((one, other) => ((one.from * 31 + one.face) % 17) - ((other.from * 31 + other.face) % 17));
  const { length } = rows;
  return {
    columns: {
      length,
      dataVersion: '1',
      state: Uint8Array.from(rows, ({ code }) => code),
      fromDay: Int32Array.from(rows, ({ from }) => from),
      toDay: Int32Array.from(rows, ({ to }) => to),
      area: Float64Array.from(rows, ({ area }) => area),
      face: Int32Array.from(rows, ({ face }) => face),
      undated: new Uint8Array(length),
      polygonZoom: new Uint8Array(length),
      x: new Int32Array(length),
      y: new Int32Array(length),
      place: new Int16Array(length),
      operator: new Int16Array(length),
      ordnance: new Uint8Array(length),
      places: ['none'],
      operators: ['none'],
    },
    kept: Uint8Array.from(rows, ({ isKept }) => isKept),
  };
}

const day = fc.integer({ min: 10_000, max: 10_200 });
const ALL = 2 ** LAND_STATES.length - 1;
const faces = fc.array(
  fc.record({
    area: fc.integer({ min: 1, max: 1e11 }),
    keeps: fc.oneof(fc.constant(ALL), fc.integer({ min: 0, max: ALL })),
    changes: fc.array(fc.record({ day, state: fc.constantFrom(...LAND_STATES) }), { maxLength: 6 }),
  }),
  { maxLength: 25 },
);
const OPEN: readonly (LandState | undefined)[] = ['suspected', 'confirmed'];
const stateAt = ({ changes }: Face, at: number) =>
  changes
    .toSorted((one, other) => one.day - other.day)
    .filter((change) => change.day <= at)
    .at(-1)?.state;

describe('the difference between two dates', () => {
  it('opening and what each change adds is the closing, in every hundredth, for random ledgers, dates and filters', () => {
    fc.assert(
      fc.property(faces, day, day, fc.boolean(), (all, one, other, isFiltered) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const { columns, kept } = columnsOf(all);
        const { opening, closing, sums } = differenceOf(columns, earlier, later, isFiltered ? kept : null);
        const added = Object.values(sums).reduce((sum, { suspected, confirmed }) => sum + suspected + confirmed, 0);
        expect(opening.suspected + opening.confirmed + added).toBe(closing.suspected + closing.confirmed);
        // opening and closing are those of the page's own figures
        const [first, last] = [earlier, later].map((at) => areasAt(columns, at, isFiltered ? kept : null));
        expect([opening.suspected, opening.confirmed]).toEqual([first?.[0], first?.[1]]);
        expect([closing.suspected, closing.confirmed]).toEqual([last?.[0], last?.[1]]);
        for (const name of ['outside', 'between', 'reclassified', 'still', 'waiting', 'nothing'] as const)
          expect(sums[name].suspected + sums[name].confirmed).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('each change holds the ground that the faces themselves say, unfiltered', () => {
    const meant = (before: LandState | undefined, after: LandState | undefined): Change => {
      if (after === undefined) return 'nothing';
      if (OPEN.includes(after)) {
        if (before === undefined) return 'recorded';
        if (!OPEN.includes(before)) return 're-opened';
        if (before === after) return 'unchanged';
        return after === 'confirmed' ? 'upgraded' : 'downgraded';
      }
      if (OPEN.includes(before)) return after.replace('outside_', '') as Change;
      if (before === undefined) return after.startsWith('outside') ? 'outside' : 'between';
      return before === after ? 'still' : 'reclassified';
    };
    fc.assert(
      fc.property(faces, day, day, (all, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const { sums } = differenceOf(columnsOf(all).columns, earlier, later, null);
        for (const name of CHANGES) {
          if (name === 'nothing') continue;
          const such = all.filter((face) => meant(stateAt(face, earlier), stateAt(face, later)) === name);
          expect([name, sums[name].area]).toEqual([name, such.reduce((sum, { area }) => sum + area, 0)]);
          expect(sums[name].pieces).toBe(such.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of chosen states a change is told where it begins or ends in one; the account is of remaining land, or of nothing', () => {
    const STATES_OF: Record<StateGroup, readonly LandState[]> = {
      remaining: ['suspected', 'confirmed'],
      released: ['cancelled', 'reduced', 'cleared', 'outside_cancelled', 'outside_reduced', 'outside_cleared'],
      closed: ['closed'],
    };
    const groupsOf = fc.subarray([...STATE_GROUPS], { minLength: 1 });
    fc.assert(
      fc.property(faces, day, day, groupsOf, (all, one, other, groups) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const { columns } = columnsOf(all);
        const isIn = (state: LandState | undefined) =>
          state !== undefined && groups.some((group) => STATES_OF[group].includes(state));
        const told = all.filter((face) => isIn(stateAt(face, earlier)) || isIn(stateAt(face, later)));
        const whole = differenceOf(columnsOf(told).columns, earlier, later, null);
        const chosen = differenceOf(columns, earlier, later, null, groups);
        for (const name of CHANGES)
          if (name !== 'nothing') expect([name, chosen.sums[name].area]).toEqual([name, whole.sums[name].area]);
        const nothing = { suspected: 0, confirmed: 0 };
        const counts = groups.includes('remaining');
        const { opening, closing } = differenceOf(columns, earlier, later, null);
        expect([chosen.opening, chosen.closing]).toEqual(counts ? [opening, closing] : [nothing, nothing]);
        const added = Object.values(chosen.sums).reduce((sum, { suspected, confirmed }) => sum + suspected + confirmed, 0);
        expect(chosen.opening.suspected + chosen.opening.confirmed + added).toBe(
          chosen.closing.suspected + chosen.closing.confirmed,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('land that is open and kept on the later day never looks released or empty', () => {
    fc.assert(
      fc.property(faces, day, day, (all, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const { columns, kept } = columnsOf(all);
        const { change, state } = differenceOf(columns, earlier, later, kept);
        const { ids } = facesOf(columns);
        for (const [index, face] of all.entries()) {
          const after = stateAt(face, later);
          if (after === undefined || !OPEN.includes(after) || ((face.keeps >> LAND_STATES.indexOf(after)) & 1) === 0) continue;
          const at = ids.indexOf(index * 7);
          expect(['recorded', 're-opened', 'upgraded', 'downgraded', 'unchanged']).toContain(CHANGES[change[at] as number]);
          expect(LAND_STATES[state[at] as number]).toBe(after);
        }
      }),
    );
  });

  it('a release that the filters leave out is told as such: the land does not vanish from the account', () => {
    const face = {
      area: 500,
      keeps: ALL - 2 ** LAND_STATES.indexOf('cancelled'),
      changes: [
        { day: 10_000, state: 'confirmed' as const },
        { day: 10_100, state: 'cancelled' as const },
      ],
    };
    const { columns, kept } = columnsOf([face]);
    const { sums } = differenceOf(columns, 10_050, 10_150, kept);
    expect(sums.other).toEqual({ area: 500, pieces: 1, suspected: 0, confirmed: -500, undated: 0 });
  });

  it('a hazard without a date waits before it counts, and is told as undated once it does', () => {
    const { columns } = columnsOf([{ area: 9, keeps: ALL, changes: [{ day: 10_100, state: 'suspected' }] }]);
    columns.undated[0] = 1;
    expect(differenceOf(columns, 10_000, 10_050, null).sums.waiting).toMatchObject({ area: 9, pieces: 1 });
    expect(differenceOf(columns, 10_000, 10_150, null).sums.recorded).toMatchObject({ area: 9, undated: 9, suspected: 9 });
    expect(differenceOf(columns, 10_120, 10_150, null).sums.unchanged).toMatchObject({ area: 9, undated: 0 });
  });
});
