import type { GroundColumns } from './columns.ts';
import { isChosen, type LandFilter } from './filter.ts';
import { keptGround } from './kept.ts';
import type { PlaceNode } from './places.ts';

/** Hazardous areas without ground of their own (rule 6), by the day from which they count and id. */
export interface UnmappedLand extends GroundColumns {
  id: Int32Array;
  /** Days since 1970. */
  day: Int32Array;
  /** 2147483647: never. */
  confirmedDay: Int32Array;
  closedDay: Int32Array;
  /** Hundredths of m² that the record states; NaN: none. */
  stated: Float64Array;
  /** Counted releases that name any of them, by day and id. */
  releases: readonly NamingRelease[];
}

export interface NamingRelease {
  day: number;
  /** Hundredths of m²: what the release states, less its polygon's ground inside mapped hazards that it names; never below 0. */
  available: number;
  /** Entries that it names, rising. */
  named: readonly number[];
}

/** A hazardous area that is still open, and has no polygon. */
export interface UnmappedRemaining {
  id: number;
  /** Index into `places`. */
  place: number;
  ordnance: number;
  confirmed: boolean;
  /** Hundredths of m² that its record states, less what releases took; null: it states no size. */
  left: number | null;
}

/**
 * What is left of each entry at the end of a day, hundredths of m²; NaN: it states none. A release that names several is spent once, on
 * the entries in their order, closed ones and those of other places too: what it released there it cannot release again here.
 */
export function leftOf({ stated, day: days, closedDay, releases }: UnmappedLand, day: number): Float64Array {
  const left = stated.slice();
  for (const release of releases) {
    if (release.day > day) break;
    let { available } = release;
    for (const at of release.named) {
      const remains = left[at] as number;
      // what is recorded later is not there yet; what was closed before had no land left to release
      if ((days[at] as number) > day || Number.isNaN(remains) || (closedDay[at] as number) < release.day) continue;
      const spent = Math.min(remains, available);
      left[at] = remains - spent;
      available -= spent;
    }
  }
  return left;
}

/** What is chosen and open at the end of a day that the map cannot show as land, one by one. */
export function unmappedOn(
  land: UnmappedLand,
  filter: LandFilter,
  places: readonly PlaceNode[],
  day: number,
): UnmappedRemaining[] {
  if (land.length === 0 || !isChosen('remaining', filter)) return [];
  const kept = keptGround(land, filter, places);
  const left = leftOf(land, day);
  const remaining: UnmappedRemaining[] = [];
  for (let index = 0; index < land.length; index += 1) {
    if ((land.day[index] as number) > day || (land.closedDay[index] as number) <= day) continue;
    if (kept !== null && kept[index] === 0) continue;
    const confirmed = (land.confirmedDay[index] as number) <= day;
    if (filter.kinds.length > 0 && !filter.kinds.includes(confirmed ? 'CHA' : 'SHA')) continue;
    const [stated, remains] = [land.stated[index] as number, left[index] as number];
    if (remains === 0 && stated !== 0) continue;
    remaining.push({
      id: land.id[index] as number,
      place: land.place[index] as number,
      ordnance: land.ordnance[index] as number,
      confirmed,
      left: stated === 0 || Number.isNaN(stated) ? null : remains,
    });
  }
  return remaining;
}

export interface UnmappedFigures {
  areas: number;
  without_size: number;
  suspected_km2: number;
  confirmed_km2: number;
}

/** The same as figures. */
export function figuresOfUnmapped(remaining: readonly UnmappedRemaining[]): UnmappedFigures {
  const [sized, suspected, confirmed] = remaining.reduce(
    ([count, sha, cha], area) => {
      if (area.left === null) return [count, sha, cha];
      return area.confirmed ? [count + 1, sha, cha + area.left] : [count + 1, sha + area.left, cha];
    },
    [0, 0, 0] as [number, number, number],
  );
  return {
    areas: remaining.length,
    without_size: remaining.length - sized,
    suspected_km2: suspected / 1e8,
    confirmed_km2: confirmed / 1e8,
  };
}

/**
 * Which entries each release names. @param names local ids that each release names.
 * @returns of each release the entries, rising: several editions may have one id.
 */
export function namedBy(localIds: readonly (string | null)[], names: readonly (readonly string[])[]): number[][] {
  const byId = new Map<string, number[]>();
  for (const [at, id] of localIds.entries()) {
    if (id === null) continue;
    const known = byId.get(id);
    if (known === undefined) byId.set(id, [at]);
    else known.push(at);
  }
  return names.map((ids) => [...new Set(ids)].flatMap((id) => byId.get(id) ?? []).sort((one, other) => one - other));
}
