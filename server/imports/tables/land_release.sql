-- A row of import_plan becomes a row of land_release. $1: programme_id.
insert into land_release (programme_id, record_key, edition, import_batch_id, record_revision_id, snapshot_day, local_id, name,
  hazardous_area_local_ids, method, status, started_on, started_precision, completed_on, completed_precision, handed_over_on,
  handed_over_precision, target_ordnance, operator_id, depth_cm, stated_m2, attributes, source_geom, geom, point, content_hash)
select $1, record_key, edition, import_batch_id, record_revision_id, snapshot_day, local_id, said.name,
  coalesce(hazardous_area_local_ids, '{}'), method, status, started_on, started_precision, completed_on, completed_precision, handed_over_on,
  handed_over_precision, coalesce(target_ordnance, '{}'), operator_id, depth_cm, stated_m2, coalesce(attributes, '{}'), source_geom, geom,
  point, content_hash
from import_plan
join record_revision using (record_revision_id)
cross join lateral jsonb_to_record(content) as said(local_id text, name text, hazardous_area_local_ids text[], method text, status text,
  started_on date, started_precision text, completed_on date, completed_precision text, handed_over_on date, handed_over_precision text,
  target_ordnance text[], operator_code text, depth_cm numeric, stated_m2 numeric, attributes jsonb)
left join operator on operator.programme_id = $1 and operator.code = operator_code
order by position, record_key, edition
on conflict (programme_id, record_key, edition) do update set
  import_batch_id = excluded.import_batch_id, record_revision_id = excluded.record_revision_id, snapshot_day = excluded.snapshot_day,
  local_id = excluded.local_id, name = excluded.name, hazardous_area_local_ids = excluded.hazardous_area_local_ids,
  method = excluded.method, status = excluded.status, started_on = excluded.started_on, started_precision = excluded.started_precision,
  completed_on = excluded.completed_on, completed_precision = excluded.completed_precision, handed_over_on = excluded.handed_over_on,
  handed_over_precision = excluded.handed_over_precision, target_ordnance = excluded.target_ordnance, operator_id = excluded.operator_id,
  depth_cm = excluded.depth_cm, stated_m2 = excluded.stated_m2, attributes = excluded.attributes, source_geom = excluded.source_geom,
  geom = excluded.geom, point = excluded.point, content_hash = excluded.content_hash
