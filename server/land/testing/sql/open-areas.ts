import sql from 'sql-template-tag';
import type { Query } from '../../../database/database.ts';
import { run } from '../../../database/statement.ts';
import { isOpenOnFace } from '../../open-hazards.ts';

export interface OpenAreas {
  /** Of the records themselves. */
  ordnance: number;
  confirmed: boolean;
  areas: number;
}

/** How many mapped hazardous areas are open on any of their ground at the end of a day, by ordnance and kind: looked up face by face. */
export const openMappedAreas = (query: Query, programmeId: number, asOf: string): Promise<OpenAreas[]> =>
  run(
    query,
    sql`select ordnance_mask as ordnance, coalesce(confirmed_day <= ${asOf}::date, false) as confirmed, count(*)::integer as areas
     from ledger_record hazard
     where programme_id = ${programmeId}::integer and record_type = 'hazardous_area' and exists (
       select from face_record covered
       where (covered.record_type, covered.record_id) = ('hazardous_area', hazard.record_id) and ${isOpenOnFace(asOf)})
     group by 1, 2 order by 1, 2`,
  );
