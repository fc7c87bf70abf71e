import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAND_STATES } from '../vocabulary.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { cubeOf } from './cube.ts';
import { areasAt, figuresOf } from './figures.ts';
import { timelineOf } from './timeline.ts';
import { firstsOf, firstsOn, movedDays, reasonsOfZero, type ZeroQuestion } from './zero.ts';

const NOTHING = figuresOf(new Float64Array(LAND_STATES.length));
const figures = (of: Partial<Record<(typeof LAND_STATES)[number], number>>) =>
  figuresOf(Float64Array.from(LAND_STATES, (state) => (of[state] ?? 0) * 1e8));
const ask = (own: Partial<ZeroQuestion>): ZeroQuestion => ({
  figures: NOTHING,
  day: 100,
  firsts: { recorded: 10, hazardous: 10, released: 20 },
  isMapped: true,
  isChosen: false,
  isOfOneKind: false,
  isRemainingChosen: true,
  isReleasedChosen: true,
  ...own,
});
const keysOf = (own: Partial<ZeroQuestion>) => reasonsOfZero(ask(own)).map(({ key, first }) => [key, first]);

describe('why a figure is 0', () => {
  it('there is land of both: no reason is needed', () => {
    expect(keysOf({ figures: figures({ suspected: 1, outside_cleared: 1 }) })).toEqual([]);
  });

  it('one reason where nothing at all is there', () => {
    const never = { recorded: null, hazardous: null, released: null };
    expect(keysOf({ isMapped: false, firsts: never, isChosen: true })).toEqual([['zeroUnmapped', null]]);
    expect(keysOf({ firsts: never, isChosen: true })).toEqual([['zeroNothing', null]]);
    expect(keysOf({ day: 9 })).toEqual([['zeroBefore', 10]]);
  });

  it('nothing remains: never recorded, not yet, or gone', () => {
    const released = figures({ outside_cleared: 1 });
    expect(keysOf({ figures: released, firsts: { recorded: 5, hazardous: null, released: 5 } })).toEqual([
      ['zeroHazardNever', null],
    ]);
    expect(keysOf({ figures: released, day: 9, firsts: { recorded: 5, hazardous: 10, released: 5 } })).toEqual([
      ['zeroHazardBefore', 10],
    ]);
    expect(keysOf({ figures: released })).toEqual([['zeroHazardGone', 10]]);
    expect(keysOf({ figures: released, isChosen: true, isOfOneKind: true })).toEqual([['zeroHazardGoneOfKind', 10]]);
  });

  it('nothing was released: never, not yet, or recorded again; also where nothing remains', () => {
    const open = figures({ confirmed: 1 });
    expect(keysOf({ figures: open, firsts: { recorded: 10, hazardous: 10, released: null } })).toEqual([
      ['zeroReleasedNever', null],
    ]);
    expect(keysOf({ figures: open, day: 19 })).toEqual([['zeroReleasedBefore', 20]]);
    expect(keysOf({ figures: open })).toEqual([['zeroReleasedUndone', 20]]);
    expect(keysOf({ figures: figures({ closed: 3 }), day: 19 })).toEqual([
      ['zeroHazardGone', 10],
      ['zeroReleasedBefore', 20],
    ]);
  });
});

describe('why a figure is 0 where states are chosen', () => {
  const of = (remaining: boolean, released: boolean) => ({ isRemainingChosen: remaining, isReleasedChosen: released });

  it('land that is left out is said to be, not to be gone or never recorded', () => {
    const released = figures({ cleared: 1 });
    expect(keysOf({ figures: released, firsts: { recorded: 20, hazardous: null, released: 20 }, ...of(false, true) })).toEqual([
      ['zeroHazardNotChosen', null],
    ]);
    expect(keysOf({ figures: figures({ confirmed: 1 }), ...of(true, false) })).toEqual([['zeroReleasedNotChosen', null]]);
    expect(keysOf({ figures: figures({ closed: 1 }), ...of(false, false) })).toEqual([
      ['zeroHazardNotChosen', null],
      ['zeroReleasedNotChosen', null],
    ]);
  });

  it('before the first release nothing is said of when land was first recorded', () => {
    expect(keysOf({ day: 12, firsts: { recorded: 20, hazardous: null, released: 20 }, ...of(false, true) })).toEqual([
      ['zeroHazardNotChosen', null],
      ['zeroReleasedBefore', 20],
    ]);
  });
});

describe('the first days', () => {
  const spans = fc.array(
    fc.record({
      state: fc.integer({ min: 0, max: LAND_STATES.length - 1 }),
      fromDay: fc.integer({ min: -20, max: 60 }),
      length: fc.option(fc.integer({ min: 1, max: 30 })),
      area: fc.integer({ min: 1, max: 1000 }),
      isKept: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const columnsOf = (rows: { state: number; fromDay: number; length: number | null; area: number }[]): LedgerColumns => ({
    length: rows.length,
    dataVersion: '1',
    state: Uint8Array.from(rows, ({ state }) => state),
    fromDay: Int32Array.from(rows, ({ fromDay }) => fromDay),
    toDay: Int32Array.from(rows, ({ fromDay, length }) => (length === null ? STILL : fromDay + length)),
    area: Float64Array.from(rows, ({ area }) => area),
    x: new Int32Array(rows.length),
    y: new Int32Array(rows.length),
    polygonZoom: new Uint8Array(rows.length),
    undated: new Uint8Array(rows.length),
    face: new Int32Array(rows.length),
    place: new Int16Array(rows.length),
    operator: new Int16Array(rows.length),
    ordnance: new Uint8Array(rows.length),
    places: ['none'],
    operators: ['none'],
  });

  it('are those on which the figures of a day are first above 0, and a reason names them wherever a figure is 0', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -25, max: 95 }), (rows, day) => {
        const [all, kept] = [columnsOf(rows), Uint8Array.from(rows, ({ isKept }) => (isKept ? 1 : 0))];
        const own = columnsOf(rows.filter(({ isKept }) => isKept));
        const firsts = firstsOf(all, kept);
        expect(firstsOn(timelineOf(cubeOf({ ...own, code: own.state }, LAND_STATES.length)))).toEqual(firsts);
        const days = Array.from({ length: 130 }, (_, index) => index - 30);
        const firstDay = (isThere: (at: number) => boolean) => days.find(isThere) ?? null;
        const figuresAt = (at: number) => figuresOf(areasAt(own, at));
        const releasedAt = (at: number) => figuresAt(at).released.total + figuresAt(at).outside.total;
        expect(firsts).toEqual({
          recorded: firstDay((at) => areasAt(own, at).some((area) => area > 0)),
          hazardous: firstDay((at) => figuresAt(at).remaining.total > 0),
          released: firstDay((at) => releasedAt(at) > 0),
        });
        const reasons = reasonsOfZero({
          ...{ figures: figuresAt(day), day, firsts },
          ...{ isMapped: rows.length > 0, isChosen: true, isOfOneKind: false },
          ...{ isRemainingChosen: true, isReleasedChosen: true },
        });
        expect(reasons.length > 0).toBe(figuresAt(day).remaining.total === 0 || releasedAt(day) === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('of movements: the dated ones that are kept', () => {
    const columns = {
      length: 4,
      day: Int32Array.of(5, 9, 2, 30),
      undated: Uint8Array.of(0, 0, 1, 0),
      area: Float64Array.of(1, 1, 1, 1),
    };
    const moved = (kept: Uint8Array | null, own: object = {}) => movedDays({ ...columns, ...own } as never, kept);
    expect(moved(null)).toEqual({ first: 5, last: 30 });
    expect(moved(null, { area: Float64Array.of(0, 1, 1, 1) })).toEqual({ first: 9, last: 30 });
    expect(moved(Uint8Array.of(0, 1, 1, 0))).toEqual({ first: 9, last: 9 });
    expect(moved(Uint8Array.of(0, 0, 1, 0))).toBeNull();
  });
});
