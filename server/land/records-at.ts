import sql, { type Sql } from 'sql-template-tag';
import type { Query } from '../database/database.ts';
import { run } from '../database/statement.ts';
import type { Programme } from '../places/queries.ts';
import type { HistoryHazard, HistoryRelease } from './contract.ts';
import { isOpenOnFace } from './open-hazards.ts';

function holdsPoint({ id }: Programme, [longitude, latitude]: readonly [number, number]): Sql {
  const point = sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)`;
  return sql`record.programme_id = ${id}::integer and record.geom && ${point} and ST_Intersects(record.geom, ${point})`;
}

const SOURCE = sql`json_build_object('file', file_name, 'imported_on', to_char(imported_at at time zone 'UTC', 'YYYY-MM-DD'),
  'batch', import_batch_id) as source`;

/** Hazardous areas whose polygon holds a point, whether open or not, by the day they count from. */
export const hazardsAt = (query: Query, programme: Programme, at: [number, number], asOf: string): Promise<HistoryHazard[]> =>
  run(
    query,
    sql`select hazardous_area_id as id, local_id, edition, record.name, kind, recorded_on, recorded_precision, confirmed_on, confirmed_precision,
       closed_on, closed_precision, closed_reason, hazard.day as counts_from, hazard.closed_day as counts_until, hazard.undated,
       ordnance, evidence, operator.code as operator, stated_m2::float8 as stated_m2, area_m2::float8 as area_m2,
       (select coalesce(sum(face.area_m2), 0)::float8 from face_record covered join face using (face_id)
        where (covered.record_type, covered.record_id) = ('hazardous_area', hazardous_area_id) and ${isOpenOnFace(asOf)}) as remaining_m2,
       ${SOURCE}
     from hazardous_area record
     join ledger_record hazard on (hazard.record_type, hazard.record_id) = ('hazardous_area', hazardous_area_id)
     join import_batch using (import_batch_id) left join operator using (operator_id)
     where ${holdsPoint(programme, at)}
     order by hazard.day, hazardous_area_id`,
  );

/** Land releases whose polygon holds a point, by the day they count; those in progress last. */
export const releasesAt = (query: Query, programme: Programme, at: [number, number]): Promise<HistoryRelease[]> =>
  run(
    query,
    sql`select land_release_id as id, local_id, edition, record.name, method, status, started_on, started_precision, completed_on,
       completed_precision, handed_over_on, handed_over_precision, release.day as counts_on, release.undated, release.counted,
       hazardous_area_local_ids as names, target_ordnance, operator.code as operator, depth_cm::float8 as depth_cm,
       stated_m2::float8 as stated_m2, area_m2::float8 as area_m2, ${SOURCE}
     from land_release record
     join ledger_record release on (release.record_type, release.record_id) = ('land_release', land_release_id)
     join import_batch using (import_batch_id) left join operator using (operator_id)
     where ${holdsPoint(programme, at)}
     order by release.day nulls last, land_release_id`,
  );
