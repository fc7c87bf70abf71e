-- A row of import_plan becomes a row of place; its parent and its ground follow when all are there. $1: programme_id.
insert into place (programme_id, record_key, import_batch_id, record_revision_id, code, name, names, level, parent_code, boundary_set,
  attributes, source_geom, geom, point, content_hash)
select $1, record_key, import_plan.import_batch_id, record_revision_id, said.code, said.name, coalesce(names, '{}'), level, parent_code,
  import_batch.boundary_set, coalesce(attributes, '{}'), source_geom, geom, point, content_hash
from import_plan
join record_revision using (record_revision_id)
join import_batch on import_batch.import_batch_id = import_plan.import_batch_id
cross join lateral jsonb_to_record(content) as said(code text, name text, names jsonb, level smallint, parent_code text, attributes jsonb)
order by position, record_key
on conflict (programme_id, record_key) do update set
  import_batch_id = excluded.import_batch_id, record_revision_id = excluded.record_revision_id, code = excluded.code, name = excluded.name,
  names = excluded.names, level = excluded.level, parent_code = excluded.parent_code, boundary_set = excluded.boundary_set,
  attributes = excluded.attributes, source_geom = excluded.source_geom, geom = excluded.geom, point = excluded.point,
  content_hash = excluded.content_hash
