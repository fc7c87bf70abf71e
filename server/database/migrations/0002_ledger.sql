-- The land ledger: derived from the records, never edited, written only by server/land/ledger. Rules: docs/architecture.md.
-- No foreign keys between its own tables: a rebuild deletes and writes them together, and the checks doubled its time.

-- Bit i is set where the list has the code of bit i in ORDNANCE_KINDS (server/vocabulary.ts; a test holds the two together).
create function landclear.ordnance_mask(kinds text[]) returns smallint
language sql immutable parallel safe as $$
  select coalesce(bit_or(1 << (array_position(array['anti_personnel_mine', 'improvised_anti_personnel_mine', 'anti_vehicle_mine',
    'cluster_munition_remnant', 'other_uxo_axo', 'other_ied', 'unknown'], kind) - 1)), 0)::smallint
  from unnest(kinds) kind
$$;

-- Last day of the period that begins on first_day.
create function landclear.last_day_of(first_day date, date_precision text) returns date
language sql immutable parallel safe as $$
  select case date_precision
    when 'year' then (date_trunc('year', first_day::timestamp) + interval '1 year - 1 day')::date
    when 'month' then (date_trunc('month', first_day::timestamp) + interval '1 month - 1 day')::date
    else first_day end
$$;

-- A row is what the ledger makes of a record: on which days it counts, in which cluster it lies, in which place most of it lies.
create table landclear.ledger_record (
  record_type text not null check (record_type in ('hazardous_area', 'land_release')),
  record_id integer not null,
  programme_id integer not null references landclear.programme,
  -- connected group of touching polygons; null: no polygon, or a release that does not count
  cluster_id integer,
  place_id integer,
  -- area of its faces; 0: unmapped
  face_area_m2 numeric(16, 2) not null default 0,
  ordnance_mask smallint not null default 0,
  -- hazards: first day of the period; releases: the day the land was released (last day of the period)
  day date,
  undated boolean not null default false,
  -- hazards: the day it became a CHA; null: never
  confirmed_day date,
  -- hazards: the day it was closed; null: not closed
  closed_day date,
  closed_undated boolean not null default false,
  -- releases: completed or handed over
  counted boolean not null default true,
  -- where it is drawn while too small to be drawn as itself: a point of its largest face, else of the record; null: nowhere known
  point_3857 geometry(Point, 3857),
  -- lowest zoom at which one of its faces is drawn as itself; 32767: none ever is
  polygon_zoom smallint not null default 32767,
  primary key (record_type, record_id)
);
create index on landclear.ledger_record (programme_id, cluster_id);
create index on landclear.ledger_record using gist (point_3857);

-- A row is a face: a piece of land wholly inside or outside every polygon, and wholly in one place or in none.
create table landclear.face (
  face_id bigint generated always as identity primary key,
  programme_id integer not null references landclear.programme,
  cluster_id integer not null,
  place_id integer references landclear.place,
  -- bit i is set where a covering record has ORDNANCE_KINDS[i]
  ordnance_mask smallint not null default 0,
  geom geometry(MultiPolygon, 4326) not null,
  -- point on surface, rounded to 1e-7 degrees
  point geometry(Point, 4326) not null,
  area_m2 numeric(16, 2) not null check (area_m2 >= 0),
  geom_3857 geometry(MultiPolygon, 3857) not null,
  point_3857 geometry(Point, 3857) not null,
  polygon_zoom smallint not null,
  -- a hazardous area covers it, at whatever time
  has_hazard boolean not null
);
create index on landclear.face using gist (geom_3857);
create index on landclear.face (programme_id, cluster_id);
create index on landclear.face (place_id);

-- A row says that a record covers a face. record_type: hazardous_area or land_release.
create table landclear.face_record (
  face_id bigint not null,
  record_type text not null check (record_type in ('hazardous_area', 'land_release')),
  record_id integer not null,
  primary key (face_id, record_type, record_id)
);
create index on landclear.face_record (record_type, record_id);

-- A row says that a face is in a state from from_day (inclusive) to to_day (exclusive; null: still).
create table landclear.ledger_span (
  ledger_span_id bigint generated always as identity primary key,
  face_id bigint not null,
  programme_id integer not null,
  state text not null check (state in ('suspected', 'confirmed', 'cancelled', 'reduced', 'cleared', 'closed',
    'outside_cancelled', 'outside_reduced', 'outside_cleared')),
  from_day date not null,
  to_day date check (to_day > from_day),
  area_m2 numeric(16, 2) not null,
  hazardous_area_id integer,
  land_release_id integer,
  place_id integer,
  operator_id integer,
  ordnance_mask smallint not null,
  closed_reason text,
  -- the record whose date starts this span has none: it counts from a snapshot day
  undated boolean not null
);
create index on landclear.ledger_span (face_id);
create index on landclear.ledger_span (programme_id, from_day);
create index on landclear.ledger_span (hazardous_area_id);

-- A row is one change of state of a face on one day. from_state null: nothing was known of the land.
create table landclear.ledger_movement (
  ledger_movement_id bigint generated always as identity primary key,
  face_id bigint not null,
  programme_id integer not null,
  day date not null,
  -- 1 records, 2 releases, 3 closures: the order within a day
  phase smallint not null,
  from_state text,
  to_state text not null,
  kind text not null check (kind in ('recorded', 're-opened', 'upgraded', 'downgraded', 'cancelled', 'reduced', 'cleared', 'closed', 'reclassified')),
  area_m2 numeric(16, 2) not null,
  hazardous_area_id integer,
  land_release_id integer,
  place_id integer,
  operator_id integer,
  ordnance_mask smallint not null,
  closed_reason text,
  undated boolean not null
);
create index on landclear.ledger_movement (face_id);
create index on landclear.ledger_movement (programme_id, day);

-- A row is a hazardous area that stays open under a release on a face, and why.
create table landclear.ledger_conflict (
  face_id bigint not null,
  programme_id integer not null,
  hazardous_area_id integer not null,
  land_release_id integer not null,
  reason text not null check (reason in ('confirmed_not_named', 'ordnance_not_targeted')),
  from_day date not null,
  to_day date,
  primary key (face_id, hazardous_area_id, land_release_id)
);
create index on landclear.ledger_conflict (programme_id);
