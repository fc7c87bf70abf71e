import type { GroundColumns } from './columns.ts';
import { yearOf } from './days.ts';
import type { LandFilter } from './filter.ts';
import { keptRecords } from './kept.ts';
import type { PlaceNode } from './places.ts';
import { kindOfMethod } from './records.ts';

/** What releases, surveys and spot tasks found and destroyed, as columns: one entry a find of one kind of ordnance. */
export interface FoundColumns extends GroundColumns {
  /** Last day of the period that its date tells; days since 1970; 2147483647: undated. */
  day: Int32Array;
  /** Pieces destroyed. */
  count: Int32Array;
}

export interface DestroyedSum {
  /** Indexes into `places`, `operators`. */
  place: number;
  operator: number;
  /** Null: undated. */
  year: number | null;
  count: number;
}

const UNDATED = 2147483647;

/**
 * Ordnance destroyed in (from, to], by place, operator and year, the undated beside. Filters by method and state leave all in: ordnance
 * is destroyed, not released.
 */
export function destroyedIn(
  found: FoundColumns,
  filter: LandFilter,
  places: readonly PlaceNode[],
  from: number | null,
  to: number,
): DestroyedSum[] {
  // whoever destroyed it is chosen as whoever released land
  const kind = new Uint8Array(found.length).fill(kindOfMethod('cleared'));
  const kept = keptRecords({ ...found, kind }, { ...filter, methods: [] }, places);
  const sums = new Map<string, DestroyedSum>();
  for (let index = 0; index < found.length; index += 1) {
    const day = found.day[index] as number;
    const isUndated = day === UNDATED;
    if ((kept !== null && kept[index] === 0) || (!isUndated && (day > to || (from !== null && day <= from)))) continue;
    const [place, operator] = [found.place[index] as number, found.operator[index] as number];
    const year = isUndated ? null : yearOf(day);
    const key = `${place} ${operator} ${year}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { place, operator, year, count: found.count[index] as number });
    else known.count += found.count[index] as number;
  }
  return [...sums.values()];
}
