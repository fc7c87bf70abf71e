import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landByYear, landByYearOn } from '../../web/src/charts/series.ts';
import { HAZARD_KINDS, LAND_STATES, ORDNANCE_KINDS, RELEASE_METHODS, STATE_GROUPS } from '../vocabulary.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { cubeOf } from './cube.ts';
import { areasAt, undatedHundredths } from './figures.ts';
import type { LandFilter } from './filter.ts';
import { historyOf, historyOn } from './history.ts';
import { keptGroups, keptSpans } from './kept.ts';
import { areasOn, keptEntries, timelineIn, timelineOf } from './timeline.ts';

const OPERATORS = ['', 'BETA', 'HALO', 'MAG'];
const place = (code: string, level: number, parent: string | null) =>
  ({ code, name: code, names: {}, level, parent, area_km2: 1, bbox: null }) as never;
const PLACES = [place('A', 1, null), place('A1', 2, 'A'), place('A2', 2, 'A'), place('B', 1, null)];
/** So many that groups are sorted in more than one round. */
const LEAVES = ['none', 'A1', 'A2', 'B', ...Array.from({ length: 60 }, (_, index) => `C${index}`)];

// from before 1970 to 2037, a few days so close that many changes share one, and some so far that no table of days could hold them
const days = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2000, max: 24_800 }) },
  { weight: 4, arbitrary: fc.integer({ min: 12_000, max: 12_006 }) },
  { weight: 1, arbitrary: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }) },
);

const spans = fc.array(
  fc.record({
    state: fc.nat(LAND_STATES.length - 1),
    fromDay: days,
    toDay: fc.oneof(days, fc.constant(STILL)),
    area: fc.integer({ min: 0, max: 1e12 }),
    place: fc.oneof(fc.nat(3), fc.nat(LEAVES.length - 1)),
    operator: fc.nat(OPERATORS.length - 1),
    ordnance: fc.nat(127),
    undated: fc.nat(1),
    x: fc.integer({ min: -180, max: 180 }),
    y: fc.integer({ min: -90, max: 90 }),
  }),
  { maxLength: 80 },
);
type Span = typeof spans extends fc.Arbitrary<(infer Row)[]> ? Row : never;

const columnsOf = (rows: Span[]): LedgerColumns => ({
  length: rows.length,
  dataVersion: '1',
  state: Uint8Array.from(rows, ({ state }) => state),
  fromDay: Int32Array.from(rows, ({ fromDay }) => fromDay),
  toDay: Int32Array.from(rows, ({ toDay }) => toDay),
  area: Float64Array.from(rows, ({ area }) => area),
  x: Int32Array.from(rows, ({ x }) => x * 1e7),
  y: Int32Array.from(rows, ({ y }) => y * 1e7),
  polygonZoom: new Uint8Array(rows.length),
  undated: Uint8Array.from(rows, ({ undated }) => undated),
  face: Int32Array.from(rows, (_, index) => index),
  place: Int16Array.from(rows, ({ place: at }) => at),
  operator: Int16Array.from(rows, ({ operator }) => operator),
  ordnance: Uint8Array.from(rows, ({ ordnance }) => ordnance),
  places: LEAVES,
  operators: OPERATORS,
});

const cubeOfSpans = (columns: LedgerColumns) => cubeOf({ ...columns, code: columns.state }, LAND_STATES.length);

const filters: fc.Arbitrary<LandFilter> = fc.record({
  places: fc.array(fc.constantFrom('A', 'A1', 'A2', 'B'), { maxLength: 2 }),
  operators: fc.subarray(OPERATORS),
  ordnance: fc.subarray([...ORDNANCE_KINDS]),
  states: fc.subarray([...STATE_GROUPS]),
  methods: fc.subarray([...RELEASE_METHODS]),
  kinds: fc.subarray([...HAZARD_KINDS]),
  bbox: fc.constant(null),
});
const boxes = fc
  .tuple(fc.nat(360), fc.nat(180), fc.nat(360), fc.nat(180))
  .map(([west, south, east, north]): [number, number, number, number] => [
    west - 180,
    Math.min(south, north) - 90,
    east - 180,
    Math.max(south, north) - 90,
  ]);

describe('the ledger as changes', () => {
  it('tells of every filter and day what a pass over the spans tells, in every digit', () => {
    fc.assert(
      fc.property(spans, filters, fc.array(days, { minLength: 1, maxLength: 5 }), (rows, filter, asked) => {
        const columns = columnsOf(rows);
        const cube = cubeOfSpans(columns);
        const timeline = timelineOf(cube, keptGroups(cube, columns, filter, PLACES));
        const kept = keptSpans(columns, filter, PLACES);
        // what changes on a day and the day before show a day too early or too late
        const turns = rows.flatMap(({ fromDay, toDay }) => [fromDay - 1, fromDay, toDay - 1, toDay]).filter((day) => day < STILL);
        for (const day of [...asked, ...turns]) expect(areasOn(timeline, day)).toEqual(areasAt(columns, day, kept));
        expect(timeline.undated).toEqual(undatedHundredths(columns, kept));
        expect(keptEntries(cube, keptGroups(cube, columns, filter, PLACES))).toEqual(kept);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells of a view what a pass over the spans in it tells, also across the date line', () => {
    fc.assert(
      fc.property(spans, filters, boxes, fc.array(days, { minLength: 1, maxLength: 5 }), (rows, filter, bbox, asked) => {
        const columns = columnsOf(rows);
        const cube = cubeOfSpans(columns);
        const timeline = timelineIn(cube, columns, keptGroups(cube, columns, { ...filter, bbox }, PLACES), bbox);
        const kept = keptSpans(columns, { ...filter, bbox }, PLACES);
        for (const day of [...asked, ...rows.map(({ fromDay }) => fromDay)])
          expect(areasOn(timeline, day)).toEqual(areasAt(columns, day, kept));
        expect(timeline.undated).toEqual(undatedHundredths(columns, kept));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same years and the same history as passes over the spans', () => {
    const near = fc.integer({ min: -2000, max: 24_800 });
    // a span that ends before it begins never counts; the passes over years leave that to the database
    const rowsInOrder = spans.map((rows) => rows.filter(({ fromDay, toDay }) => fromDay < toDay));
    fc.assert(
      fc.property(rowsInOrder, filters, near, fc.integer({ min: 0, max: 15_000 }), (rows, filter, first, width) => {
        const columns = columnsOf(rows);
        const cube = cubeOfSpans(columns);
        const timeline = timelineOf(cube, keptGroups(cube, columns, filter, PLACES));
        const kept = keptSpans(columns, filter, PLACES);
        expect(landByYearOn(timeline, first, first + width)).toEqual(landByYear(columns, first, first + width, kept));
        expect(historyOn(timeline, first, first + width, 24)).toEqual(historyOf(columns, first, first + width, 24, kept));
      }),
      { numRuns: 300 },
    );
  });

  it('one place, operator, ordnance and state is one group, and one day in it one change', () => {
    const span = { state: 1, fromDay: 5, toDay: STILL, area: 3, place: 1, operator: 0, ordnance: 1, undated: 0, x: 0, y: 0 };
    const cube = cubeOfSpans(columnsOf([span, { ...span, area: 4, toDay: 9 }, { ...span, place: 2, fromDay: -7 }]));
    expect([...cube.groups.place]).toEqual([1, 2]);
    expect([...cube.days]).toEqual([-7, 5, 9]);
    expect([...cube.offsets]).toEqual([0, 2, 3]);
    expect([...cube.changes]).toEqual([7, -4, 3]);
    expect([...cube.groupOf]).toEqual([0, 0, 1]);
  });

  it('an empty ledger is zero on every day', () => {
    const cube = cubeOfSpans(columnsOf([]));
    expect(areasOn(timelineOf(cube), 20_000)).toEqual(new Float64Array(LAND_STATES.length));
  });
});
