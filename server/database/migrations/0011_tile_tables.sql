-- What tiles draw of the ledger, written when the ledger is: a tile reads rows that are ready instead of joining and adding up.
-- Derived, never edited, written only by server/land/ledger; docs/decisions/0016.

-- Column and row of the cell of 8 px at zoom 14 that holds a point, counted from north-west; at a lower zoom z: >> (14 - z).
create function landclear.cell_column(point_3857 geometry) returns integer
language sql immutable parallel safe as $$
  select floor((ST_X(point_3857) + 20037508.342789244) / 40075016.685578488 * 1048576)::integer
$$;
create function landclear.cell_row(point_3857 geometry) returns integer
language sql immutable parallel safe as $$
  select floor((20037508.342789244 - ST_Y(point_3857)) / 40075016.685578488 * 1048576)::integer
$$;

-- A row is a span as tiles of `land` draw it.
create table landclear.tile_span (
  ledger_span_id bigint not null,
  programme_id integer not null,
  face_id bigint not null,
  -- turned as a shell of a vector tile, whose y points down
  geom_3857 geometry(MultiPolygon, 3857) not null,
  -- of the face: lowest zoom at which it is drawn as itself
  polygon_zoom smallint not null,
  state text not null,
  -- days since 1970; to_day 2147483647: still
  from_day integer not null,
  to_day integer not null,
  area_m2 float8 not null,
  -- true or null
  undated boolean,
  -- codes
  place text,
  operator text,
  ordnance_mask smallint not null
);
alter table landclear.tile_span alter column geom_3857 set statistics 0;

-- A row is how a span is to be drawn: what tile_span must hold.
create view landclear.span_to_draw as
  select ledger_span_id, face.programme_id, face_id, ST_ForcePolygonCW(face.geom_3857) as geom_3857, face.polygon_zoom, state, from_day - date '1970-01-01' as from_day,
    coalesce(to_day - date '1970-01-01', 2147483647) as to_day, ledger_span.area_m2::float8 as area_m2, nullif(undated, false) as undated,
    place.code as place, operator.code as operator, ledger_span.ordnance_mask
  from landclear.face join landclear.ledger_span using (face_id)
  left join landclear.place on place.place_id = ledger_span.place_id
  left join landclear.operator on operator.operator_id = ledger_span.operator_id;

-- A row is a record that the ledger knows, as it counts while it is too small to be drawn.
create table landclear.tile_record (
  record_type text not null,
  record_id integer not null,
  programme_id integer not null,
  -- cell at zoom 14
  cell_column integer not null,
  cell_row integer not null,
  -- lowest zoom at which one of its faces, or its own polygon, is drawn as itself; 32767: none ever is
  face_zoom smallint not null,
  polygon_zoom smallint not null,
  -- of its polygon, in hundredths of a square metre
  hundredths bigint not null,
  primary key (record_type, record_id)
);

-- A row is how a record is to be counted: what tile_record must hold.
create view landclear.record_to_count as
  select record_type, record_id, ledger_record.programme_id, landclear.cell_column(point_3857) as cell_column,
    landclear.cell_row(point_3857) as cell_row, ledger_record.polygon_zoom as face_zoom,
    coalesce(case record_type when 'hazardous_area' then hazardous_area.polygon_zoom else land_release.polygon_zoom end, 32767)::smallint as polygon_zoom,
    coalesce(case record_type when 'hazardous_area' then hazardous_area.area_m2 else land_release.area_m2 end * 100, 0)::bigint as hundredths
  from landclear.ledger_record
  left join landclear.hazardous_area on record_type = 'hazardous_area' and hazardous_area_id = record_id
  left join landclear.land_release on record_type = 'land_release' and land_release_id = record_id
  where point_3857 is not null;

-- A row is what a face adds to the cells of `land`, at each zoom below `below_zoom`.
create view landclear.face_in_cells as
  select face_id, programme_id, 'land' as layer, landclear.cell_column(point_3857) as cell_column, landclear.cell_row(point_3857) as cell_row,
    polygon_zoom as below_zoom, 0 as count, (case when has_hazard then area_m2 else 0 end * 100)::bigint as hundredths,
    (case when has_hazard then 0 else area_m2 end * 100)::bigint as outside_hundredths
  from landclear.face;

-- A row is what a record adds to the cells of a layer, at each zoom below `below_zoom`: hazards count in `land`, each record in its own layer.
create view landclear.record_in_cells as
  select record_type, record_id, programme_id, counted.*, 0::bigint as outside_hundredths
  from landclear.tile_record cross join lateral (
    select 'land' as layer, cell_column, cell_row, face_zoom as below_zoom, 1 as count, 0::bigint as hundredths
    where record_type = 'hazardous_area'
    union all
    select record_type || 's', cell_column, cell_row, polygon_zoom, 1, hundredths
  ) counted;

-- A row is a cell of 8 px of a layer at a zoom, with what is too small there to be drawn as itself.
create table landclear.tile_cell (
  programme_id integer not null,
  layer text collate "C" not null,
  z smallint not null,
  -- the tile, then the cell in it: the cells of a tile lie side by side
  tile_x integer not null,
  tile_y integer not null,
  cell_x smallint not null,
  cell_y smallint not null,
  -- records
  count integer not null,
  -- whole hundredths of a square metre: what is added and taken away again leaves nothing
  hundredths bigint not null,
  -- `land`: of faces where no hazard is recorded
  outside_hundredths bigint not null,
  primary key (programme_id, layer, z, tile_x, tile_y, cell_x, cell_y)
);

-- Adds to tile_cell what the temporary table cell_addend holds: rows as those of face_in_cells, negative for what went. Each zoom adds up
-- the cells of the next one; adding up every face and record at every zoom took several times as long.
create function landclear.add_to_cells() returns void
language plpgsql as $$
begin
  -- A row is what a cell changes by; column and row are those of its own zoom.
  create temporary table cell_change (programme_id integer, layer text collate "C", z integer, cell_column integer, cell_row integer, count integer,
    hundredths bigint, outside_hundredths bigint) on commit drop;
  for zoom in reverse 14..0 loop
    insert into cell_change
    select programme_id, layer, zoom, cell_column, cell_row, sum(count), sum(hundredths), sum(outside_hundredths)
    from (
      select programme_id, layer, cell_column >> (14 - zoom) as cell_column, cell_row >> (14 - zoom) as cell_row, count, hundredths, outside_hundredths
      from cell_addend where least(below_zoom, 15) = zoom + 1
      union all
      select programme_id, layer, cell_column >> 1, cell_row >> 1, count, hundredths, outside_hundredths from cell_change where z = zoom + 1
    ) added
    group by 1, 2, 4, 5;
  end loop;
  insert into landclear.tile_cell as cell
  select programme_id, layer, z, cell_column >> 6, cell_row >> 6, cell_column & 63, cell_row & 63, count, hundredths, outside_hundredths
  from cell_change
  where count <> 0 or hundredths <> 0 or outside_hundredths <> 0
  order by 1, 2, 3, 4, 5, 6, 7
  on conflict (programme_id, layer, z, tile_x, tile_y, cell_x, cell_y) do update set count = cell.count + excluded.count,
    hundredths = cell.hundredths + excluded.hundredths, outside_hundredths = cell.outside_hundredths + excluded.outside_hundredths;
  delete from landclear.tile_cell as cell using cell_change
  where cell.programme_id = cell_change.programme_id and cell.layer = cell_change.layer and cell.z = cell_change.z
    and cell.tile_x = cell_change.cell_column >> 6 and cell.tile_y = cell_change.cell_row >> 6
    and cell.cell_x = cell_change.cell_column & 63 and cell.cell_y = cell_change.cell_row & 63
    and cell.count = 0 and cell.hundredths = 0 and cell.outside_hundredths = 0;
  drop table cell_change;
end
$$;

-- What is there already.
insert into landclear.tile_span select * from landclear.span_to_draw order by geom_3857;
insert into landclear.tile_record select * from landclear.record_to_count order by record_type, record_id;
create temporary table cell_addend on commit drop as
  select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths from landclear.face_in_cells
  union all
  select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths from landclear.record_in_cells;
select landclear.add_to_cells();
drop table cell_addend;

-- Far out few shapes are drawn of many: an index for each range of zooms finds these without reading the others.
create index on landclear.tile_span using gist (geom_3857);
create index on landclear.tile_span using gist (geom_3857) where polygon_zoom <= 10;
create index on landclear.tile_span using gist (geom_3857) where polygon_zoom <= 9;
create index on landclear.tile_span using gist (geom_3857) where polygon_zoom <= 8;
create index on landclear.tile_span using gist (geom_3857) where polygon_zoom <= 7;
create index on landclear.tile_span (face_id);
create index on landclear.hazardous_area using gist (geom_3857) where polygon_zoom <= 9;
create index on landclear.hazardous_area using gist (geom_3857) where polygon_zoom <= 7;
create index on landclear.land_release using gist (geom_3857) where polygon_zoom <= 9;
create index on landclear.land_release using gist (geom_3857) where polygon_zoom <= 7;
analyze landclear.tile_span;
analyze landclear.tile_record;
analyze landclear.tile_cell;

do $$
declare table_name text;
begin
  foreach table_name in array array['tile_span', 'tile_record', 'tile_cell'] loop
    execute format('grant select on landclear.%I to landclear_owner', table_name);
    execute format('create view landclear_manager.%I as select * from landclear.%I', table_name, table_name);
    execute format('alter view landclear_manager.%I owner to landclear_owner', table_name);
    execute format('grant select on landclear_manager.%I to landclear_manager', table_name);
  end loop;
end $$;

-- What tiles need for a few of their shapes. Not as SQL functions: those would be planned again with every statement that calls them.

-- A snapped shape without the rings that have lost their area, which vector tiles must not hold (specification 2.1, 4.3.3.3), and without
-- the holes of a shell that has; null where nothing is left.
create function landclear_manager.rings_with_area(units geometry) returns geometry
language plpgsql immutable parallel safe as $$
declare
  one geometry;
  all_have boolean := true;
begin
  -- nearly always all of them have: this is told in a fraction of the time that taking the shape apart takes
  for part_number in 1..ST_NumGeometries(units) loop
    one := ST_GeometryN(units, part_number);
    all_have := all_have and ST_Area(ST_MakePolygon(ST_ExteriorRing(one))) > 0;
    for ring_number in 1..ST_NumInteriorRings(one) loop
      all_have := all_have and ST_Area(ST_MakePolygon(ST_InteriorRingN(one, ring_number))) > 0;
    end loop;
  end loop;
  if all_have then return units; end if;
  return (
    select ST_Collect(case when holes is null then ST_MakePolygon(shell) else ST_MakePolygon(shell, holes) end order by part)
    from (
      select part.path as part, (array_agg(ST_ExteriorRing(ring.geom)) filter (where ring.path[1] = 0))[1] as shell,
        array_agg(ST_ExteriorRing(ring.geom) order by ring.path) filter (where ring.path[1] > 0) as holes
      from ST_Dump(units) part, ST_DumpRings(part.geom) ring
      where ST_Area(ring.geom) > 0
      group by part.path
    ) polygon where shell is not null);
end
$$;

-- The square of one tile unit that stands for a shape which collapses: in the middle of what of its box lies in `within`. Tile units are
-- x * scale + move_x and -y * scale + move_y. Turned as a shell of a vector tile: from its right edge to its left.
create function landclear_manager.unit_square(shape geometry, within geometry, scale float8, move_x float8, move_y float8) returns geometry
language plpgsql immutable parallel safe as $$
declare
  x float8 := (greatest(ST_XMin(shape), ST_XMin(within)) + least(ST_XMax(shape), ST_XMax(within))) / 2;
  y float8 := (greatest(ST_YMin(shape), ST_YMin(within)) + least(ST_YMax(shape), ST_YMax(within))) / 2;
begin
  x := round(x * scale + move_x);
  y := round(-y * scale + move_y);
  return ST_MakeEnvelope(x + 1, y, x, y + 1);
end
$$;
alter function landclear_manager.rings_with_area(geometry) owner to landclear_owner;
alter function landclear_manager.unit_square(geometry, geometry, float8, float8, float8) owner to landclear_owner;
