-- Until when any ground of a hazardous area is open: what counts areas in memory needs no look at every face.
-- open_until: the first day at whose end none of its mapped ground is open; infinity: some still is; null: none ever was.
alter table landclear.ledger_record add column open_until date;
create or replace view landclear_manager.ledger_record as select * from landclear.ledger_record;

with ending as (
  -- a row is a hazardous area on a face: the first release that ends it there, and whether late paperwork never lets it open
  select covered.face_id, covered.record_id, hazard.closed_day,
    min(release.day) filter (where release.day >= hazard.day and ledger_conflict.face_id is null) as released_day,
    bool_or(release.day < hazard.day and hazardous_area.edition = 1 and hazardous_area.local_id = any(hazardous_area_local_ids)) as late_paperwork
  from landclear.face_record covered
  join landclear.ledger_record hazard on (hazard.record_type, hazard.record_id) = (covered.record_type, covered.record_id)
  join landclear.hazardous_area on hazardous_area_id = covered.record_id
  left join landclear.face_record releasing on releasing.face_id = covered.face_id and releasing.record_type = 'land_release'
  left join landclear.ledger_record release
    on (release.record_type, release.record_id) = (releasing.record_type, releasing.record_id)
  left join landclear.land_release on land_release_id = releasing.record_id
  left join landclear.ledger_conflict on (ledger_conflict.face_id, ledger_conflict.hazardous_area_id, ledger_conflict.land_release_id)
    = (covered.face_id, covered.record_id, releasing.record_id)
  where covered.record_type = 'hazardous_area'
  group by covered.face_id, covered.record_id, hazard.closed_day
)
update landclear.ledger_record set open_until = area.open_until
from (
  select record_id, max(coalesce(least(released_day, closed_day), 'infinity')) as open_until
  from ending where not coalesce(late_paperwork, false) group by record_id
) area
where (ledger_record.record_type, ledger_record.record_id) = ('hazardous_area', area.record_id);
