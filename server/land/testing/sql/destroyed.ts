import type { Query } from '../../../database/database.ts';
import { ORDNANCE_KINDS } from '../../../vocabulary.ts';
import { OF_RECORD, releaserValues } from './conditions.ts';
import type { LandFilter } from './filters.ts';

export interface Destroyed {
  place_id: number | null;
  /** Null: unknown. */
  operator: string | null;
  /** Null: undated. */
  year: number | null;
  count: number;
}

/**
 * Ordnance destroyed in (from, to], by place, operator and year, the undated beside; null where the programme records none at all.
 * Finds of releases, surveys and spot tasks count alike. One with a point lies there, else where its release lies. A period counts with
 * its last day, as releases do. Filters by method and state leave all in: ordnance is destroyed, not
 * released.
 */
export async function destroyedBetween(
  query: Query,
  filter: LandFilter,
  range: { from: string | null; to: string },
): Promise<Destroyed[] | null> {
  const [known] = await query('select 1 from ordnance_found where programme_id = $1 limit 1', [filter.programme.id]);
  if (known === undefined) return null;
  return query<Destroyed>(
    `with found as (
       -- a row is a find, with the ground on which it lay; named as the columns of the filter
       select ordnance_found.programme_id, destroyed_count, coalesce(ordnance_found.operator_id, land_release.operator_id) as operator_id,
         1 << (array_position($8::text[], ordnance) - 1) as ordnance_mask,
         case found_precision when 'year' then (date_trunc('year', found_on::timestamp) + interval '1 year - 1 day')::date
           when 'month' then (date_trunc('month', found_on::timestamp) + interval '1 month - 1 day')::date else found_on end as day,
         coalesce(ordnance_found.point, land_release.point, ST_PointOnSurface(land_release.geom)) as at,
         case when ordnance_found.point is null then released.place_id
           else (select min(place_part.place_id) from place_part where place_part.programme_id = ordnance_found.programme_id
             and ST_Intersects(place_part.geom, ordnance_found.point)) end as place_id
       from ordnance_found left join land_release using (land_release_id)
       left join ledger_record released on (released.record_type, released.record_id) = ('land_release', land_release_id)
     )
     select ledger_record.place_id, operator.code as operator, extract(year from ledger_record.day)::integer as year,
       sum(destroyed_count)::integer as count
     from found ledger_record left join operator on operator.operator_id = ledger_record.operator_id, lateral (select ledger_record.at) record
     where ${OF_RECORD} and ($5::integer[] is null or coalesce(ledger_record.operator_id, 0) = any($5))
       and (ledger_record.day is null or ledger_record.day <= $6::date and ($7::date is null or ledger_record.day > $7::date))
     group by 1, 2, 3`,
    [...releaserValues(filter).slice(0, 5), range.to, range.from, ORDNANCE_KINDS],
  );
}
