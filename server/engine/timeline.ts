import { STILL } from './columns.ts';
import type { LandCube } from './cube.ts';
import { firstAfter } from './search.ts';

/** All figures of one selection of land, of every day at once. */
export interface LandTimeline {
  codes: number;
  /** Every day on which anything changes, rising; days since 1970. */
  days: Int32Array;
  /** Hundredths of m² of a code at the end of a day: at code * days.length + index of the day. */
  hundredths: Float64Array;
  /** Hundredths of m² that have no date of their own, and the first day on which they count. */
  undated: { hundredths: number; firstDay: number | null };
}

/**
 * Adds the changes of the groups that a filter keeps: one pass over them. Whole hundredths are added, so that every day equals a
 * pass over its spans in every digit.
 * @param kept 1 for groups that count; null: all do.
 */
export function timelineOf(cube: LandCube, kept: Uint8Array | null = null): LandTimeline {
  const { groups, offsets, slots, changes } = cube;
  const sums = new Float64Array(cube.codes * cube.days.length + 1);
  let undated = 0;
  let firstUndated = STILL;
  for (let group = 0; group < groups.length; ) {
    if (kept !== null && kept[group] === 0) {
      group += 1;
      continue;
    }
    // neighbours that are kept are one run of changes
    const start = offsets[group] as number;
    for (; group < groups.length && (kept === null || kept[group] !== 0); group += 1) {
      undated += groups.undated[group] as number;
      firstUndated = Math.min(firstUndated, groups.firstUndated[group] as number);
    }
    const end = offsets[group] as number;
    for (let change = start; change < end; change += 1) {
      const slot = slots[change] as number;
      sums[slot] = (sums[slot] as number) + (changes[change] as number);
    }
  }
  return finished(cube, sums, undated, firstUndated);
}

/** Entries that lie on the ground as points, as the ledger's spans do. */
interface Points {
  x: Int32Array;
  y: Int32Array;
  area: Float64Array;
  undated: Uint8Array;
  fromDay: Int32Array;
}

/**
 * The same of what lies in a box: one pass over the entries, since groups do not know where they lie.
 * @param bbox west, south, east, north in degrees; west > east: across the date line.
 */
export function timelineIn(
  cube: LandCube,
  { x, y, area, undated, fromDay }: Points,
  kept: Uint8Array | null,
  bbox: readonly [number, number, number, number],
): LandTimeline {
  const { groupOf, slotsOf } = cube;
  const [west, south, east, north] = bbox.map((value) => Math.round(value * 1e7)) as [number, number, number, number];
  const isAcross = west > east;
  const sums = new Float64Array(cube.codes * cube.days.length + 1);
  let undatedSum = 0;
  let firstUndated = STILL;
  for (let entry = 0; entry < groupOf.length; entry += 1) {
    const latitude = y[entry] as number;
    if (latitude < south || latitude > north) continue;
    const longitude = x[entry] as number;
    if (isAcross ? longitude < west && longitude > east : longitude < west || longitude > east) continue;
    if (kept !== null && kept[groupOf[entry] as number] === 0) continue;
    const hundredths = area[entry] as number;
    const begins = slotsOf[2 * entry] as number;
    const ends = slotsOf[2 * entry + 1] as number;
    sums[begins] = (sums[begins] as number) + hundredths;
    sums[ends] = (sums[ends] as number) - hundredths;
    if (undated[entry] === 0) continue;
    undatedSum += hundredths;
    firstUndated = Math.min(firstUndated, fromDay[entry] as number);
  }
  return finished(cube, sums, undatedSum, firstUndated);
}

/** Of what is kept: of the groups, and where there is a box of what lies in it. */
export const timelineFor = (
  cube: LandCube,
  points: Points,
  kept: Uint8Array | null,
  bbox: readonly [number, number, number, number] | null,
): LandTimeline => (bbox === null ? timelineOf(cube, kept) : timelineIn(cube, points, kept, bbox));

/** From changes to what is there: each code's are added up from its first day to its last. */
function finished({ codes, days }: LandCube, sums: Float64Array, undated: number, firstUndated: number): LandTimeline {
  for (let code = 0; code < codes; code += 1) {
    const end = (code + 1) * days.length;
    let sum = 0;
    for (let slot = code * days.length; slot < end; slot += 1) {
      sum += sums[slot] as number;
      sums[slot] = sum;
    }
  }
  return {
    codes,
    days,
    hundredths: sums,
    undated: { hundredths: undated, firstDay: firstUndated === STILL ? null : firstUndated },
  };
}

/** Hundredths of m² by code at the end of a day. */
export function areasOn({ codes, days, hundredths }: LandTimeline, day: number): Float64Array {
  const low = firstAfter(days, day);
  const areas = new Float64Array(codes);
  if (low > 0) for (let code = 0; code < codes; code += 1) areas[code] = hundredths[code * days.length + low - 1] as number;
  return areas;
}

/** Of each entry whether its group is kept; null: all are. */
export function keptEntries({ groupOf }: LandCube, kept: Uint8Array | null): Uint8Array | null {
  if (kept === null) return null;
  const entries = new Uint8Array(groupOf.length);
  for (let entry = 0; entry < entries.length; entry += 1) entries[entry] = kept[groupOf[entry] as number] as number;
  return entries;
}

/** Of each change what its group has gained with it: found once a cube, so that a day costs a search a group and no pass. */
const gained = new WeakMap<LandCube, Float64Array>();

function gainedOf(cube: LandCube): Float64Array {
  const known = gained.get(cube);
  if (known !== undefined) return known;
  const { groups, offsets, changes } = cube;
  const sums = new Float64Array(changes.length);
  for (let group = 0; group < groups.length; group += 1) {
    let sum = 0;
    for (let change = offsets[group] as number; change < (offsets[group + 1] as number); change += 1) {
      sum += changes[change] as number;
      sums[change] = sum;
    }
  }
  gained.set(cube, sums);
  return sums;
}

/** Hundredths of m² that each group has gained by the end of a day. */
export function gainedBy(cube: LandCube, day: number): (group: number) => number {
  const { days, groups, offsets, slots } = cube;
  const sums = gainedOf(cube);
  const reached = firstAfter(days, day);
  return (group) => {
    const first = offsets[group] as number;
    // changes rise by day
    const next = firstAfter(
      slots,
      (groups.code[group] as number) * days.length + reached - 1,
      first,
      offsets[group + 1] as number,
    );
    return next === first ? 0 : (sums[next - 1] as number);
  };
}
