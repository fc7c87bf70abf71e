-- Finished faces are cut by the leaf places, then stored. Place lines never join clusters. Ground in no place has place_id null.

drop table if exists place_near, place_line, piece_at_line, piece_in_place, ledger_cut, piece_cover, new_face;

-- A row is a part of a place that some face may meet.
create temporary table place_near on commit drop as
  select place_id, geom from place_part
  where programme_id = current_setting('landclear.programme_id')::integer
    and geom && (select ST_SetSRID(ST_Extent(geom)::geometry, 4326) from ledger_piece);
alter table place_near alter column geom set statistics 0;
create index on place_near using gist (geom);
analyze place_near;

-- A row is a short stretch of the boundary of such a part. Few faces meet one: the others lie wholly in the part that holds their point.
create temporary table place_line on commit drop as
  select ST_Subdivide(ST_Boundary(geom), 8) as geom from place_near;
alter table place_line alter column geom set statistics 0;
create index on place_line using gist (geom);
analyze place_line;

-- A row is a face that meets such a line, or nearly: the stretches lie within 1e-9 degrees of the boundary.
create temporary table piece_at_line on commit drop as
  select distinct piece_id
  from ledger_piece join place_line on place_line.geom && ST_Expand(ledger_piece.geom, 1e-9) and ST_DWithin(place_line.geom, ledger_piece.geom, 1e-9);
create unique index on piece_at_line (piece_id);
analyze piece_at_line;

-- A row is a face and a part of a place that it meets; the face is wholly within where it stays off the part's boundary.
-- Part by part: a point in a polygon is quick to find while the polygon stays the same.
create temporary table piece_in_place on commit drop as
  select piece_id, place_near.place_id, null::geometry as geom, true as whole
  from place_near cross join lateral (
    select piece_id from ledger_piece
    where ledger_piece.geom && place_near.geom and ST_Intersects(place_near.geom, ledger_piece.point)
    offset 0
  ) inside
  where not exists (select from piece_at_line where piece_at_line.piece_id = inside.piece_id)
  union all
  select piece_id, place_near.place_id, place_near.geom,
    ST_Intersects(place_near.geom, at_line.point) and not ST_DWithin(ST_Boundary(place_near.geom), at_line.geom, 0)
  -- "offset 0": the planner would ask this of all faces first
  from (select * from piece_at_line join ledger_piece using (piece_id) offset 0) at_line
  join place_near on place_near.geom && at_line.geom and ST_DWithin(place_near.geom, at_line.geom, 0);
alter table piece_in_place alter column geom set statistics 0;
analyze piece_in_place;

-- A row is a face after the cut; point and area_m2: of one that is not cut. On the grid of the noding: an overlay without one can fail on valid polygons.
create temporary table ledger_cut on commit drop as
  with within as (
    select piece_id, max(place_id) filter (where whole) as place_id from piece_in_place group by piece_id
  ), crossing as (
    select ledger_piece.piece_id, piece_in_place.place_id,
      ST_CollectionExtract(ST_UnaryUnion(ST_Collect(ST_Intersection(ledger_piece.geom, piece_in_place.geom, 1e-11)), 1e-11), 3) as geom
    from ledger_piece join within using (piece_id) join piece_in_place using (piece_id)
    where within.place_id is null
    group by ledger_piece.piece_id, piece_in_place.place_id
  ), leftover as (
    select ledger_piece.piece_id, null::integer as place_id,
      ST_CollectionExtract(ST_Difference(ledger_piece.geom, ST_Union(piece_in_place.geom, 1e-11), 1e-11), 3) as geom
    from ledger_piece join within using (piece_id) join piece_in_place using (piece_id)
    where within.place_id is null
    group by ledger_piece.piece_id, ledger_piece.geom
  )
  select piece_id, within.place_id, geom, point, area_m2 from ledger_piece left join within using (piece_id)
  where within.piece_id is null or within.place_id is not null
  union all select *, null, null from crossing where not ST_IsEmpty(geom)
  union all select *, null, null from leftover where not ST_IsEmpty(geom);

-- A row is a piece and what covers it: hazards by their number, releases by its negative.
create temporary table piece_cover on commit drop as
  select piece_id, bit_or(ordnance_mask) as ordnance_mask, bool_or(record_type = 'hazardous_area') as has_hazard,
    array_agg(case record_type when 'hazardous_area' then record_id else -record_id end order by record_type, record_id) as records
  from ledger_cover group by piece_id;

-- A row is a face with its share of the ground. Faces that the same records cover in the same place are rounded together: each has its whole
-- hundredths of a square metre, and those left over go one by one to the largest remainders. Rounding each by itself loses what thousands of
-- slivers add up to. A face that gets none has nothing to count.
create temporary table new_face on commit drop as
  with measured as materialized (
    -- geodesic_area_m2 without its rounding, in hundredths; of a whole polygon nothing else shares the rounding
    select piece_id, place_id, coalesce(area_m2, ST_Area(ST_Segmentize(geom, 0.001)::geography)::numeric) * 100 as hundredths from ledger_cut
  ), shared as (
    -- remainders that differ by noise are equal, and then the order of the pieces decides
    select piece_id, place_id, floor(hundredths) as whole, round(sum(hundredths) over ground) - sum(floor(hundredths)) over ground as left_over,
      row_number() over (partition by records, place_id order by round(mod(hundredths, 1), 2) desc, piece_id) as turn
    from measured join piece_cover using (piece_id)
    window ground as (partition by records, place_id)
  )
  select nextval('face_face_id_seq') as face_id, piece_id, place_id, area_m2
  from (
    select piece_id, place_id, (whole + case when turn <= left_over then 1 else 0 end) * 0.01 as area_m2
    from shared order by piece_id, place_id nulls last
  ) numbered
  where area_m2 > 0;
analyze new_face;

-- One that was not cut keeps its point.
insert into face (face_id, programme_id, cluster_id, place_id, ordnance_mask, geom, point, area_m2, geom_3857,
  point_3857, polygon_zoom, has_hazard)
overriding system value
select face_id, current_setting('landclear.programme_id')::integer, cluster_id, place_id, ordnance_mask, geom, point, area_m2, geom_3857,
  ST_Transform(point, 3857), polygon_zoom(geom_3857), has_hazard
from (
  select face_id, cluster_id, new_face.place_id, ordnance_mask, has_hazard, new_face.area_m2, ST_Multi(ledger_cut.geom) as geom,
    ST_SnapToGrid(coalesce(ledger_cut.point, ST_PointOnSurface(ledger_cut.geom)), 1e-7) as point,
    ST_Transform(ST_Multi(ledger_cut.geom), 3857) as geom_3857
  from new_face
  join ledger_cut on ledger_cut.piece_id = new_face.piece_id and ledger_cut.place_id is not distinct from new_face.place_id
  join ledger_piece on ledger_piece.piece_id = new_face.piece_id
  join piece_cover on piece_cover.piece_id = new_face.piece_id
  order by face_id
  -- worked out once, though used twice
  offset 0
) drawn;

insert into face_record (face_id, record_type, record_id)
select face_id, record_type, record_id from new_face join ledger_cover using (piece_id)
order by face_id, record_type, record_id;

-- what follows joins the faces just stored, which statistics of the state before know nothing about
analyze face; analyze face_record;
