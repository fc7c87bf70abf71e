import { cubeOf, type LandCube } from './cube.ts';
import { STILL } from './figures.ts';
import type { MovementColumns, Moves } from './movements.ts';
import { daysUpTo, type LandTimeline } from './timeline.ts';

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
  return { ...cube, alike };
}

/**
 * What moved up to each of these days and after the one before it: a row a combination and day, in which whatever adds movements up by
 * periods that end on these days finds the same sums as in the movements themselves, in every digit. What moved nothing is left out.
 * @param ends days since 1970, rising
 */
export function movesUpTo({ codes, days, hundredths }: LandTimeline, alike: Alike, ends: readonly number[]): Moves {
  const upTo = Int32Array.from(ends, (end) => daysUpTo(days, end));
  const codeOf = new Uint16Array(codes * ends.length);
  const day = new Int32Array(codes * ends.length);
  const area = new Float64Array(codes * ends.length);
  let length = 0;
  for (let code = 0; code < codes; code += 1) {
    let before = 0;
    for (let end = 0; end < upTo.length; end += 1) {
      const count = upTo[end] as number;
      if (count === 0) continue;
      const sum = hundredths[code * days.length + count - 1] as number;
      if (sum === before) continue;
      codeOf[length] = code;
      day[length] = ends[end] as number;
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
