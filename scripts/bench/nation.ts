import type { Query } from '../../server/database/database.ts';
import { bumpDataVersion, ensureProgramme } from '../../server/places/programmes.ts';

/** Spans that a face has here: recorded, then released or not, then perhaps recorded and released again. */
const SPANS_A_FACE = 2.5;

/**
 * The ledger of a nation as large as is asked for, written without an overlay: what is measured is reading it and counting with it. A
 * fifth as many records as faces, 200 places, 15 operators, 12 sets of ordnance, 35 years.
 * @returns the programme's code
 */
export async function writeNation(query: Query, spans: number): Promise<string> {
  const programme = await ensureProgramme(query, 'KHM');
  const faces = Math.ceil(spans / SPANS_A_FACE);
  await query('select setseed(0.5)');
  await query(
    `insert into place (programme_id, record_key, code, name, level, parent_code, content_hash)
     select $1, 'P' || n, 'P' || n, 'Place ' || n, 1, null, '' from generate_series(1, 200) n`,
    [programme],
  );
  await query(
    `insert into operator (programme_id, code, name) select $1, 'O' || n, 'Operator ' || n from generate_series(1, 14) n`,
    [programme],
  );
  const [batch] = await query<{ id: number }>(
    `insert into import_batch (programme_id, entity, file_name, file_sha256, snapshot_day)
     values ($1, 'hazardous-areas', 'nation', '', '2024-07-31') returning import_batch_id as id`,
    [programme],
  );
  for (const [table, kind, key] of [
    ['hazardous_area', "case when n % 3 = 0 then 'CHA' else 'SHA' end", 'kind'],
    ['land_release', "(array['cancelled', 'reduced', 'cleared'])[1 + n % 3]", 'method'],
  ] as const)
    await query(
      `insert into ${table} (programme_id, record_key, import_batch_id, local_id, ${key}, snapshot_day, stated_m2, point, content_hash)
       select $1, 'R' || n, $2, 'R' || n, ${kind}, '2024-07-31', 10000, ST_SetSRID(ST_MakePoint(102.5 + random() * 5, 11 + random() * 3), 4326), ''
       from generate_series(1, $3) n`,
      [programme, batch?.id, Math.ceil(faces / 10)],
    );
  await query(
    `insert into ledger_record (record_type, record_id, programme_id, place_id, face_area_m2, ordnance_mask, day, counted, open_until)
     select 'hazardous_area', hazardous_area_id, $1, (select min(place_id) from place where programme_id = $1) + hazardous_area_id % 200, 10000,
       hazardous_area_id % 12, date '1990-01-01' + (random() * 12000)::integer, true, 'infinity'::date
     from hazardous_area where programme_id = $1
     union all
     select 'land_release', land_release_id, $1, (select min(place_id) from place where programme_id = $1) + land_release_id % 200, 10000,
       land_release_id % 12, date '1990-01-01' + (random() * 12000)::integer, true, null::date
     from land_release where programme_id = $1`,
    [programme],
  );
  await query(
    `insert into face (programme_id, cluster_id, place_id, ordnance_mask, geom, point, area_m2, geom_3857, point_3857, polygon_zoom, has_hazard)
     select $1, n, (select min(place_id) from place where programme_id = $1) + n % 200, n % 12, geom, point, round((random() * 50000 + 1)::numeric, 2),
       ST_Transform(geom, 3857), ST_Transform(point, 3857), 10 + n % 3, true
     from (
       select n, point, ST_Multi(ST_Expand(point, 0.0005)) as geom
       from (select n, ST_SetSRID(ST_MakePoint(round((102.5 + random() * 5)::numeric, 7), round((11 + random() * 3)::numeric, 7)), 4326) as point
         from generate_series(1, $2) n) points
     ) shapes`,
    [programme, faces],
  );
  await query(
    `create temporary table span_of on commit drop as
     select face_id, place_id, ordnance_mask, area_m2, turn, turn = turns as is_last, date '1990-01-01' + start::integer + (turn * stretch)::integer as from_day,
       date '1990-01-01' + start::integer + ((turn + 1) * stretch)::integer as to_day,
       case turn % 2 when 0 then (array['suspected', 'confirmed'])[1 + face_id % 2] else (array['cancelled', 'reduced', 'cleared'])[1 + face_id % 3] end as state,
       1 + (face_id + turn) % 14 as operator
     from (select *, (random() * 3000)::integer as start, 200 + (random() * 2000)::integer as stretch, 1 + face_id % 2 + (face_id % 4) / 3 as turns
       from face where programme_id = $1) drawn, generate_series(0, turns) turn`,
    [programme],
  );
  await query(
    `insert into ledger_span (face_id, programme_id, state, from_day, to_day, area_m2, hazardous_area_id, place_id, operator_id, ordnance_mask, undated)
     select face_id, $1, state, from_day, case when not is_last then to_day end, area_m2, 1 + face_id % 1000, place_id,
       (select min(operator_id) from operator where programme_id = $1) + operator - 1, ordnance_mask, false
     from span_of order by face_id, turn`,
    [programme],
  );
  await query(
    `insert into ledger_movement (face_id, programme_id, day, phase, from_state, to_state, kind, area_m2, place_id, operator_id, ordnance_mask, undated)
     select face_id, $1, from_day, 1 + turn % 2, lag(state) over (partition by face_id order by turn), state,
       case when turn = 0 then 'recorded' when turn % 2 = 0 then 're-opened' else state end, area_m2, place_id,
       (select min(operator_id) from operator where programme_id = $1) + operator - 1, ordnance_mask, false
     from span_of order by face_id, turn`,
    [programme],
  );
  // as migration 0011 fills them
  await query(`insert into tile_span select * from span_to_draw order by geom_3857;
    create temporary table cell_addend on commit drop as
      select programme_id, layer, cell_column, cell_row, below_zoom, count, hundredths, outside_hundredths from face_in_cells;
    select add_to_cells(); analyze tile_span; analyze tile_cell`);
  await query('analyze face; analyze ledger_span; analyze ledger_movement; analyze ledger_record');
  await bumpDataVersion(query, programme);
  return 'KHM';
}
