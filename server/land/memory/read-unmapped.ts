import type { Query } from '../../database/database.ts';
import { STILL } from '../../engine/columns.ts';
import { NOWHERE_KNOWN } from '../../engine/records.ts';
import { namedBy, type UnmappedLand } from '../../engine/unmapped.ts';
import type { Programme } from '../../places/queries.ts';
import type { Lists } from './lists.ts';

interface HazardRow {
  id: number;
  local_id: string | null;
  stated: number | null;
  day: number;
  confirmed_day: number | null;
  closed_day: number | null;
  place_id: number | null;
  ordnance: number;
  x: number | null;
  y: number | null;
}
interface ReleaseRow {
  names: string[];
  day: number;
  available: number;
}

/** Hazardous areas without ground of their own, and the releases that name any of them (rule 6). */
export async function readUnmapped(query: Query, programme: Programme, lists: Lists): Promise<UnmappedLand> {
  const rows = await query<HazardRow>(
    `select hazardous_area_id as id, local_id, (stated_m2 * 100)::float8 as stated, day - date '1970-01-01' as day,
       confirmed_day - date '1970-01-01' as confirmed_day, closed_day - date '1970-01-01' as closed_day, ledger_record.place_id,
       ledger_record.ordnance_mask as ordnance, round(ST_X(at) * 1e7)::float8 as x, round(ST_Y(at) * 1e7)::float8 as y
     from ledger_record
     join (select *, coalesce(point, ST_PointOnSurface(geom)) as at from hazardous_area) record on hazardous_area_id = record_id
     where ledger_record.programme_id = $1 and record_type = 'hazardous_area' and face_area_m2 = 0
     order by day, hazardous_area_id`,
    [programme.id],
  );
  const stated = rows.flatMap((row) => (row.stated === null || row.local_id === null ? [] : [row.local_id]));
  const releases = stated.length === 0 ? [] : await releasesNaming(query, programme, [...new Set(stated)]);
  const named = namedBy(
    rows.map(({ local_id }) => local_id),
    releases.map(({ names }) => names),
  );
  const dayOr = (value: number | null): number => value ?? STILL;
  return {
    length: rows.length,
    id: Int32Array.from(rows, ({ id }) => id),
    day: Int32Array.from(rows, ({ day }) => day),
    confirmedDay: Int32Array.from(rows, ({ confirmed_day }) => dayOr(confirmed_day)),
    closedDay: Int32Array.from(rows, ({ closed_day }) => dayOr(closed_day)),
    stated: Float64Array.from(rows, (row) => row.stated ?? Number.NaN),
    place: Int16Array.from(rows, ({ place_id }) => lists.placeAt.get(place_id ?? 0) ?? 0),
    ordnance: Uint8Array.from(rows, ({ ordnance }) => ordnance),
    operator: new Int16Array(rows.length),
    x: Int32Array.from(rows, ({ x }) => x ?? NOWHERE_KNOWN),
    y: Int32Array.from(rows, ({ y }) => y ?? NOWHERE_KNOWN),
    places: lists.places,
    operators: lists.operators,
    releases: releases.map(({ day, available }, index) => ({ day, available, named: named[index] as number[] })),
  };
}

/** A row is a counted release that names one of these, with what it states less its ground inside mapped hazards that it names. */
const releasesNaming = (query: Query, programme: Programme, localIds: readonly string[]): Promise<ReleaseRow[]> =>
  query<ReleaseRow>(
    `select hazardous_area_local_ids as names, day - date '1970-01-01' as day,
       (greatest(0, coalesce(stated_m2, area_m2) - (
         select coalesce(sum(face.area_m2), 0)
         from face_record covering join face using (face_id)
         where (covering.record_type, covering.record_id) = ('land_release', land_release_id) and exists (
           select from face_record covered join hazardous_area on hazardous_area_id = covered.record_id
           where covered.face_id = covering.face_id and covered.record_type = 'hazardous_area' and local_id = any(hazardous_area_local_ids))
       )) * 100)::float8 as available
     from land_release join ledger_record on (record_type, record_id) = ('land_release', land_release_id)
     where land_release.programme_id = $1 and hazardous_area_local_ids && $2::text[] and counted
     order by day, land_release_id`,
    [programme.id, localIds],
  );
