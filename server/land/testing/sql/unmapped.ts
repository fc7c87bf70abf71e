import type { Query } from '../../../database/database.ts';
import { groundValues, OF_RECORD } from './conditions.ts';
import type { LandFilter } from './filters.ts';

interface UnmappedHazard {
  hazardous_area_id: number;
  local_id: string | null;
  stated_m2: number | null;
  confirmed: boolean;
  /** Days since 1970 on which it was recorded, and closed (null: it is open). */
  day: number;
  closed_day: number | null;
  /** Open, and in what the filter selects. The others only take their share of the releases. */
  shown: boolean;
  place_id: number | null;
  ordnance_mask: number;
}

/** A hazardous area that is still open, and has no polygon. */
export interface UnmappedRemaining {
  hazardous_area_id: number;
  place_id: number | null;
  ordnance_mask: number;
  confirmed: boolean;
  /** What its record states, less what releases took; null: it states no size. */
  left_m2: number | null;
}

interface NamingRelease {
  land_release_id: number;
  names: string[];
  day: number;
  /** What the release states, less its polygon's ground inside mapped hazards that it names. */
  available_m2: number;
}

export interface UnmappedFigures {
  areas: number;
  without_size: number;
  suspected_km2: number;
  confirmed_km2: number;
}

/**
 * Rule 6: stated areas of open hazards without polygon, less what the releases that name them state, never below zero.
 * A release that names several is spent once, on the hazards in the order given, closed ones and those of other places too: what it
 * released there it cannot release again here. A hazard without a stated area stays counted.
 * @param hazards all recorded by the day, by day and id. @param releases by day and id.
 */
export function leftUnmapped(hazards: readonly UnmappedHazard[], releases: readonly NamingRelease[]): UnmappedRemaining[] {
  const remaining = new Map(hazards.map((hazard) => [hazard.hazardous_area_id, hazard.stated_m2]));
  for (const release of releases) {
    let available = release.available_m2;
    for (const hazard of hazards) {
      const left = remaining.get(hazard.hazardous_area_id) ?? null;
      const isNamed = hazard.local_id !== null && release.names.includes(hazard.local_id);
      // what was closed before had no land left to release
      if (left === null || !isNamed || (hazard.closed_day !== null && hazard.closed_day < release.day)) continue;
      const spent = Math.min(left, available);
      remaining.set(hazard.hazardous_area_id, left - spent);
      available -= spent;
    }
  }
  return hazards.flatMap(({ hazardous_area_id, place_id, ordnance_mask, confirmed, stated_m2, shown }) => {
    const left = remaining.get(hazardous_area_id) ?? null;
    if (!shown || (left === 0 && stated_m2 !== 0)) return [];
    return [{ hazardous_area_id, place_id, ordnance_mask, confirmed, left_m2: stated_m2 === 0 ? null : left }];
  });
}

/** The same as figures. */
export function figuresOfUnmapped(remaining: readonly UnmappedRemaining[]): UnmappedFigures {
  const figures = { areas: 0, without_size: 0, suspected_km2: 0, confirmed_km2: 0 };
  for (const { confirmed, left_m2 } of remaining) {
    figures.areas += 1;
    if (left_m2 === null) figures.without_size += 1;
    else if (confirmed) figures.confirmed_km2 += Math.round(left_m2 * 100);
    else figures.suspected_km2 += Math.round(left_m2 * 100);
  }
  // added as whole hundredths of m²
  return { ...figures, suspected_km2: figures.suspected_km2 / 1e8, confirmed_km2: figures.confirmed_km2 / 1e8 };
}

/** Hazardous areas open at the end of a day that the map cannot show as land, as figures. */
export const unmappedRemaining = async (query: Query, filter: LandFilter, asOf: string): Promise<UnmappedFigures> =>
  figuresOfUnmapped(await unmappedAreas(query, filter, asOf));

/** The same one by one, by the day they count from. */
export async function unmappedAreas(query: Query, filter: LandFilter, asOf: string): Promise<UnmappedRemaining[]> {
  const hazards = await query<UnmappedHazard>(
    `with record as (
       select 'hazardous_area' as record_type, hazardous_area_id as record_id, hazardous_area_id, local_id, stated_m2::float8 as stated_m2,
         coalesce(point, ST_PointOnSurface(geom)) as at
       from hazardous_area where programme_id = $1
     )
     select hazardous_area_id, local_id, stated_m2, place_id, ordnance_mask, coalesce(confirmed_day <= $5::date, false) as confirmed,
       day - date '1970-01-01' as day, closed_day - date '1970-01-01' as closed_day,
       (closed_day is null or closed_day > $5::date) and ${OF_RECORD}
         and case when confirmed_day <= $5::date then 'confirmed' else 'suspected' end = any($6) as shown
     from record join ledger_record using (record_type, record_id)
     where ledger_record.programme_id = $1 and face_area_m2 = 0 and day <= $5::date
     order by day, hazardous_area_id`,
    [...groundValues(filter), asOf, filter.openStates],
  );
  const named = [
    ...new Set(hazards.flatMap((hazard) => (hazard.stated_m2 === null || hazard.local_id === null ? [] : [hazard.local_id]))),
  ];
  if (named.length === 0) return leftUnmapped(hazards, []);
  const releases = await query<NamingRelease>(
    `select land_release_id, hazardous_area_local_ids as names, day - date '1970-01-01' as day,
       greatest(0, coalesce(stated_m2, area_m2) - (
         select coalesce(sum(face.area_m2), 0)
         from face_record covering join face using (face_id)
         where (covering.record_type, covering.record_id) = ('land_release', land_release_id) and exists (
           select from face_record covered join hazardous_area on hazardous_area_id = covered.record_id
           where covered.face_id = covering.face_id and covered.record_type = 'hazardous_area' and local_id = any(hazardous_area_local_ids))
       ))::float8 as available_m2
     from land_release join ledger_record on (record_type, record_id) = ('land_release', land_release_id)
     where land_release.programme_id = $1 and hazardous_area_local_ids && $2::text[] and counted and day <= $3::date
     order by day, land_release_id`,
    [filter.programme.id, named, asOf],
  );
  return leftUnmapped(hazards, releases);
}
