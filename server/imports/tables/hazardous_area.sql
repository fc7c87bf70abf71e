-- A row of import_plan becomes a row of hazardous_area: the wording of the file with what batches say beyond it. $1: programme_id.
insert into hazardous_area (programme_id, record_key, edition, import_batch_id, record_revision_id, amendment, snapshot_day, closed_snapshot_day,
  local_id, name, kind, recorded_on, recorded_precision, confirmed_on, confirmed_precision, closed_on, closed_precision, closed_reason,
  ordnance, evidence, operator_id, stated_m2, attributes, source_geom, geom, point, content_hash)
select $1, record_key, edition, import_batch_id, record_revision_id, amendment, snapshot_day, closed_snapshot_day,
  local_id, said.name, kind,
  coalesce((amendment ->> 'recorded_on')::date, recorded_on),
  case when amendment ? 'recorded_on' then 'day' else recorded_precision end,
  confirmed_on, confirmed_precision,
  case when amendment ? 'closed_on' then (amendment ->> 'closed_on')::date else closed_on end,
  case when amendment ? 'closed_on' then 'day' else closed_precision end,
  coalesce(amendment ->> 'closed_reason', closed_reason),
  coalesce(ordnance, '{}'), evidence, operator_id, stated_m2, coalesce(attributes, '{}'), source_geom, geom, point, content_hash
from import_plan
join record_revision using (record_revision_id)
cross join lateral jsonb_to_record(content) as said(local_id text, name text, kind text, recorded_on date, recorded_precision text,
  confirmed_on date, confirmed_precision text, closed_on date, closed_precision text, closed_reason text, ordnance text[], evidence text,
  operator_code text, stated_m2 numeric, attributes jsonb)
left join operator on operator.programme_id = $1 and operator.code = operator_code
order by position, record_key, edition
on conflict (programme_id, record_key, edition) do update set
  import_batch_id = excluded.import_batch_id, record_revision_id = excluded.record_revision_id, amendment = excluded.amendment,
  snapshot_day = excluded.snapshot_day, closed_snapshot_day = excluded.closed_snapshot_day, local_id = excluded.local_id, name = excluded.name,
  kind = excluded.kind, recorded_on = excluded.recorded_on, recorded_precision = excluded.recorded_precision,
  confirmed_on = excluded.confirmed_on, confirmed_precision = excluded.confirmed_precision, closed_on = excluded.closed_on,
  closed_precision = excluded.closed_precision, closed_reason = excluded.closed_reason, ordnance = excluded.ordnance,
  evidence = excluded.evidence, operator_id = excluded.operator_id, stated_m2 = excluded.stated_m2, attributes = excluded.attributes,
  source_geom = excluded.source_geom, geom = excluded.geom, point = excluded.point, content_hash = excluded.content_hash
