import { NO_ORDNANCE_BIT, RELEASE_METHODS } from '../vocabulary.ts';
import { entriesIn, pickedColumns } from './chosen.ts';
import { type GroundColumns, STILL } from './columns.ts';
import { isChosen, type LandFilter } from './filter.ts';
import { keptGround, keptRecords } from './kept.ts';
import type { PlaceNode } from './places.ts';

/** What a record is: a hazardous area, or 1 + the index of its method in RELEASE_METHODS. */
export const HAZARDOUS_AREA = 0;
export const kindOfMethod = (method: string): number => 1 + (RELEASE_METHODS as readonly string[]).indexOf(method);

/** A coordinate of what lies nowhere known: in no box. */
export const NOWHERE_KNOWN = -2147483648;

/**
 * The records behind the ledger as columns: one entry a hazardous area or a land release. What adding polygons would say, what
 * records state, and what is in progress is counted from them: one pass, 1 ms for 150,000.
 */
export interface RecordColumns extends GroundColumns {
  /** HAZARDOUS_AREA, or 1 + index into RELEASE_METHODS. */
  kind: Uint8Array;
  /** Hazardous areas: from when they count. Releases: when they released. Days since 1970; 2147483647: never. */
  day: Int32Array;
  /** Hazardous areas: since when confirmed; 2147483647: never. */
  confirmedDay: Int32Array;
  /** Hazardous areas: when closed; 2147483647: never. */
  closedDay: Int32Array;
  /** Hazardous areas: the first day at whose end none of its mapped ground is open any more; `day` or before: none ever was. */
  openUntil: Int32Array;
  /** Releases: when the work began; 2147483647: not stated. */
  startedDay: Int32Array;
  /** Releases: 1 where completed or handed over. */
  counted: Uint8Array;
  /** Hundredths of m² of the record's own polygon; 0: none. */
  polygon: Float64Array;
  /** Hundredths of m² that it states; NaN: none. */
  stated: Float64Array;
  /** 1: it has faces. */
  isMapped: Uint8Array;
}

/** Hundredths of m², and releases in progress. */
export interface Claims {
  polygon: { recorded: number; closed: number; released: number };
  stated: { recorded: number; released: number };
  /** Stated by releases that have no ground of their own. */
  unmappedReleased: number;
  inProgress: { releases: number; hundredths: number };
}

/** What adding the records' polygons, or believing their stated areas, would say at the end of a day; and what is in progress. */
export function claimsOn(all: RecordColumns, filter: LandFilter, places: readonly PlaceNode[], day: number): Claims {
  const entries = entriesIn(all, filter, places);
  const records = entries === null ? all : pickedColumns(all, entries);
  const kept = keptRecords(records, entries === null ? filter : { ...filter, places: [] }, places);
  const claims: Claims = {
    polygon: { recorded: 0, closed: 0, released: 0 },
    stated: { recorded: 0, released: 0 },
    unmappedReleased: 0,
    inProgress: { releases: 0, hundredths: 0 },
  };
  const { polygon, stated, inProgress } = claims;
  // a release that has come is of released land, one in progress of land that remains
  const [countsReleased, countsRemaining] = [isChosen('released', filter), isChosen('remaining', filter)];
  for (let index = 0; index < records.length; index += 1) {
    if (kept !== null && kept[index] === 0) continue;
    const hasCome = (records.day[index] as number) <= day;
    const [area, says] = [records.polygon[index] as number, records.stated[index] as number];
    if (records.kind[index] === HAZARDOUS_AREA) {
      if (!hasCome) continue;
      polygon.recorded += area;
      if ((records.closedDay[index] as number) <= day) polygon.closed += area;
      if (!Number.isNaN(says)) stated.recorded += says;
    } else if (hasCome) {
      if (!countsReleased) continue;
      polygon.released += area;
      if (Number.isNaN(says)) continue;
      stated.released += says;
      if (records.isMapped[index] === 0) claims.unmappedReleased += says;
    } else if (countsRemaining && hasBegun(records, index, day)) {
      inProgress.releases += 1;
      inProgress.hundredths += area > 0 ? area : Number.isNaN(says) ? 0 : says;
    }
  }
  return claims;
}

/** Whether a release that has not come is under way: begun by then, or of whatever day where it says none and is not at its end. */
function hasBegun({ startedDay, counted }: RecordColumns, index: number, day: number): boolean {
  const started = startedDay[index] as number;
  return started <= day || (started === STILL && counted[index] === 0);
}

/** Mapped hazardous areas that are open on any of their ground at the end of a day: how many, by place, ordnance and kind. */
export interface OpenAreas {
  /** Index into `places`. */
  place: number;
  ordnance: number;
  confirmed: boolean;
  areas: number;
}

/**
 * Each is counted once, in the place that holds most of it and as what it is itself, though the ground may count as confirmed.
 * @param isMeant whether suspected and confirmed ones are asked for.
 */
export function openAreasOn(
  records: RecordColumns,
  filter: LandFilter,
  places: readonly PlaceNode[],
  day: number,
  isMeant: { suspected: boolean; confirmed: boolean },
): OpenAreas[] {
  const kept = keptGround(records, filter, places);
  const found = new Map<number, OpenAreas>();
  for (let index = 0; index < records.length; index += 1) {
    if (records.kind[index] !== HAZARDOUS_AREA || (kept !== null && kept[index] === 0)) continue;
    if ((records.day[index] as number) > day || (records.openUntil[index] as number) <= day) continue;
    const confirmed = (records.confirmedDay[index] as number) <= day;
    if (!(confirmed ? isMeant.confirmed : isMeant.suspected)) continue;
    const [place, ordnance] = [records.place[index] as number, records.ordnance[index] as number];
    const key = (place * 256 + ordnance) * 2 + (confirmed ? 1 : 0);
    const known = found.get(key);
    if (known === undefined) found.set(key, { place, ordnance, confirmed, areas: 1 });
    else known.areas += 1;
  }
  return [...found.values()];
}

/** Bit i: ORDNANCE_CHOICES[i] is stated by a record. */
export const ordnanceOfRecords = ({ ordnance }: RecordColumns): number =>
  ordnance.reduce((mask, bits) => mask | (bits || NO_ORDNANCE_BIT), 0);

/** Where a hazardous area stays open under a release, as columns: one entry a face, hazardous area and release. */
export interface ConflictColumns extends GroundColumns {
  /** The same number for the same hazardous area and release; below `pairs`. */
  pair: Int32Array;
  pairs: number;
  /** Days since 1970, inclusive; and exclusive, 2147483647: still. */
  fromDay: Int32Array;
  toDay: Int32Array;
}

/** How many hazardous areas stay open under a release at the end of a day: each with each release once. They are of land that remains. */
export function conflictsOn(conflicts: ConflictColumns, filter: LandFilter, places: readonly PlaceNode[], day: number): number {
  if (!isChosen('remaining', filter) || conflicts.length === 0) return 0;
  const kept = keptGround(conflicts, filter, places);
  const isSeen = new Uint8Array(conflicts.pairs);
  let count = 0;
  for (let index = 0; index < conflicts.length; index += 1) {
    if (kept !== null && kept[index] === 0) continue;
    if ((conflicts.fromDay[index] as number) > day || (conflicts.toDay[index] as number) <= day) continue;
    const pair = conflicts.pair[index] as number;
    count += 1 - (isSeen[pair] as number);
    isSeen[pair] = 1;
  }
  return count;
}
