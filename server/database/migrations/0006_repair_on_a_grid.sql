-- As in 0004, but the polygons of several are united on a grid: without one the union can fail on valid polygons whose lines nearly meet.
create or replace function landclear.repaired_polygons(source geometry) returns geometry
language plpgsql immutable parallel safe as $$
declare
  result geometry := source;
begin
  if not ST_IsValid(result) then
    if ST_NumGeometries(result) > 1 then
      select ST_Union(ST_CollectionExtract(ST_MakeValid(part.geom), 3), 1e-11) into result from ST_Dump(source) part;
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
