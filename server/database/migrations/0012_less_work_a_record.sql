-- Less work a record and a face.

-- As in 0010, but a valid outline, which has one reading, is put on the grid once: that took half the time of storing a record.
create or replace function landclear.readings_of(source geometry, out enclosed geometry, out certain geometry)
language plpgsql immutable parallel safe as $$
declare
  parts geometry[];
begin
  if ST_IsValid(source) then
    enclosed := landclear.polygons_on_grid(source);
    certain := enclosed;
    return;
  end if;
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
  enclosed := landclear.polygons_on_grid(enclosed);
  certain := landclear.polygons_on_grid(certain);
end $$;

-- The ledger is derived as a whole and written by one hand: checking that the programme and the place of every face exist took a fifth of
-- storing it. A place that goes is taken out of its faces before (server/imports/plan.ts), and the ledger is then built anew.
alter table landclear.face drop constraint if exists face_programme_id_fkey, drop constraint if exists face_place_id_fkey;
alter table landclear.ledger_record drop constraint if exists ledger_record_programme_id_fkey;
