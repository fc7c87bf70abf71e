import { type MovementColumns, type Moves, STILL } from './columns.ts';
import { cubeOf, type LandCube } from './cube.ts';
import { firstAfterNear } from './search.ts';
import type { LandTimeline } from './timeline.ts';

/** What is alike in movements, by code of the cube: a row each combination that occurs. */
export interface Alike {
  kind: Uint8Array;
  fromState: Uint8Array;
  toState: Uint8Array;
  closedReason: Uint8Array;
  undated: Uint8Array;
}

/** The movements as changes that stay: of each combination and group how much moved, by day. */
export interface MovementCube extends LandCube {
  alike: Alike;
  order: MovementOrder;
}

/** What a worker is given of the movements. */
export type MovementEntries = Omit<MovementColumns, 'x' | 'y' | 'face' | 'places' | 'operators'>;

/** Kinds, states and reasons are fewer than 15; 255, nothing, is 15 in four bits. */
const BITS = 4;
const NOTHING = 15;
const wide = (value: number): number => (value === NOTHING ? 255 : value);

export function cubeOfMovements(movements: MovementEntries): MovementCube {
  const { length, kind, fromState, toState, closedReason, undated } = movements;
  const codeOf = new Int16Array(2 ** (4 * BITS + 1)).fill(-1);
  const code = new Uint16Array(length);
  const keys: number[] = [];
  for (let index = 0; index < length; index += 1) {
    const states = ((fromState[index] as number) & NOTHING) | (((toState[index] as number) & NOTHING) << BITS);
    const reason = ((closedReason[index] as number) & NOTHING) << (2 * BITS);
    const key =
      states | reason | (((kind[index] as number) & NOTHING) << (3 * BITS)) | ((undated[index] as number) << (4 * BITS));
    let known = codeOf[key] as number;
    if (known < 0) {
      known = keys.length;
      codeOf[key] = known;
      keys.push(key);
    }
    code[index] = known;
  }
  const part = (shift: number) => Uint8Array.from(keys, (key) => wide((key >> (shift * BITS)) & NOTHING));
  const cube = cubeOf(
    { ...movements, code, fromDay: movements.day, toDay: new Int32Array(length).fill(STILL) },
    Math.max(1, keys.length),
  );
  const alike = { fromState: part(0), toState: part(1), closedReason: part(2), kind: part(3), undated: part(4) };
  return { ...cube, alike, order: orderOf(cube) };
}

/**
 * What had moved by each day on which anything moved, of one selection: of code c the entries from offsets[c] to offsets[c + 1],
 * rising by day. Only days on which that code moved: most codes move on few of them.
 */
export interface MovedSums {
  offsets: Int32Array;
  /** Days since 1970. */
  days: Int32Array;
  /** Hundredths of m² that moved up to the end of the day. */
  hundredths: Float64Array;
}

/** What does not change with the selection. */
export interface MovementOrder {
  /** The group of each change. */
  groupOf: Int32Array;
  /** The changes of code c are those from offsets[c] to offsets[c + 1]: groups rise by code. */
  offsets: Int32Array;
  /** How many days of a code there are at most, all codes together. */
  most: number;
}

function orderOf({ codes, days, groups, offsets, slots }: LandCube): MovementOrder {
  const groupOf = new Int32Array(slots.length);
  const ofCode = new Int32Array(codes + 1);
  for (let group = 0, change = 0; group < groups.length; group += 1) {
    const end = offsets[group + 1] as number;
    for (; change < end; change += 1) groupOf[change] = group;
    ofCode[(groups.code[group] as number) + 1] = end;
  }
  // a code without movements ends where the one before it does
  for (let code = 1; code <= codes; code += 1) ofCode[code] = Math.max(ofCode[code] as number, ofCode[code - 1] as number);
  const occurs = new Uint8Array(codes * days.length);
  let most = 0;
  for (let change = 0; change < slots.length; change += 1) {
    const slot = slots[change] as number;
    most += 1 - (occurs[slot] as number);
    occurs[slot] = 1;
  }
  return { groupOf, offsets: ofCode, most };
}

/**
 * One pass over the changes, code by code, so that what is added up stays at hand.
 * @param kept 1 for groups that count; null: all do. @param codesMeant 1 for codes that are asked for; null: all are.
 */
export function movedSums(
  { codes, days, slots, changes, order }: MovementCube,
  kept: Uint8Array | null,
  codesMeant: Uint8Array | null = null,
): MovedSums {
  const { groupOf, offsets } = order;
  const sums = emptySums(codes, order.most);
  const ofCode = new Float64Array(days.length);
  let length = 0;
  for (let code = 0; code < codes; code += 1) {
    if (codesMeant !== null && codesMeant[code] === 0) {
      sums.offsets[code + 1] = length;
      continue;
    }
    const [end, origin] = [offsets[code + 1] as number, code * days.length];
    for (let change = offsets[code] as number; change < end; change += 1) {
      const day = (slots[change] as number) - origin;
      const isKept = kept === null ? 1 : (kept[groupOf[change] as number] as number);
      ofCode[day] = (ofCode[day] as number) + (changes[change] as number) * isKept;
    }
    let sum = 0;
    for (let day = 0; day < ofCode.length; day += 1) {
      const moved = ofCode[day] as number;
      if (moved === 0) continue;
      ofCode[day] = 0;
      sum += moved;
      sums.days[length] = days[day] as number;
      sums.hundredths[length] = sum;
      length += 1;
    }
    sums.offsets[code + 1] = length;
  }
  return sums;
}

/** The same of a timeline, which has every code on every day. */
export function movedSumsOf({ codes, days, hundredths }: LandTimeline): MovedSums {
  const sums = emptySums(codes, hundredths.length);
  let length = 0;
  for (let code = 0; code < codes; code += 1) {
    let before = 0;
    for (let day = 0; day < days.length; day += 1) {
      const sum = hundredths[code * days.length + day] as number;
      if (sum === before) continue;
      before = sum;
      sums.days[length] = days[day] as number;
      sums.hundredths[length] = sum;
      length += 1;
    }
    sums.offsets[code + 1] = length;
  }
  return sums;
}

const emptySums = (codes: number, most: number): MovedSums => ({
  offsets: new Int32Array(codes + 1),
  days: new Int32Array(most),
  hundredths: new Float64Array(most),
});

/**
 * What moved up to each of these days and after the one before it: a row a combination and day, in which whatever adds movements up by
 * periods that end on these days finds the same sums as in the movements themselves, in every digit. What moved nothing is left out.
 * @param ends days since 1970, rising
 */
export function movesUpTo({ offsets, days, hundredths }: MovedSums, alike: Alike, ends: readonly number[]): Moves {
  const codes = offsets.length - 1;
  const codeOf = new Uint16Array(codes * ends.length);
  const day = new Int32Array(codes * ends.length);
  const area = new Float64Array(codes * ends.length);
  let length = 0;
  for (let code = 0; code < codes; code += 1) {
    const [first, last] = [offsets[code] as number, offsets[code + 1] as number];
    let at = first;
    let before = 0;
    for (const end of ends) {
      at = firstAfterNear(days, end, at, last);
      if (at === first) continue;
      const sum = hundredths[at - 1] as number;
      if (sum === before) continue;
      codeOf[length] = code;
      day[length] = end;
      area[length] = sum - before;
      length += 1;
      before = sum;
    }
  }
  const rows = codeOf.subarray(0, length);
  const of = (values: Uint8Array) => {
    const column = new Uint8Array(length);
    for (let row = 0; row < length; row += 1) column[row] = values[rows[row] as number] as number;
    return column;
  };
  return {
    length,
    day: day.subarray(0, length),
    area: area.subarray(0, length),
    kind: of(alike.kind),
    fromState: of(alike.fromState),
    toState: of(alike.toState),
    closedReason: of(alike.closedReason),
    undated: of(alike.undated),
  };
}
