-- When each hazard is open on each face (rules 1, 3, 4). An instant is (days since 0001-01-01) * 4 + phase: 1 records, 2 releases,
-- 3 closures. Not since 1970: dividing a negative instant by 4 would round it to the day after.

drop table if exists face_release, face_hazard, hazard_under_release;

-- A row is a release that covers a face.
create temporary table face_release on commit drop as
  select new_face.face_id, land_release_id, (record_to_store.day - date '0001-01-01') * 4 + 2 as at,
    case method when 'cleared' then 3 when 'reduced' then 2 else 1 end as strength,
    method, hazardous_area_local_ids, array_remove(target_ordnance, 'unknown') as target_ordnance, operator_id, record_to_store.undated
  from new_face
  join face_record on face_record.face_id = new_face.face_id and face_record.record_type = 'land_release'
  join record_to_store on (record_to_store.record_type, record_to_store.record_id) = ('land_release', face_record.record_id)
  join land_release on land_release_id = face_record.record_id;
create index on face_release (face_id);
analyze face_release;

-- A row is a hazard that covers a face, from being recorded to being closed, releases left aside.
create temporary table face_hazard on commit drop as
  select new_face.face_id, hazardous_area_id, local_id, edition, array_remove(ordnance, 'unknown') as ordnance, operator_id, closed_reason,
    (record_to_store.day - date '0001-01-01') * 4 + 1 as starts_at,
    (record_to_store.confirmed_day - date '0001-01-01') * 4 + 1 as confirmed_at,
    (record_to_store.closed_day - date '0001-01-01') * 4 + 3 as closed_at,
    record_to_store.undated, record_to_store.closed_undated,
    null::integer as ends_at, true as opens
  from new_face
  join face_record on face_record.face_id = new_face.face_id and face_record.record_type = 'hazardous_area'
  join record_to_store on (record_to_store.record_type, record_to_store.record_id) = ('hazardous_area', face_record.record_id)
  join hazardous_area on hazardous_area_id = face_record.record_id;
create index on face_hazard (face_id);
analyze face_hazard;

-- A row is a hazard and a release that share a face: does the release name it, and if not, what keeps the hazard open (rule 3 a, b)?
create temporary table hazard_under_release on commit drop as
  select face_id, hazardous_area_id, land_release_id, at, starts_at, closed_at, edition,
    coalesce(local_id = any(hazardous_area_local_ids), false) as named,
    case
      when coalesce(local_id = any(hazardous_area_local_ids), false) then null
      when confirmed_at <= at and method in ('cancelled', 'reduced') then 'confirmed_not_named'
      when ordnance <> '{}' and target_ordnance <> '{}' and not ordnance <@ target_ordnance then 'ordnance_not_targeted'
    end as stays_open_because
  from face_hazard join face_release using (face_id);

-- A release ends a hazard recorded by that day; a closure ends what no release ended before. Late paperwork (a release that names a
-- hazard recorded only afterwards) never lets it open; a later edition is a new statement about the ground and does open.
update face_hazard set
  ends_at = least(closed_at, ending.at),
  opens = not coalesce(ending.late_paperwork, false)
from (
  select hazard.face_id, hazard.hazardous_area_id,
    min(at) filter (where at >= hazard.starts_at and stays_open_because is null) as at,
    bool_or(named and at < hazard.starts_at and hazard.edition = 1) as late_paperwork
  from face_hazard hazard left join hazard_under_release using (face_id, hazardous_area_id)
  group by hazard.face_id, hazard.hazardous_area_id
) ending
where (ending.face_id, ending.hazardous_area_id) = (face_hazard.face_id, face_hazard.hazardous_area_id);
analyze face_hazard;

-- What stays open under a release.
insert into ledger_conflict (face_id, programme_id, hazardous_area_id, land_release_id, reason, from_day, to_day)
select face_id, current_setting('landclear.programme_id')::integer, hazardous_area_id, land_release_id, stays_open_because,
  date '0001-01-01' + at / 4, date '0001-01-01' + ends_at / 4
from hazard_under_release join face_hazard using (face_id, hazardous_area_id)
where opens and stays_open_because is not null and at >= face_hazard.starts_at and (ends_at is null or at < ends_at)
order by face_id, hazardous_area_id, land_release_id;

-- Until when any of its ground is open; what late paperwork never lets open is not.
insert into ledger_record (record_type, record_id, programme_id, cluster_id, place_id, face_area_m2, ordnance_mask, day, undated, confirmed_day,
  closed_day, closed_undated, counted, point_3857, polygon_zoom, open_until)
select record_type, record_id, programme_id, cluster_id, place_id, face_area_m2, ordnance_mask, day, undated, confirmed_day, closed_day,
  closed_undated, counted, point_3857, polygon_zoom, area.open_until
from record_to_store left join (
  select hazardous_area_id, max(coalesce(date '0001-01-01' + ends_at / 4, 'infinity')) as open_until
  from face_hazard where opens group by hazardous_area_id
) area on (record_type, record_id) = ('hazardous_area', hazardous_area_id);
analyze ledger_record;
