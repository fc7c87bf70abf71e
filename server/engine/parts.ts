import { MOVEMENT_KINDS } from '../vocabulary.ts';
import type { GroundColumns, LedgerColumns, MovementColumns } from './columns.ts';
import type { LandCube } from './cube.ts';
import { firstAfter } from './search.ts';

/** Into which part of a whole each entry goes, by one of its columns. */
export interface Partition {
  by: 'place' | 'operator' | 'ordnance';
  /** Of each value of that column the index of its part; -1: in none. */
  partOf: Int16Array;
  /** How many parts there are. */
  parts: number;
}

/** Figures of each part, by code, of some days or periods. */
export interface PartFigures {
  codes: number;
  /** How many days or periods. */
  length: number;
  /** Hundredths of m² at (part * codes + code) * (length + 1) + index; the last of each is left over from the sum. */
  hundredths: Float64Array;
}

export const hundredthsOf = ({ codes, length, hundredths }: PartFigures, part: number, code: number, index: number): number =>
  hundredths[(part * codes + code) * (length + 1) + index] as number;

/** Index of the first of the days that is not before a day; their number where all are. */
const firstFrom = (days: Int32Array, day: number): number => firstAfter(days, day - 1);

/** From what changed up to each day to what is there. */
function addedUp({ codes, length, hundredths }: PartFigures, parts: number): PartFigures {
  for (let start = 0; start < parts * codes * (length + 1); start += length + 1)
    for (let index = 1; index < length; index += 1)
      hundredths[start + index] = (hundredths[start + index] as number) + (hundredths[start + index - 1] as number);
  return { codes, length, hundredths };
}

const nothing = (parts: number, codes: number, length: number): PartFigures => ({
  codes,
  length,
  hundredths: new Float64Array(parts * codes * (length + 1)),
});

/**
 * Land by part and state at the end of some days: one pass over the cube's changes. Whole hundredths are added, so that each part
 * equals a pass over its spans, and the parts the whole, in every digit.
 * @param days since 1970, rising. @param kept 1 for groups that count; null: all do.
 */
export function partsOn(cube: LandCube, partition: Partition, days: Int32Array, kept: Uint8Array | null): PartFigures {
  const { codes, groups, offsets, slots, changes } = cube;
  const { parts, partOf, by } = partition;
  const figures = nothing(parts, codes, days.length);
  const sums = figures.hundredths;
  const bins = Int32Array.from(cube.days, (day) => firstFrom(days, day));
  for (let group = 0; group < groups.length; group += 1) {
    const part = partOf[groups[by][group] as number] as number;
    if (part < 0 || (kept !== null && kept[group] === 0)) continue;
    const code = groups.code[group] as number;
    const base = (part * codes + code) * (days.length + 1);
    const origin = code * cube.days.length;
    const end = offsets[group + 1] as number;
    for (let change = offsets[group] as number; change < end; change += 1) {
      const bin = bins[(slots[change] as number) - origin] as number;
      // rising by day: nothing that follows counts
      if (bin === days.length) break;
      sums[base + bin] = (sums[base + bin] as number) + (changes[change] as number);
    }
  }
  return addedUp(figures, parts);
}

/** The same from the columns: as long as there is no cube, of what is in view, and of a drawn area. @param codes how many states there are. */
export function partsAt(
  columns: LedgerColumns,
  { by, partOf, parts }: Partition,
  codes: number,
  days: Int32Array,
  kept: Uint8Array | null,
): PartFigures {
  const figures = nothing(parts, codes, days.length);
  const sums = figures.hundredths;
  const { state, fromDay, toDay, area } = columns;
  const values = columns[by];
  for (let index = 0; index < columns.length; index += 1) {
    const part = partOf[values[index] as number] as number;
    // what ends before it begins never counts
    if (part < 0 || (kept !== null && kept[index] === 0) || (toDay[index] as number) <= (fromDay[index] as number)) continue;
    const base = (part * codes + (state[index] as number)) * (days.length + 1);
    const begins = base + firstFrom(days, fromDay[index] as number);
    const ends = base + firstFrom(days, toDay[index] as number);
    sums[begins] = (sums[begins] as number) + (area[index] as number);
    sums[ends] = (sums[ends] as number) - (area[index] as number);
  }
  return addedUp(figures, parts);
}

/**
 * What moved with a date, inside and outside recorded hazards, by part and kind (index into MOVEMENT_KINDS), in the periods
 * (bounds[i], bounds[i + 1]]: one pass over the movements.
 * @param bounds days since 1970, rising. @param kept 1 for movements that count; null: all do.
 */
export function movedIn(
  columns: MovementColumns,
  { by, partOf, parts }: Partition,
  bounds: Int32Array,
  kept: Uint8Array | null,
): PartFigures {
  const codes = MOVEMENT_KINDS.length;
  const figures = nothing(parts, codes, bounds.length - 1);
  const sums = figures.hundredths;
  const values = columns[by];
  for (let index = 0; index < columns.length; index += 1) {
    const part = partOf[values[index] as number] as number;
    if (part < 0 || columns.undated[index] === 1 || (kept !== null && kept[index] === 0)) continue;
    const period = firstFrom(bounds, columns.day[index] as number) - 1;
    if (period < 0) continue;
    const at = (part * codes + (columns.kind[index] as number)) * bounds.length + period;
    sums[at] = (sums[at] as number) + (columns.area[index] as number);
  }
  return figures;
}

/**
 * Sets of ordnance that occur in what is kept, each a part: they add up. Of each part its bits (1 << index into ORDNANCE_KINDS).
 * @param kept 1 for entries that count; null: all do.
 */
export function combinationsOf(
  { ordnance, area }: Pick<GroundColumns, 'ordnance'> & { area: Float64Array },
  kept: Uint8Array | null,
): { partition: Partition; bits: number[] } {
  const seen = new Uint8Array(256);
  for (let index = 0; index < ordnance.length; index += 1)
    if (area[index] !== 0 && kept?.[index] !== 0) seen[ordnance[index] as number] = 1;
  const bits = Array.from(seen.keys()).filter((value) => seen[value] === 1);
  const partOf = new Int16Array(256).fill(-1);
  for (const [part, value] of bits.entries()) partOf[value] = part;
  return { partition: { by: 'ordnance', partOf, parts: bits.length }, bits };
}
