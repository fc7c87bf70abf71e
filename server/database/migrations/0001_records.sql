-- Records as the field reports them. Everything lives in schema landclear and is owned by the connecting login;
-- audiences see views only (0003). Areas are geodesic square metres, rounded to 0.01.
create schema if not exists landclear;

-- Geodesic area in m², edges straight in longitude and latitude, rounded to 0.01 m² so that server and client add the same numbers.
create function landclear.geodesic_area_m2(geom geometry) returns numeric
language sql immutable parallel safe as $$
  select coalesce(round(ST_Area(ST_Segmentize(geom, 0.001)::geography)::numeric, 2), 0)
$$;

-- Lowest zoom (512 px tiles) at which a shape is at least 4 px across; drawn as cells of a grid below it, as itself from 12 on at the latest.
create function landclear.polygon_zoom(geom_3857 geometry) returns smallint
language sql immutable parallel safe as $$
  select case
    when geom_3857 is null or ST_IsEmpty(geom_3857) then null
    else greatest(0, least(12, ceil(ln(4 * 40075016.685578488::float8 / 512 / greatest(
      ST_XMax(geom_3857) - ST_XMin(geom_3857), ST_YMax(geom_3857) - ST_YMin(geom_3857), 0.001)) / ln(2::float8))))::smallint
  end
$$;

-- A row is a country's or territory's mine action programme.
create table landclear.programme (
  programme_id integer generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Z]{3}$'),
  name text not null,
  synthetic boolean not null default false,
  boundary_set text,
  -- changes with every change of the programme's data; never repeats, also across databases
  data_version text not null default '0',
  version_number bigint not null default 0
);

-- A row is one load of one file.
create table landclear.import_batch (
  import_batch_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  entity text not null check (entity in ('hazardous-areas', 'land-releases', 'accidents', 'places')),
  file_name text not null,
  file_sha256 text not null,
  options jsonb not null default '{}',
  snapshot_day date not null,
  imported_at timestamptz not null default now(),
  undone_at timestamptz,
  read_count integer not null default 0,
  accepted_count integer not null default 0,
  repaired_count integer not null default 0,
  unmapped_count integer not null default 0,
  refused_count integer not null default 0,
  created_count integer not null default 0,
  corrected_count integer not null default 0,
  unchanged_count integer not null default 0,
  closed_count integer not null default 0
);
create index on landclear.import_batch (programme_id);

-- A row is one complaint about, or one repair of, one record of one file.
create table landclear.import_issue (
  import_issue_id bigint generated always as identity primary key,
  import_batch_id integer not null references landclear.import_batch on delete cascade,
  record_number integer not null,
  record_key text,
  outcome text not null check (outcome in ('repaired', 'unmapped', 'refused', 'flagged', 'closed')),
  field text,
  code text not null,
  message text not null
);
create index on landclear.import_issue (import_batch_id, record_number);

-- A row is an earlier version of a record, as the batch that wrote it left it; undoing the batch that replaced it brings it back.
-- content null: the record did not exist before.
create table landclear.record_revision (
  record_revision_id bigint generated always as identity primary key,
  entity text not null,
  record_id integer not null,
  -- the batch that wrote this version (null: none, the record did not exist)
  written_by_batch_id integer,
  -- the batch that replaced it
  replaced_by_batch_id integer not null references landclear.import_batch,
  content jsonb,
  source_geom geometry(Geometry, 4326),
  geom geometry(Geometry, 4326),
  point geometry(Point, 4326),
  replaced_at timestamptz not null default now()
);
create index on landclear.record_revision (entity, record_id);
create index on landclear.record_revision (replaced_by_batch_id);
create index on landclear.record_revision (written_by_batch_id);

-- A row is an organisation that surveys or clears.
create table landclear.operator (
  operator_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  code text not null,
  name text not null,
  unique (programme_id, code)
);

-- A row is an administrative area. The leaves (places with no children) cut the land; parents are sums of their children.
create table landclear.place (
  place_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  record_key text not null,
  import_batch_id integer references landclear.import_batch,
  code text not null,
  name text not null,
  names jsonb not null default '{}',
  level smallint not null check (level between 1 and 6),
  parent_code text,
  parent_id integer references landclear.place on delete set null deferrable initially deferred,
  boundary_set text,
  attributes jsonb not null default '{}',
  source_geom geometry(Geometry, 4326),
  geom geometry(MultiPolygon, 4326),
  point geometry(Point, 4326),
  area_m2 numeric(18, 2) generated always as (landclear.geodesic_area_m2(geom)) stored,
  geom_3857 geometry(MultiPolygon, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  content_hash text not null,
  unique (programme_id, record_key),
  unique (programme_id, code),
  check (code <> 'none')
);
create index on landclear.place using gist (geom);
create index on landclear.place using gist (geom_3857);
create index on landclear.place (parent_id);

-- A row is a convex-ish part of the ground that a leaf place has to itself (overlaps go to the lower code); derived.
create table landclear.place_part (
  place_id integer not null references landclear.place on delete cascade,
  programme_id integer not null,
  geom geometry(Geometry, 4326) not null
);
create index on landclear.place_part using gist (geom);
create index on landclear.place_part (programme_id);
create index on landclear.place_part (place_id);

-- A row is land recorded as dangerous; one edition of it where it was redrawn as of a date.
create table landclear.hazardous_area (
  hazardous_area_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  record_key text not null,
  edition smallint not null default 1,
  import_batch_id integer not null references landclear.import_batch,
  local_id text,
  name text,
  kind text not null check (kind in ('SHA', 'CHA')),
  -- first day of the period that the precision tells; null: undated
  recorded_on date,
  recorded_precision text check (recorded_precision in ('day', 'month', 'year')),
  confirmed_on date,
  confirmed_precision text check (confirmed_precision in ('day', 'month', 'year')),
  closed_on date,
  closed_precision text check (closed_precision in ('day', 'month', 'year')),
  -- not null: the area is closed, dated or not
  closed_reason text check (closed_reason in ('upgraded', 'merged', 'error', 'redrawn', 'absent', 'released_without_polygon_cancelled',
    'released_without_polygon_reduced', 'released_without_polygon_cleared', 'other')),
  -- the day an undated record or closure counts from (the batch's snapshot day)
  snapshot_day date not null,
  ordnance text[] not null default '{}',
  evidence text,
  operator_id integer references landclear.operator,
  stated_m2 numeric(16, 2) check (stated_m2 >= 0),
  attributes jsonb not null default '{}',
  -- as given, before repair
  source_geom geometry(Geometry, 4326),
  -- repaired, polygons only, precision 1e-7 degrees; null: unmapped
  geom geometry(MultiPolygon, 4326),
  -- where the area is, known or derived
  point geometry(Point, 4326),
  area_m2 numeric(16, 2) generated always as (landclear.geodesic_area_m2(geom)) stored,
  geom_3857 geometry(MultiPolygon, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  polygon_zoom smallint generated always as (landclear.polygon_zoom(ST_Transform(geom, 3857))) stored,
  content_hash text not null,
  unique (programme_id, record_key, edition),
  check (closed_on is null or closed_reason is not null)
);
create index on landclear.hazardous_area using gist (geom);
create index on landclear.hazardous_area using gist (geom_3857);
create index on landclear.hazardous_area (programme_id, local_id);
create index on landclear.hazardous_area (import_batch_id);

-- A row is land given back, or the work towards it.
create table landclear.land_release (
  land_release_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  record_key text not null,
  edition smallint not null default 1,
  import_batch_id integer not null references landclear.import_batch,
  local_id text,
  name text,
  -- local ids of the hazardous areas it names; resolved when the ledger is built, so the order of imports does not matter
  hazardous_area_local_ids text[] not null default '{}',
  method text not null check (method in ('cancelled', 'reduced', 'cleared')),
  status text not null default 'completed' check (status in ('planned', 'ongoing', 'suspended', 'completed', 'handed_over')),
  started_on date,
  started_precision text check (started_precision in ('day', 'month', 'year')),
  completed_on date,
  completed_precision text check (completed_precision in ('day', 'month', 'year')),
  handed_over_on date,
  handed_over_precision text check (handed_over_precision in ('day', 'month', 'year')),
  snapshot_day date not null,
  target_ordnance text[] not null default '{}',
  operator_id integer references landclear.operator,
  depth_cm numeric(6, 1),
  stated_m2 numeric(16, 2) check (stated_m2 >= 0),
  attributes jsonb not null default '{}',
  source_geom geometry(Geometry, 4326),
  geom geometry(MultiPolygon, 4326),
  point geometry(Point, 4326),
  area_m2 numeric(16, 2) generated always as (landclear.geodesic_area_m2(geom)) stored,
  geom_3857 geometry(MultiPolygon, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  polygon_zoom smallint generated always as (landclear.polygon_zoom(ST_Transform(geom, 3857))) stored,
  content_hash text not null,
  unique (programme_id, record_key, edition)
);
create index on landclear.land_release using gist (geom);
create index on landclear.land_release using gist (geom_3857);
create index on landclear.land_release using gin (hazardous_area_local_ids);
create index on landclear.land_release (import_batch_id);

-- A row is what a release, a survey or an EOD spot task found and destroyed, of one kind.
create table landclear.ordnance_found (
  ordnance_found_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  land_release_id integer references landclear.land_release on delete cascade,
  source text not null check (source in ('release', 'survey', 'spot_task')),
  found_on date,
  found_precision text check (found_precision in ('day', 'month', 'year')),
  ordnance text not null,
  destroyed_count integer not null check (destroyed_count >= 0),
  operator_id integer references landclear.operator,
  point geometry(Point, 4326)
);

-- A row is an event that hurt someone.
create table landclear.accident (
  accident_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  record_key text not null,
  edition smallint not null default 1,
  import_batch_id integer not null references landclear.import_batch,
  local_id text,
  occurred_on date,
  occurred_precision text check (occurred_precision in ('day', 'month', 'year')),
  snapshot_day date not null,
  ordnance text[] not null default '{}',
  activity text,
  -- as the accident report states them; killed, injured and amputated are exclusive
  killed_count integer check (killed_count >= 0),
  injured_count integer check (injured_count >= 0),
  amputated_count integer check (amputated_count >= 0),
  place_code text,
  attributes jsonb not null default '{}',
  source_geom geometry(Geometry, 4326),
  geom geometry(Point, 4326),
  point geometry(Point, 4326),
  point_accuracy_m numeric(10, 1),
  geom_3857 geometry(Point, 3857) generated always as (ST_Transform(point, 3857)) stored,
  content_hash text not null,
  place_id integer,
  unique (programme_id, record_key, edition)
);
create index on landclear.accident using gist (point);
create index on landclear.accident using gist (geom_3857);
create index on landclear.accident (programme_id);
create index on landclear.accident (import_batch_id);

-- A row is a person hurt in an accident. Never leaves the secure store by name.
create table landclear.victim (
  victim_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  accident_id integer references landclear.accident on delete cascade,
  age_years smallint check (age_years between 0 and 120),
  sex text not null default 'unknown' check (sex in ('male', 'female', 'unknown')),
  outcome text not null check (outcome in ('killed', 'injured', 'amputated')),
  activity text,
  civil_status text
);
create index on landclear.victim (accident_id);

-- A row is a place that helps survivors: rehabilitation centre, prosthetics workshop, hospital.
create table landclear.service (
  service_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  kind text not null,
  name text not null,
  point geometry(Point, 4326),
  attributes jsonb not null default '{}'
);

-- A row is a risk education session and whom it reached.
create table landclear.risk_education (
  risk_education_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  held_on date,
  held_precision text check (held_precision in ('day', 'month', 'year')),
  operator_id integer references landclear.operator,
  reached_count integer check (reached_count >= 0),
  point geometry(Point, 4326),
  attributes jsonb not null default '{}'
);

-- A row is what an authority, Monitor or Review printed. Two sources that disagree are two rows.
create table landclear.published_figure (
  published_figure_id integer generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  year smallint,
  measure text not null,
  value_text text not null,
  value numeric,
  unit text not null,
  scope text,
  source text not null,
  note text
);
