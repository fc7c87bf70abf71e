-- Geometry columns keep no planner statistics: PostGIS 3.6 estimates the join of two of them at more than everything ("invalid
-- function selectivity: 169778728") where one is small and far from the other, and the statement fails. Without statistics the planner
-- takes its default, which leads to the spatial index: what every query here wants.
do $$
declare geometry_column record;
begin
  for geometry_column in
    select table_name, column_name from information_schema.columns
    where table_schema = 'landclear' and udt_name = 'geometry'
  loop
    execute format('alter table landclear.%I alter column %I set statistics 0', geometry_column.table_name, geometry_column.column_name);
  end loop;
end $$;
