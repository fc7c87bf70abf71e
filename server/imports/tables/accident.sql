-- A row of import_plan becomes a row of accident; its place follows from its point. $1: programme_id.
insert into accident (programme_id, record_key, edition, import_batch_id, record_revision_id, snapshot_day, local_id, occurred_on,
  occurred_precision, ordnance, activity, killed_count, injured_count, amputated_count, place_code, attributes, source_geom, geom, point,
  point_accuracy_m, content_hash)
select $1, record_key, edition, import_batch_id, record_revision_id, snapshot_day, local_id, occurred_on, occurred_precision,
  coalesce(ordnance, '{}'), activity, killed_count, injured_count, amputated_count, place_code, coalesce(attributes, '{}'), source_geom,
  point, point, point_accuracy_m, content_hash
from import_plan
join record_revision using (record_revision_id)
cross join lateral jsonb_to_record(content) as said(local_id text, occurred_on date, occurred_precision text, ordnance text[],
  activity text, killed_count integer, injured_count integer, amputated_count integer, place_code text, attributes jsonb,
  point_accuracy_m numeric)
order by position, record_key, edition
on conflict (programme_id, record_key, edition) do update set
  import_batch_id = excluded.import_batch_id, record_revision_id = excluded.record_revision_id, snapshot_day = excluded.snapshot_day,
  local_id = excluded.local_id, occurred_on = excluded.occurred_on, occurred_precision = excluded.occurred_precision,
  ordnance = excluded.ordnance, activity = excluded.activity, killed_count = excluded.killed_count, injured_count = excluded.injured_count,
  amputated_count = excluded.amputated_count, place_code = excluded.place_code, attributes = excluded.attributes,
  source_geom = excluded.source_geom, geom = excluded.geom, point = excluded.point, point_accuracy_m = excluded.point_accuracy_m,
  content_hash = excluded.content_hash
