import { LAND_STATES } from '../vocabulary.ts';
import { picked } from './chosen.ts';
import { type LedgerColumns, type MovementColumns, STILL } from './columns.ts';
import { cubeOf, type LandCube } from './cube.ts';
import { type Alike, cubeOfMovements } from './movement-cube.ts';

/** By what sums can be told apart, beside their state and day. What is not told apart is 0. */
export const APART = ['place', 'operator', 'ordnance'] as const;
export type Apart = (typeof APART)[number];

/** Rows told apart: where they are and whose. */
interface ApartColumns {
  place: Int16Array;
  operator: Int16Array;
  ordnance: Uint8Array;
}

/** A row a state and day: how much more land is in that state from that day on; less where negative. Hundredths of m². */
export interface ChangeColumns extends ApartColumns {
  length: number;
  /** Index into LAND_STATES. */
  state: Uint8Array;
  /** Days since 1970. */
  day: Int32Array;
  /** 1: what begins here has no date of its own. */
  undated: Uint8Array;
  area: Float64Array;
}

/** Entries whose area is not 0: a drawn area leaves none of what lies outside. @param kept 1 for entries that count; null: all do. */
const countedOf = (area: Float64Array, kept: Uint8Array | null): Int32Array => {
  const counted = new Int32Array(area.length);
  let length = 0;
  for (let index = 0; index < area.length; index += 1)
    if ((kept === null || kept[index] === 1) && area[index] !== 0) counted[length++] = index;
  return counted.subarray(0, length);
};

const apartOf = (columns: ApartColumns, rows: Int32Array, by: readonly Apart[]): ApartColumns => ({
  place: by.includes('place') ? picked(columns.place, rows) : new Int16Array(rows.length),
  operator: by.includes('operator') ? picked(columns.operator, rows) : new Int16Array(rows.length),
  ordnance: by.includes('ordnance') ? picked(columns.ordnance, rows) : new Uint8Array(rows.length),
});

/**
 * How land by state changes from day to day. What begins and what ends is added up apart: of a span without a date only the beginning
 * has none. Counting sorts, as the cube's: half a second for a million spans. @param kept 1 for spans that count; null: all do.
 */
export function changesOf(columns: LedgerColumns, kept: Uint8Array | null, by: readonly Apart[]): ChangeColumns {
  const rows = countedOf(columns.area, kept);
  const ending = rows.filter((row) => columns.toDay[row] !== STILL);
  const both = new Int32Array(rows.length + ending.length);
  both.set(rows);
  both.set(ending, rows.length);
  const { length } = both;
  const code = new Uint8Array(length);
  const day = picked(columns.fromDay, both);
  const area = picked(columns.area, both);
  for (let row = 0; row < length; row += 1) {
    const span = both[row] as number;
    const begins = row < rows.length;
    code[row] = (columns.state[span] as number) * 2 + (begins ? (columns.undated[span] as number) : 0);
    if (begins) continue;
    day[row] = columns.toDay[span] as number;
    area[row] = -(area[row] as number);
  }
  const entries = {
    length,
    code,
    fromDay: day,
    toDay: new Int32Array(length).fill(STILL),
    area,
    undated: new Uint8Array(length),
    ...apartOf(columns, both, by),
  };
  const told = rowsOf(cubeOf(entries, 2 * LAND_STATES.length));
  return {
    ...told,
    state: Uint8Array.from(told.code, (value) => value >> 1),
    undated: Uint8Array.from(told.code, (value) => value & 1),
  };
}

/** A row a day, kind, states and reason: how much land moved so. Hundredths of m². */
export interface MovedColumns extends ApartColumns, Alike {
  length: number;
  day: Int32Array;
  area: Float64Array;
}

/** What moved, summed over faces. @param kept 1 for movements that count; null: all do. */
export function movedOf(movements: MovementColumns, kept: Uint8Array | null, by: readonly Apart[]): MovedColumns {
  const rows = countedOf(movements.area, kept);
  const cube = cubeOfMovements({
    length: rows.length,
    day: picked(movements.day, rows),
    kind: picked(movements.kind, rows),
    fromState: picked(movements.fromState, rows),
    toState: picked(movements.toState, rows),
    closedReason: picked(movements.closedReason, rows),
    area: picked(movements.area, rows),
    undated: picked(movements.undated, rows),
    ...apartOf(movements, rows, by),
  });
  const told = rowsOf(cube);
  const of = (values: Uint8Array) => Uint8Array.from(told.code, (code) => values[code] as number);
  const { kind, fromState, toState, closedReason, undated } = cube.alike;
  return {
    ...told,
    kind: of(kind),
    fromState: of(fromState),
    toState: of(toState),
    closedReason: of(closedReason),
    undated: of(undated),
  };
}

/** The changes of a cube as rows; those that add up to nothing are left out. */
function rowsOf({ groups, days, offsets, slots, changes }: LandCube) {
  const length = changes.reduce((count, change) => (change === 0 ? count : count + 1), 0);
  const rows = {
    length,
    code: new Uint16Array(length),
    day: new Int32Array(length),
    area: new Float64Array(length),
    place: new Int16Array(length),
    operator: new Int16Array(length),
    ordnance: new Uint8Array(length),
  };
  let row = 0;
  for (let group = 0; group < groups.length; group += 1) {
    const code = groups.code[group] as number;
    for (let change = offsets[group] as number; change < (offsets[group + 1] as number); change += 1) {
      if (changes[change] === 0) continue;
      rows.code[row] = code;
      rows.day[row] = days[(slots[change] as number) - code * days.length] as number;
      rows.area[row] = changes[change] as number;
      rows.place[row] = groups.place[group] as number;
      rows.operator[row] = groups.operator[group] as number;
      rows.ordnance[row] = groups.ordnance[group] as number;
      row += 1;
    }
  }
  return rows;
}
