-- On which days each record counts (rule 7), and where. Result: temporary table record_to_store, the rows of ledger_record for the records overlaid
-- anew and for all without a polygon; step 05 adds what it knows and stores them.

drop table if exists record_ground, shared_release, record_to_store;

-- A row is a record with faces: the place that holds most of it, and where and from which zoom on it is drawn.
create temporary table record_ground on commit drop as
  select distinct on (record_type, record_id) record_type, record_id, place_id,
    sum(area_m2) over records as face_area_m2, min(polygon_zoom) over records as polygon_zoom,
    first_value(point_3857) over (partition by record_type, record_id order by largest_m2 desc, ST_X(point_3857), ST_Y(point_3857)) as point_3857
  from (
    select record_type, record_id, new_face.place_id, sum(new_face.area_m2) as area_m2, min(polygon_zoom) as polygon_zoom,
      max(new_face.area_m2) as largest_m2, (array_agg(face.point_3857 order by new_face.area_m2 desc, face_id))[1] as point_3857
    from new_face join face using (face_id) join face_record using (face_id)
    group by record_type, record_id, new_face.place_id
  ) by_place
  window records as (partition by record_type, record_id)
  order by record_type, record_id, by_place.area_m2 desc, place_id nulls last;
create unique index on record_ground (record_type, record_id);
analyze record_ground;

-- A row is what the ledger makes of a record that has no row in ledger_record. "Not in" looks them up in a hash whatever the planner thinks of
-- ledger_record, of which statistics may say that it is empty: a join by "not exists" was a nested loop, 33 s at 100,000 polygons.
create temporary table record_to_store (like ledger_record including defaults) on commit drop;
alter table record_to_store alter column point_3857 set statistics 0;

-- Releases count on the last day of their period; undated ones on the snapshot day.
insert into record_to_store (record_type, record_id, programme_id, cluster_id, place_id, face_area_m2, ordnance_mask, day, undated, counted,
  point_3857, polygon_zoom)
select 'land_release', land_release_id, programme_id, ledger_member.cluster_id,
  case when record_ground.record_id is not null then record_ground.place_id
    else (select min(place_part.place_id) from place_part where place_part.programme_id = land_release.programme_id
      and ST_Intersects(place_part.geom, coalesce(land_release.point, ST_PointOnSurface(land_release.geom)))) end,
  coalesce(face_area_m2, 0), ordnance_mask(target_ordnance),
  case when status in ('completed', 'handed_over') then coalesce(last_day_of(completed_on, completed_precision),
    last_day_of(handed_over_on, handed_over_precision), snapshot_day) end,
  status in ('completed', 'handed_over') and completed_on is null and handed_over_on is null,
  status in ('completed', 'handed_over'),
  coalesce(record_ground.point_3857, ST_Transform(coalesce(land_release.point, ST_PointOnSurface(land_release.geom)), 3857)),
  coalesce(record_ground.polygon_zoom, 32767)
from land_release
left join ledger_member on (ledger_member.record_type, ledger_member.record_id) = ('land_release', land_release_id)
left join record_ground on (record_ground.record_type, record_ground.record_id) = ('land_release', land_release_id)
where programme_id = current_setting('landclear.programme_id')::integer
  and land_release_id not in (select record_id from ledger_record
    where programme_id = current_setting('landclear.programme_id')::integer and record_type = 'land_release');

-- A row is a hazard and the first day of a release that shares ground with it. Tables with statistics, here and above: the planner's guess of one
-- row where there are thousands made this step take minutes on 36,000 polygons.
create unique index on record_to_store (record_type, record_id);
analyze record_to_store;
create temporary table shared_release on commit drop as
  select hazard.record_id, min(record_to_store.day) as day
  from new_face
  join face_record hazard on hazard.face_id = new_face.face_id and hazard.record_type = 'hazardous_area'
  join face_record release on release.face_id = new_face.face_id and release.record_type = 'land_release'
  join record_to_store on (record_to_store.record_type, record_to_store.record_id) = (release.record_type, release.record_id)
  group by hazard.record_id;
create unique index on shared_release (record_id);
analyze shared_release;

-- Hazards count from the first day of their period; undated ones from the earliest day that proves them: the snapshot, the first
-- release that shares ground with them, their confirmation or their closure. Closures count on the last day of their period.
insert into record_to_store (record_type, record_id, programme_id, cluster_id, place_id, face_area_m2, ordnance_mask, day, undated,
  confirmed_day, closed_day, closed_undated, point_3857, polygon_zoom)
with dated as (
  select hazardous_area.*, shared_release.day as release_day,
    case when closed_reason is not null then coalesce(last_day_of(closed_on, closed_precision), closed_snapshot_day, snapshot_day) end as closed_day
  from hazardous_area left join shared_release on record_id = hazardous_area_id
  where programme_id = current_setting('landclear.programme_id')::integer
    and hazardous_area_id not in (select record_id from ledger_record
      where programme_id = current_setting('landclear.programme_id')::integer and record_type = 'hazardous_area')
), counted as (
  select *, coalesce(recorded_on, least(snapshot_day, release_day, confirmed_on, closed_day)) as day from dated
)
select 'hazardous_area', hazardous_area_id, programme_id, ledger_member.cluster_id,
  case when record_ground.record_id is not null then record_ground.place_id
    else (select min(place_part.place_id) from place_part where place_part.programme_id = counted.programme_id
      and ST_Intersects(place_part.geom, coalesce(counted.point, ST_PointOnSurface(counted.geom)))) end,
  coalesce(face_area_m2, 0), ordnance_mask(ordnance), day, recorded_on is null,
  case when confirmed_on is not null then greatest(confirmed_on, day) when kind = 'CHA' then day end,
  case when closed_day is not null then greatest(closed_day, day) end, closed_day is not null and closed_on is null,
  coalesce(record_ground.point_3857, ST_Transform(coalesce(counted.point, ST_PointOnSurface(counted.geom)), 3857)),
  coalesce(record_ground.polygon_zoom, 32767)
from counted
left join ledger_member on (ledger_member.record_type, ledger_member.record_id) = ('hazardous_area', hazardous_area_id)
left join record_ground on (record_ground.record_type, record_ground.record_id) = ('hazardous_area', hazardous_area_id);

analyze record_to_store;
