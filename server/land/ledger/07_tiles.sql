-- What tiles draw of the new faces, and what cells count of them and of the records written anew. Beside the tables of tiles, views say what they
-- must hold (0011_tile_tables.sql). 01 has taken away what is gone.

drop table if exists new_record;

-- Neighbours lie side by side: geometries sort along a curve that keeps them together.
insert into tile_span select span_to_draw.* from new_face join span_to_draw using (face_id) order by geom_3857;

-- A row is a record that 04 has written, with a place on the map.
create temporary table new_record on commit drop as
  select record_type, record_id from ledger_record
  where programme_id = current_setting('landclear.programme_id')::integer and cluster_id is null and point_3857 is not null
  union all
  select record_type, record_id from ledger_member join ledger_record using (record_type, record_id);

insert into tile_record
select record_to_count.* from new_record join record_to_count using (record_type, record_id) order by record_type, record_id;

insert into cell_addend
select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths
from new_face join face_in_cells using (face_id)
union all
select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths
from new_record join record_in_cells using (record_type, record_id);

select add_to_cells(case when current_setting('landclear.ledger_scope') = 'all' then current_setting('landclear.programme_id')::integer end);
