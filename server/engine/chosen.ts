import type { GroundColumns } from './columns.ts';
import type { LandFilter } from './filter.ts';
import { leavesOfAny, type PlaceNode } from './places.ts';

/** The entries of a place, found without a look at the others: what one place has is asked most, and is a small part of a country. */

/** The entries of each place beside each other: those of place p are from offsets[p] to offsets[p + 1]. */
interface ByPlace {
  offsets: Int32Array;
  entries: Int32Array;
}

const known = new WeakMap<Int16Array, ByPlace>();

/** Sorted once for each column. @param count how many places there are */
function byPlace(place: Int16Array, count: number): ByPlace {
  const before = known.get(place);
  if (before !== undefined) return before;
  const offsets = new Int32Array(count + 1);
  for (const at of place) offsets[at + 1] = (offsets[at + 1] as number) + 1;
  for (let at = 0; at < count; at += 1) offsets[at + 1] = (offsets[at + 1] as number) + (offsets[at] as number);
  const next = offsets.slice();
  const entries = new Int32Array(place.length);
  for (let entry = 0; entry < place.length; entry += 1) {
    const at = place[entry] as number;
    entries[next[at] as number] = entry;
    next[at] = (next[at] as number) + 1;
  }
  const found = { offsets, entries };
  known.set(place, found);
  return found;
}

/** Entries that lie in the places that a filter chooses; null: it chooses none. */
export function entriesIn(
  { place, places: codes }: Pick<GroundColumns, 'place' | 'places'>,
  asked: LandFilter,
  places: readonly PlaceNode[],
): Int32Array | null {
  if (asked.places.length === 0) return null;
  const leaves = leavesOfAny(asked.places, places);
  const { offsets, entries } = byPlace(place, codes.length);
  const parts = codes.flatMap((code, at) =>
    leaves.has(code) ? [entries.subarray(offsets[at] as number, offsets[at + 1] as number)] : [],
  );
  const chosen = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    chosen.set(part, filled);
    filled += part.length;
  }
  return chosen;
}

/** These entries of a column. */
export const picked = <Values extends Int32Array | Int16Array | Uint8Array | Uint16Array | Float64Array>(
  values: Values,
  entries: Int32Array,
): Values => {
  const column = new (values.constructor as new (length: number) => Values)(entries.length);
  for (let at = 0; at < entries.length; at += 1) column[at] = values[entries[at] as number] as number;
  return column;
};

/** Columns of these entries; what is no column stays as it is. */
export const pickedColumns = <Columns extends { length: number }>(columns: Columns, entries: Int32Array): Columns =>
  ({
    ...Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [
        name,
        ArrayBuffer.isView(value) ? picked(value as unknown as Int32Array, entries) : value,
      ]),
    ),
    length: entries.length,
  }) as Columns;
