import type { LandFilter } from '../engine/filter.ts';
import { leavesOfAny } from '../engine/places.ts';
import type { HeldLand } from '../land/memory/load.ts';
import type { PlaceItem } from '../places/contract.ts';
import { NO_PLACE } from '../vocabulary.ts';

/** A row of a report: a place of the level asked for, or ground in none. */
export interface ReportPlace {
  code: string;
  name: string;
}

export interface ReportPlaces {
  /** The row in which the ground of a leaf place stands. @param leaf index into the `places` of the columns. */
  of: (leaf: number) => ReportPlace;
  /** All rows of the ground that the filter selects, by name; ground in no place is not among them. */
  selected: ReportPlace[];
}

const NOWHERE: ReportPlace = { code: NO_PLACE, name: 'No place' };

/** The places of a level, as rows. Ground of a leaf above that level stands under the leaf, without any ancestor so high under the highest. */
export function reportPlaces({ placeItems, columns }: HeldLand, filter: LandFilter, level: number): ReportPlaces {
  const byCode = new Map(placeItems.map((place) => [place.code, place]));
  const rowOf = (leaf: string): ReportPlace => {
    const line: PlaceItem[] = [];
    for (let at = byCode.get(leaf); at !== undefined && at.level !== null; at = byCode.get(at.parent ?? '')) line.push(at);
    // the lowest of those not below the level, else the highest of all
    const found = line.find((place) => (place.level as number) <= level) ?? line.at(-1);
    return found === undefined ? NOWHERE : { code: found.code, name: found.name };
  };
  const rows = columns.places.map((code) => (code === NO_PLACE ? NOWHERE : rowOf(code)));
  const chosen = filter.places.length === 0 ? null : leavesOfAny(filter.places, placeItems);
  const selected = new Map(
    rows.flatMap((row, leaf) =>
      leaf > 0 && (chosen?.has(columns.places[leaf] as string) ?? true) ? [[row.code, row] as const] : [],
    ),
  );
  return {
    of: (leaf) => rows[leaf] ?? NOWHERE,
    selected: [...selected.values()].sort((one, other) => one.name.localeCompare(other.name, 'en')),
  };
}
