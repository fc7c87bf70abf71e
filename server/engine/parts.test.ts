import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAND_STATES, MOVEMENT_KINDS } from '../vocabulary.ts';
import { type LedgerColumns, type MovementColumns, STILL } from './columns.ts';
import { cubeOf } from './cube.ts';
import { areasAt } from './figures.ts';
import { NO_FILTER } from './filter.ts';
import { keptGroups, keptSpans } from './kept.ts';
import { movementsIn } from './movements.ts';
import { combinationsOf, hundredthsOf, movedIn, type Partition, partsAt, partsOn } from './parts.ts';

const LEAVES = ['none', 'A1', 'A2', 'B'];
const OPERATORS = ['', 'BETA', 'HALO'];
const PLACES = LEAVES.slice(1).map((code) => ({ code, name: code, names: {}, level: 1, parent: null })) as never;
const days = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 10, max: 14 }));
const rowsOf = fc.array(
  fc.record({
    state: fc.nat(LAND_STATES.length - 1),
    fromDay: days,
    toDay: fc.oneof(days, fc.constant(STILL)),
    area: fc.integer({ min: 0, max: 1e12 }),
    place: fc.nat(3),
    operator: fc.nat(2),
    ordnance: fc.nat(127),
    kind: fc.nat(MOVEMENT_KINDS.length - 1),
    undated: fc.nat(1),
  }),
  { maxLength: 60 },
);
type Row = typeof rowsOf extends fc.Arbitrary<(infer One)[]> ? One : never;

const columnsOf = (rows: Row[]) =>
  ({
    length: rows.length,
    state: Uint8Array.from(rows, ({ state }) => state),
    fromDay: Int32Array.from(rows, ({ fromDay }) => fromDay),
    toDay: Int32Array.from(rows, ({ toDay }) => toDay),
    day: Int32Array.from(rows, ({ fromDay }) => fromDay),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    fromState: new Uint8Array(rows.length),
    toState: Uint8Array.from(rows, ({ state }) => state),
    area: Float64Array.from(rows, ({ area }) => area),
    undated: Uint8Array.from(rows, ({ undated }) => undated),
    place: Int16Array.from(rows, ({ place }) => place),
    operator: Int16Array.from(rows, ({ operator }) => operator),
    ordnance: Uint8Array.from(rows, ({ ordnance }) => ordnance),
    places: LEAVES,
    operators: OPERATORS,
  }) as unknown as LedgerColumns & MovementColumns;

const asked = fc.uniqueArray(days, { minLength: 1, maxLength: 6 }).map((some) => Int32Array.from(some).sort());
const partitions = (columns: LedgerColumns, kept: Uint8Array | null): Partition[] => [
  { by: 'place', partOf: Int16Array.of(0, 1, 2, 3), parts: 4 },
  { by: 'operator', partOf: Int16Array.of(0, 1, 2), parts: 3 },
  combinationsOf(columns, kept).partition,
];
const valuesOf = { place: 4, operator: 3, ordnance: 128 };

describe('parts of the land', () => {
  it('each is what a pass over its own spans tells, by cube and by columns, and they add up to the whole in every digit', () => {
    const filters = fc.constantFrom(
      NO_FILTER,
      { ...NO_FILTER, places: ['A1'] },
      { ...NO_FILTER, operators: ['HALO'], kinds: ['SHA' as const] },
      { ...NO_FILTER, methods: ['cleared' as const], ordnance: ['anti_vehicle_mine' as const] },
    );
    fc.assert(
      fc.property(rowsOf, asked, filters, (rows, on, filter) => {
        const columns = columnsOf(rows);
        const cube = cubeOf({ ...columns, code: columns.state }, LAND_STATES.length);
        const kept = keptSpans(columns, filter, PLACES);
        for (const partition of partitions(columns, kept)) {
          const figures = partsOn(cube, partition, on, keptGroups(cube, columns, filter, PLACES));
          const passed = partsAt(columns, partition, LAND_STATES.length, on, kept);
          for (const [index, day] of on.entries()) {
            const whole = new Float64Array(LAND_STATES.length);
            for (let value = 0; value < valuesOf[partition.by]; value += 1) {
              const part = partition.partOf[value] as number;
              if (part < 0) continue;
              const own = Uint8Array.from(columns[partition.by], (at, entry) => (at === value && kept?.[entry] !== 0 ? 1 : 0));
              const expected = areasAt(columns, day, own);
              for (const [code, area] of expected.entries()) {
                expect(hundredthsOf(figures, part, code, index)).toBe(area);
                expect(hundredthsOf(passed, part, code, index)).toBe(area);
                whole[code] = (whole[code] as number) + hundredthsOf(figures, part, code, index);
              }
            }
            expect(whole).toEqual(areasAt(columns, day, kept));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('movements of all parts in each period are those of the whole', () => {
    fc.assert(
      fc.property(rowsOf, asked, (rows, bounds) => {
        const columns = columnsOf(rows);
        for (const partition of partitions(columns, null)) {
          const moved = movedIn(columns, partition, bounds, null);
          for (let period = 0; period + 1 < bounds.length; period += 1) {
            const { inside, outside } = movementsIn(columns, bounds[period] as number, bounds[period + 1] as number, null);
            for (const [code, kind] of MOVEMENT_KINDS.entries()) {
              let sum = 0;
              for (let part = 0; part < partition.parts; part += 1) sum += hundredthsOf(moved, part, code, period);
              expect(Math.abs(sum / 1e8 - inside[kind] - outside[kind])).toBeLessThanOrEqual(1e-9 * (1 + sum / 1e8));
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('what is in no part is counted nowhere', () => {
    const row = { state: 0, fromDay: 0, toDay: STILL, area: 7, place: 1, operator: 0, ordnance: 1, kind: 0, undated: 0 };
    const columns = columnsOf([row, { ...row, place: 2, area: 5 }]);
    const figures = partsAt(
      columns,
      { by: 'place', partOf: Int16Array.of(-1, -1, 0, -1), parts: 1 },
      9,
      Int32Array.of(-1, 0),
      null,
    );
    expect([0, 1].map((index) => hundredthsOf(figures, 0, 0, index))).toEqual([0, 5]);
  });
});
