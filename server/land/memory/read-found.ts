import type { Query } from '../../database/database.ts';
import { STILL } from '../../engine/columns.ts';
import type { FoundColumns } from '../../engine/found.ts';
import { NOWHERE_KNOWN } from '../../engine/records.ts';
import type { Programme } from '../../places/queries.ts';
import { ORDNANCE_KINDS } from '../../vocabulary.ts';
import type { Lists } from './lists.ts';

interface Row {
  day: number | null;
  count: number;
  ordnance: number;
  operator_id: number | null;
  place_id: number | null;
  x: number | null;
  y: number | null;
}

/** SQL of the last day of the period of a find. */
const LAST_DAY = `(case found_precision when 'year' then (date_trunc('year', found_on::timestamp) + interval '1 year - 1 day')::date
  when 'month' then (date_trunc('month', found_on::timestamp) + interval '1 month - 1 day')::date else found_on end)`;

/** Ordnance found. What has a point lies there, else where its release lies. A period counts with its last day, as releases do. */
export async function readFound(query: Query, programme: Programme, lists: Lists): Promise<FoundColumns> {
  const rows = await query<Row>(
    `select ${LAST_DAY} - date '1970-01-01' as day, destroyed_count as count,
       1 << (array_position($2::text[], ordnance) - 1) as ordnance, coalesce(ordnance_found.operator_id, land_release.operator_id) as operator_id,
       case when ordnance_found.point is null then released.place_id
         else (select min(place_part.place_id) from place_part where place_part.programme_id = ordnance_found.programme_id
           and ST_Intersects(place_part.geom, ordnance_found.point)) end as place_id,
       round(ST_X(at) * 1e7)::float8 as x, round(ST_Y(at) * 1e7)::float8 as y
     from ordnance_found left join land_release using (land_release_id)
     left join ledger_record released on (released.record_type, released.record_id) = ('land_release', land_release_id),
     lateral (select coalesce(ordnance_found.point, land_release.point, ST_PointOnSurface(land_release.geom)) as at) place
     where ordnance_found.programme_id = $1 order by ordnance_found_id`,
    [programme.id, ORDNANCE_KINDS],
  );
  return {
    length: rows.length,
    day: Int32Array.from(rows, ({ day }) => day ?? STILL),
    count: Int32Array.from(rows, ({ count }) => count),
    ordnance: Uint8Array.from(rows, ({ ordnance }) => ordnance),
    place: Int16Array.from(rows, ({ place_id }) => lists.placeAt.get(place_id ?? 0) ?? 0),
    operator: Int16Array.from(rows, ({ operator_id }) => lists.operatorAt.get(operator_id ?? 0) ?? 0),
    x: Int32Array.from(rows, ({ x }) => x ?? NOWHERE_KNOWN),
    y: Int32Array.from(rows, ({ y }) => y ?? NOWHERE_KNOWN),
    places: lists.places,
    operators: lists.operators,
  };
}
