-- A ledger that is built anew writes less: cells only where they differ, and no index that nothing reads.

-- Cells come from tile_record and tile_cell (0011), so nothing looks for records by where they lie, nor for spans by their record.
-- That of faces by place stays: each place that goes is looked for there.
drop index if exists landclear.ledger_record_point_3857_idx, landclear.ledger_span_hazardous_area_id_idx;

-- As in 0011, and for a programme whose cells are all to be as cell_addend says: what is there already is subtracted, and cells that do not
-- differ are left alone.
drop function landclear.add_to_cells();
create function landclear.add_to_cells(whole_programme integer default null) returns void
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
  insert into cell_change
  select programme_id, layer, z, (tile_x << 6) + cell_x, (tile_y << 6) + cell_y, -count, -hundredths, -outside_hundredths
  from landclear.tile_cell where programme_id = whole_programme;
  insert into landclear.tile_cell as cell
  select programme_id, layer, z, cell_column >> 6, cell_row >> 6, cell_column & 63, cell_row & 63, sum(count), sum(hundredths), sum(outside_hundredths)
  from cell_change
  group by programme_id, layer, z, cell_column, cell_row
  having sum(count) <> 0 or sum(hundredths) <> 0 or sum(outside_hundredths) <> 0
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
