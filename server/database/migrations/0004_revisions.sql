-- What every file said of every record, so that a batch can be undone in any order: the records are what the batches that stand say.
-- Replaces record_revision of 0001, which nothing wrote yet.
drop view landclear_manager.record_revision;
drop table landclear.record_revision;

-- A row is one wording of a record, by its content: files that say the same share it. Never changed, never deleted.
create table landclear.record_revision (
  record_revision_id bigint generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  entity text not null check (entity in ('hazardous-areas', 'land-releases', 'accidents', 'places')),
  content_hash text not null,
  -- the columns of the record's table by name, as the file gives them
  content jsonb not null,
  source_geom geometry(Geometry, 4326),
  geom geometry(MultiPolygon, 4326),
  point geometry(Point, 4326),
  -- what became of the geometry: [{outcome, code, message}]
  geometry_notes jsonb not null default '[]',
  unique (programme_id, entity, content_hash)
);

-- A row says that the file of a batch lists a record, and in which words. A batch whose file lists the same as an earlier one's has
-- no rows: it points to that batch (import_batch.listed_by_batch_id).
create table landclear.import_listing (
  import_batch_id integer not null references landclear.import_batch,
  record_key text not null,
  record_revision_id bigint not null references landclear.record_revision,
  position integer not null,
  primary key (import_batch_id, record_key)
);

alter table landclear.import_batch
  -- of the keys and contents that the file lists
  add column listing_hash text,
  -- whose import_listing rows are this batch's
  add column listed_by_batch_id integer references landclear.import_batch,
  -- the option --snapshot-date was given; else snapshot_day is the day of the import
  add column snapshot_given boolean not null default false,
  -- the option --change-as-of
  add column change_as_of date,
  -- the option --complete
  add column complete boolean not null default false,
  -- places: the name of their boundary set
  add column boundary_set text;
create index on landclear.import_batch (listing_hash);

-- record_revision_id: the wording that stands. amendment: what batches say beyond it, {recorded_on, closed_on, closed_reason}.
alter table landclear.place add column record_revision_id bigint references landclear.record_revision;
alter table landclear.accident add column record_revision_id bigint references landclear.record_revision;
alter table landclear.land_release add column record_revision_id bigint references landclear.record_revision;
alter table landclear.hazardous_area
  add column record_revision_id bigint references landclear.record_revision,
  add column amendment jsonb not null default '{}',
  -- the snapshot that first shows the area closed: an undated closure counts from it
  add column closed_snapshot_day date;

-- Polygons only, valid, on a grid of 1e-7 degrees; empty where the shape encloses no land. Each polygon of several is repaired by
-- itself and then united, since one that lies in another would be taken for a hole. Overlays need this first: docs/decisions/0003.
create function landclear.repaired_polygons(source geometry) returns geometry
language plpgsql immutable parallel safe as $$
declare
  result geometry := source;
begin
  if not ST_IsValid(result) then
    if ST_NumGeometries(result) > 1 then
      select ST_Union(ST_CollectionExtract(ST_MakeValid(part.geom), 3)) into result from ST_Dump(source) part;
    else
      result := ST_MakeValid(result);
    end if;
  end if;
  result := ST_ReducePrecision(ST_CollectionExtract(result, 3), 1e-7);
  if not ST_IsValid(result) then
    result := ST_MakeValid(result);
  end if;
  return ST_Multi(ST_CollectionExtract(result, 3));
end $$;

do $$
declare table_name text;
begin
  foreach table_name in array array['record_revision', 'import_listing'] loop
    execute format('grant select on landclear.%I to landclear_owner', table_name);
    execute format('create view landclear_manager.%I as select * from landclear.%I', table_name, table_name);
    execute format('alter view landclear_manager.%I owner to landclear_owner', table_name);
    execute format('grant select on landclear_manager.%I to landclear_manager', table_name);
  end loop;
  -- their views name the columns of the day they were made
  foreach table_name in array array['import_batch', 'place', 'accident', 'land_release', 'hazardous_area'] loop
    execute format('create or replace view landclear_manager.%I as select * from landclear.%I', table_name, table_name);
  end loop;
end $$;
