import type { Query } from '../../../database/connect.ts';
import { isOpenOnFace } from '../../open-hazards.ts';
import { groundValues, OF_RECORD } from './conditions.ts';
import type { LandFilter } from './filters.ts';

export interface OpenAreas {
  /** The leaf place that holds most of each; null: none. */
  place_id: number | null;
  /** Of the records themselves. */
  ordnance_mask: number;
  confirmed: boolean;
  areas: number;
}

/**
 * How many mapped hazardous areas are open on any of their ground at the end of a day, by place, ordnance and kind. Each is counted once,
 * where most of it lies. One that lies under a confirmed area is counted as what it is itself, though the ground counts as confirmed.
 */
export const openMappedAreas = (query: Query, filter: LandFilter, asOf: string): Promise<OpenAreas[]> =>
  query<OpenAreas>(
    `with record as (
       select 'hazardous_area' as record_type, hazardous_area_id as record_id, coalesce(point, ST_PointOnSurface(geom)) as at
       from hazardous_area where programme_id = $1
     )
     select ledger_record.place_id, ledger_record.ordnance_mask, coalesce(hazard.confirmed_day <= $5::date, false) as confirmed,
       count(*)::integer as areas
     from record join ledger_record using (record_type, record_id) join ledger_record hazard using (record_type, record_id)
     where ${OF_RECORD} and case when hazard.confirmed_day <= $5::date then 'confirmed' else 'suspected' end = any($6)
       and exists (
         select from face_record covered
         where (covered.record_type, covered.record_id) = ('hazardous_area', hazard.record_id) and ${isOpenOnFace(5)})
     group by 1, 2, 3`,
    [...groundValues(filter), asOf, filter.openStates],
  );
