import type { Query } from '../../../database/database.ts';
import { groupOf, type LandState, type StateGroup } from '../../../vocabulary.ts';
import type { Summary } from '../../contract.ts';
import {
  BY_RELEASER,
  conditionValues,
  groundValues,
  IS_MEANT,
  isMovementMeant,
  OF_LAND,
  OF_RECORD,
  releaserValues,
} from './conditions.ts';
import { chosenStates, type LandFilter } from './filters.ts';
import { unmappedRemaining } from './unmapped.ts';

type Stock = Pick<Summary, 'recorded_km2' | 'remaining_km2' | 'released_km2' | 'closed_km2' | 'outside_km2'>;

/**
 * Square metres by state, and those that the filters by state, kind, method and operator select.
 * Whole hundredths of a square metre as float8: exact up to 90 million km².
 */
export interface StateAreas {
  state: string;
  hundredths: number;
  selected_hundredths: number;
}

const km2 = (hundredths: number): number => hundredths / 1e8;

/**
 * Land by state as figures. Recorded land counts every state inside recorded hazards, whoever released it and of whatever kind it is.
 * @param groups whose land is counted.
 */
export function stockOf(rows: readonly StateAreas[], groups: readonly StateGroup[]): Stock {
  const all = (state: LandState) =>
    groups.includes(groupOf(state)) ? (rows.find((row) => row.state === state)?.hundredths ?? 0) : 0;
  const selected = (state: string) => rows.find((row) => row.state === state)?.selected_hundredths ?? 0;
  const methods = (prefix: string) => {
    const [cancelled, reduced, cleared] = [`${prefix}cancelled`, `${prefix}reduced`, `${prefix}cleared`].map(selected) as [
      number,
      number,
      number,
    ];
    return { cancelled: km2(cancelled), reduced: km2(reduced), cleared: km2(cleared), total: km2(cancelled + reduced + cleared) };
  };
  const inside = ['suspected', 'confirmed', 'cancelled', 'reduced', 'cleared', 'closed'] as const;
  return {
    recorded_km2: km2(inside.reduce((sum, state) => sum + all(state), 0)),
    remaining_km2: {
      suspected: km2(selected('suspected')),
      confirmed: km2(selected('confirmed')),
      total: km2(selected('suspected') + selected('confirmed')),
    },
    released_km2: methods(''),
    closed_km2: km2(selected('closed')),
    outside_km2: methods('outside_'),
  };
}

/** Land by state at the end of a day. */
export async function stockAt(query: Query, filter: LandFilter, asOf: string): Promise<Stock> {
  const rows = await query<StateAreas>(
    `select state, (sum(area_m2) * 100)::float8 as hundredths,
       coalesce(sum(area_m2) filter (where ${IS_MEANT}) * 100, 0)::float8 as selected_hundredths
     from ledger_span land
     where ${OF_LAND} and from_day <= $7::date and (to_day is null or to_day > $7::date)
     group by state`,
    [...conditionValues(filter), asOf],
  );
  return stockOf(rows, filter.groups);
}

/** Area counted from snapshot days, up to the end of a day. */
async function undatedAt(query: Query, filter: LandFilter, asOf: string): Promise<Summary['undated_km2']> {
  const [row] = await query<Summary['undated_km2']>(
    `select coalesce(sum(area_m2) filter (where to_state in ('suspected', 'confirmed')) / 1000000, 0)::float8 as recorded,
       coalesce(sum(area_m2) filter (where to_state in ('cancelled', 'reduced', 'cleared')) / 1000000, 0)::float8 as released,
       coalesce(sum(area_m2) filter (where to_state like 'outside%') / 1000000, 0)::float8 as outside
     from (select *, to_state as state from ledger_movement) land
     where ${OF_LAND} and ${isMovementMeant(8)} and undated and day <= $7::date
       and kind not in ('reclassified', 'upgraded', 'downgraded')`,
    [...releaserValues(filter), asOf, chosenStates(filter)],
  );
  return row as Summary['undated_km2'];
}

/** What adding the records' polygons, or believing their stated areas, would say at the end of a day; and what is in progress. */
async function claimsAt(query: Query, filter: LandFilter, asOf: string) {
  const [row] = await query<{
    polygon_recorded: number;
    polygon_remaining: number;
    polygon_released: number;
    stated_recorded: number;
    stated_released: number;
    unmapped_released: number;
    in_progress: number;
    in_progress_km2: number;
  }>(
    `with record as (
       select 'hazardous_area' as record_type, hazardous_area_id as record_id, area_m2, stated_m2, operator_id, null as state,
         null::date as started_on, coalesce(point, ST_PointOnSurface(geom)) as at
       from hazardous_area where programme_id = $1
       union all
       select 'land_release', land_release_id, area_m2, stated_m2, operator_id, method, started_on, coalesce(point, ST_PointOnSurface(geom))
       from land_release where programme_id = $1
     ), claim as (
       select record.area_m2, record.stated_m2, record.started_on, ledger_record.closed_day, ledger_record.face_area_m2,
         ledger_record.counted, ledger_record.day <= $7::date as has_come, record.record_type = 'hazardous_area' as is_hazard, record.record_type = 'land_release' and ${BY_RELEASER} as is_release
       from record join ledger_record using (record_type, record_id)
       where ${OF_RECORD}
     )
     select
       (coalesce(sum(area_m2) filter (where is_hazard and has_come), 0) / 1000000)::float8 as polygon_recorded,
       ((coalesce(sum(area_m2) filter (where is_hazard and has_come), 0)
         - coalesce(sum(area_m2) filter (where is_hazard and has_come and closed_day <= $7::date), 0)
         - case when $8::boolean then coalesce(sum(area_m2) filter (where is_release and has_come), 0) else 0 end) / 1000000)::float8 as polygon_remaining,
       (coalesce(sum(area_m2) filter (where is_release and has_come), 0) / 1000000)::float8 as polygon_released,
       (coalesce(sum(stated_m2) filter (where is_hazard and has_come), 0) / 1000000)::float8 as stated_recorded,
       (coalesce(sum(stated_m2) filter (where is_release and has_come), 0) / 1000000)::float8 as stated_released,
       (coalesce(sum(stated_m2) filter (where is_release and has_come and face_area_m2 = 0), 0) / 1000000)::float8 as unmapped_released,
       (count(*) filter (where is_release and not coalesce(has_come, false) and (started_on <= $7::date or not counted and started_on is null)))::integer
         as in_progress,
       (coalesce(sum(case when area_m2 > 0 then area_m2 else stated_m2 end)
         filter (where is_release and not coalesce(has_come, false) and (started_on <= $7::date or not counted and started_on is null)), 0)
         / 1000000)::float8 as in_progress_km2
     from claim`,
    [...releaserValues(filter), asOf, filter.groups.includes('released')],
  );
  const claims = row as NonNullable<typeof row>;
  // a release that has come is of released land, one in progress of land that remains
  if (!filter.groups.includes('released'))
    Object.assign(claims, { polygon_released: 0, stated_released: 0, unmapped_released: 0 });
  if (!filter.groups.includes('remaining')) Object.assign(claims, { in_progress: 0, in_progress_km2: 0 });
  return claims;
}

async function conflictsAt(query: Query, filter: LandFilter, asOf: string): Promise<number> {
  // they are of land that remains
  if (!filter.groups.includes('remaining')) return 0;
  const [row] = await query<{ conflicts: number }>(
    `select count(distinct (hazardous_area_id, land_release_id))::integer as conflicts
     from (select ledger_conflict.*, face.place_id, face.ordnance_mask from ledger_conflict join face using (face_id, programme_id)) land
     where ${OF_LAND} and from_day <= $5::date and (to_day is null or to_day > $5::date)`,
    [...groundValues(filter), asOf],
  );
  return row?.conflicts ?? 0;
}

/** The answer to: how much land is left at the end of a day, and can I trust the figure? */
export async function summaryAt(query: Query, filter: LandFilter, asOf: string, place: string | null): Promise<Summary> {
  const stock = await stockAt(query, filter, asOf);
  const claims = await claimsAt(query, filter, asOf);
  return {
    as_of: asOf,
    programme: filter.programme.code,
    place,
    data_version: filter.programme.dataVersion,
    ...stock,
    unmapped: { ...(await unmappedRemaining(query, filter, asOf)), released_km2: claims.unmapped_released },
    undated_km2: await undatedAt(query, filter, asOf),
    polygon_sum_km2: {
      recorded: claims.polygon_recorded,
      released: claims.polygon_released,
      remaining: claims.polygon_remaining,
    },
    stated_km2: { recorded: claims.stated_recorded, released: claims.stated_released },
    in_progress: { releases: claims.in_progress, km2: claims.in_progress_km2 },
    conflicts: await conflictsAt(query, filter, asOf),
  };
}
