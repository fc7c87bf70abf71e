-- What a drawn area needs of the database: the same repair and the same measure as the records have, for the audience that may ask.
-- They read no table; they run as landclear_owner because audiences cannot see into the schema of the tables.
create function landclear_manager.repaired_polygons(source geometry) returns geometry
language sql immutable parallel safe security definer set search_path = landclear, public as $$
  select landclear.repaired_polygons(source)
$$;
create function landclear_manager.geodesic_area_m2(source geometry) returns numeric
language sql immutable parallel safe security definer set search_path = landclear, public as $$
  select landclear.geodesic_area_m2(source)
$$;
alter function landclear_manager.repaired_polygons(geometry) owner to landclear_owner;
alter function landclear_manager.geodesic_area_m2(geometry) owner to landclear_owner;
