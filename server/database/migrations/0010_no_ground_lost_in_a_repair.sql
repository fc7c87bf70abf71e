-- An outline that crosses or overlaps itself encloses ground in more than one reading. Danger counts with all ground that is enclosed,
-- released land only with ground that every reading encloses: docs/decisions/0013. Until now both were read even-odd.

-- The readings of one polygon. The rings are noded together and every face is judged by how often each ring goes round it.
-- enclosed: what the outer ring goes round (winding number not 0) and no hole takes away, and what is enclosed an odd number of times.
-- certain: what is enclosed an odd number of times, by the outer ring, and by no hole in any reading.
create function landclear.readings_of_polygon(source geometry, out enclosed geometry, out certain geometry)
language sql immutable parallel safe as $$
  with ring as materialized (
    select path[1] as ring_number, ST_ExteriorRing(geom) as line from ST_DumpRings(source)
  ), corner as (
    select ring_number, dumped.path[1] as corner_number, ST_X(dumped.geom) as x, ST_Y(dumped.geom) as y from ring, ST_DumpPoints(line) dumped
  ), edge as materialized (
    select ring_number, x as x1, y as y1, lead(x) over corners as x2, lead(y) over corners as y2
    from corner window corners as (partition by ring_number order by corner_number)
  ), noded as (
    select dumped.geom from (select ST_UnaryUnion(ST_Collect(line), 1e-11) as lines from ring) united, ST_Dump(united.lines) dumped
  ), face as materialized (
    select row_number() over () as face_number, dumped.geom, ST_PointOnSurface(dumped.geom) as inside
    from (select ST_Polygonize(geom) as faces from noded) polygonized, ST_Dump(polygonized.faces) dumped
  ), winding as (
    -- upward edges left of which the point lies count 1, downward ones right of which it lies -1
    select face_number, ring_number, sum(
      case when y1 <= y2 then 1 else -1 end
      * case when ((x2 - x1) * (y - y1) - (x - x1) * (y2 - y1) > 0) = (y1 <= y2) then 1 else 0 end) as turns
    from (select face_number, ST_X(inside) as x, ST_Y(inside) as y from face) point
    join edge on (y1 <= y and y2 > y) or (y2 <= y and y1 > y)
    group by face_number, ring_number
  ), judged as (
    select face_number,
      coalesce(bool_or(turns <> 0) filter (where ring_number = 0), false) as in_outer_ring,
      coalesce(bool_or(turns % 2 <> 0) filter (where ring_number > 0), false) as in_hole,
      coalesce(bool_or(turns <> 0) filter (where ring_number > 0), false) as perhaps_in_hole,
      count(*) filter (where turns % 2 <> 0) % 2 = 1 as is_odd
    from winding group by face_number
  )
  select ST_Union(geom, 1e-11) filter (where (in_outer_ring and not in_hole) or is_odd),
    ST_Union(geom, 1e-11) filter (where is_odd and in_outer_ring and not perhaps_in_hole)
  from face join judged using (face_number)
$$;

-- The readings of any polygons: valid, polygons only, on the grid of 1e-7 degrees; empty where nothing is enclosed.
-- Of parts that overlap all ground is enclosed; certain is what an odd number of them, copies left out, has.
create function landclear.readings_of(source geometry, out enclosed geometry, out certain geometry)
language plpgsql immutable parallel safe as $$
declare
  parts geometry[];
begin
  if ST_IsValid(source) then
    enclosed := source;
    certain := source;
  else
    select ST_Union(reading.enclosed, 1e-11), array_agg(distinct ST_Normalize(reading.certain)) filter (where not ST_IsEmpty(reading.certain))
    into enclosed, parts
    from ST_Dump(source) part
    cross join lateral (
      select part.geom as enclosed, part.geom as certain where ST_IsValid(part.geom)
      union all
      select polygon.enclosed, polygon.certain from landclear.readings_of_polygon(part.geom) polygon where not ST_IsValid(part.geom)
    ) reading;
    if cardinality(parts) <= 1 then
      certain := parts[1];
    else
      select ST_Union(face.geom, 1e-11) into certain
      from (
        select dumped.geom from (
          select ST_Polygonize(line.geom) as faces
          from ST_Dump((select ST_UnaryUnion(ST_Collect(ST_Boundary(part)), 1e-11) from unnest(parts) part)) line
        ) polygonized, ST_Dump(polygonized.faces) dumped
      ) face
      where (select count(*) from unnest(parts) part where ST_Intersects(part, ST_PointOnSurface(face.geom))) % 2 = 1;
    end if;
  end if;
  enclosed := landclear.polygons_on_grid(enclosed);
  certain := landclear.polygons_on_grid(certain);
end $$;

-- Polygons of a valid geometry on the grid of the records; empty where there are none.
create function landclear.polygons_on_grid(source geometry) returns geometry
language plpgsql immutable parallel safe as $$
declare
  result geometry;
begin
  if source is null then
    return ST_GeomFromText('MULTIPOLYGON EMPTY', 4326);
  end if;
  result := ST_ReducePrecision(ST_CollectionExtract(source, 3), 1e-7);
  if not ST_IsValid(result) then
    result := ST_MakeValid(result);
  end if;
  return ST_Multi(ST_CollectionExtract(result, 3));
end $$;

-- Everything but released land: all ground that is enclosed.
create or replace function landclear.repaired_polygons(source geometry) returns geometry
language sql immutable parallel safe as $$
  select enclosed from landclear.readings_of(source)
$$;

-- A row says by how much a programme's records of one kind changed when stored outlines were repaired again; told once, at the next start.
create table landclear.repair_change (
  programme_id integer not null references landclear.programme on delete cascade,
  entity text not null,
  record_count integer not null,
  -- their areas added up, m²
  before_m2 numeric(18, 2) not null,
  after_m2 numeric(18, 2) not null,
  -- when the ledger was rebuilt and the change was told; null: not yet
  told_at timestamptz,
  primary key (programme_id, entity)
);

create temporary table repaired_again on commit drop as
  select record_revision_id, programme_id, entity, area_before, geodesic_area_m2(geom) as area_after, not ST_IsEmpty(geom) as has_land, geom
  from (
    select record_revision_id, programme_id, entity, coalesce(geodesic_area_m2(record_revision.geom), 0) as area_before,
      case when entity = 'land-releases' then certain else enclosed end as geom
    from record_revision cross join lateral readings_of(ST_SnapToGrid(source_geom, 1e-7))
    where ST_Dimension(source_geom) = 2 and not ST_IsValid(source_geom)
  ) read_again;
delete from repaired_again where abs(area_after - area_before) < 0.01;

insert into repair_change (programme_id, entity, record_count, before_m2, after_m2)
select programme_id, entity, count(*), sum(area_before), sum(area_after)
from repaired_again
join (
  select record_revision_id from hazardous_area union all select record_revision_id from land_release union all select record_revision_id from place
) standing using (record_revision_id)
group by programme_id, entity;

update record_revision set
  geom = case when has_land then repaired_again.geom end,
  point = case when has_land then ST_PointOnSurface(repaired_again.geom) else record_revision.point end,
  geometry_notes = geometry_notes || jsonb_build_array(jsonb_build_object('outcome', 'repaired', 'field', 'geometry', 'code', 'repaired_again',
    'message', 'Repaired again by a newer Landclear: ' || area_after || ' m², before ' || area_before || ' m².'))
from repaired_again where repaired_again.record_revision_id = record_revision.record_revision_id;

update hazardous_area set geom = record_revision.geom, point = record_revision.point
from repaired_again join record_revision using (record_revision_id) where record_revision.record_revision_id = hazardous_area.record_revision_id;
update land_release set geom = record_revision.geom, point = record_revision.point
from repaired_again join record_revision using (record_revision_id) where record_revision.record_revision_id = land_release.record_revision_id;
update place set geom = record_revision.geom, point = record_revision.point
from repaired_again join record_revision using (record_revision_id) where record_revision.record_revision_id = place.record_revision_id;
drop table repaired_again;

grant select on landclear.repair_change to landclear_owner;
create view landclear_manager.repair_change as select * from landclear.repair_change;
alter view landclear_manager.repair_change owner to landclear_owner;
grant select on landclear_manager.repair_change to landclear_manager;
