import sql, { type Sql } from 'sql-template-tag';

/**
 * SQL: is the hazard of `hazard` (a row of `ledger_record`) open on the face of `covered` (a row of `face_record`) at the end of
 * a day? The ledger keeps the state of a face and not that of every hazard on it, so this says again what
 * `ledger/05_intervals.sql` decides: a counted release on the face ends it, unless the ledger lists the two as a conflict; a release that
 * named it before it was recorded never lets its first edition open. A test holds the two together, face by face.
 */
export const isOpenOnFace = (asOf: string): Sql => sql`
  hazard.day <= ${asOf}::date and (hazard.closed_day is null or hazard.closed_day > ${asOf}::date)
  and not exists (
    select from face_record releasing
    join ledger_record release on (release.record_type, release.record_id) = (releasing.record_type, releasing.record_id)
    join land_release on land_release_id = releasing.record_id
    join hazardous_area on hazardous_area_id = hazard.record_id
    where releasing.face_id = covered.face_id and releasing.record_type = 'land_release' and (
      release.day >= hazard.day and release.day <= ${asOf}::date and not exists (
        select from ledger_conflict
        where (ledger_conflict.face_id, ledger_conflict.hazardous_area_id, ledger_conflict.land_release_id)
          = (covered.face_id, hazard.record_id, releasing.record_id))
      or release.day < hazard.day and hazardous_area.edition = 1 and hazardous_area.local_id = any(hazardous_area_local_ids)))`;
