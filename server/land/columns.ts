import { Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { writeArrow } from '../arrow.ts';
import type { Query } from '../database/connect.ts';
import { leafPlaces, type Programme } from '../places/queries.ts';
import { LAND_STATES, NO_PLACE } from '../vocabulary.ts';

/** Marks a day that has not come: a null reads as 0 in a typed column. */
export const STILL = 2147483647;

const BATCH_ROWS = 20_000;

type Row = [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** Columns in the order of the query below. */
const COLUMNS = [
  ['span', new Int32(), Int32Array],
  ['face', new Int32(), Int32Array],
  ['state', new Uint8(), Uint8Array],
  ['from_day', new Int32(), Int32Array],
  ['to_day', new Int32(), Int32Array],
  ['area', new Float64(), Float64Array],
  ['place', new Int16(), Int16Array],
  ['operator', new Int16(), Int16Array],
  ['ordnance', new Uint8(), Uint8Array],
  ['undated', new Uint8(), Uint8Array],
  ['x', new Int32(), Int32Array],
  ['y', new Int32(), Int32Array],
  ['polygon_zoom', new Uint8(), Uint8Array],
  ['hazardous_area', new Int32(), Int32Array],
  ['land_release', new Int32(), Int32Array],
] as const;

/**
 * The ledger of a programme as columns: one Arrow IPC stream, one record batch, a row a span (docs/architecture.md lists them).
 * Read in batches by key, so that no more than one batch is held beside the columns.
 */
export async function ledgerColumns(query: Query, programme: Programme): Promise<Uint8Array> {
  const places = await leafPlaces(query, programme);
  const operators = await query<{ operator_id: number; code: string }>(
    'select operator_id, code from operator where programme_id = $1 order by code collate "C"',
    [programme.id],
  );
  const [{ rows: length }] = (await query<{ rows: number }>(
    'select count(*)::integer as rows from ledger_span where programme_id = $1',
    [programme.id],
  )) as [{ rows: number }];
  const columns = COLUMNS.map(([, , Values]) => new Values(length));
  let filled = 0;
  let after = 0;
  while (filled < length) {
    const rows = await query<{ row: Row }>(
      `select array[ledger_span_id, face_id, array_position($5::text[], state) - 1, from_day - date '1970-01-01',
         coalesce(to_day - date '1970-01-01', ${STILL}), ledger_span.area_m2 * 100, coalesce(array_position($3::integer[], ledger_span.place_id), 0),
         coalesce(array_position($4::integer[], operator_id), 0), ledger_span.ordnance_mask, undated::integer,
         round(ST_X(point) * 1e7), round(ST_Y(point) * 1e7), polygon_zoom,
         coalesce(hazardous_area_id, 0), coalesce(land_release_id, 0)]::float8[] as row
       from ledger_span join face using (face_id)
       where ledger_span.programme_id = $1 and ledger_span_id > $2
       order by ledger_span_id limit $6`,
      [
        programme.id,
        after,
        places.map((place) => place.place_id),
        operators.map((operator) => operator.operator_id),
        LAND_STATES,
        BATCH_ROWS,
      ],
    );
    if (rows.length === 0) break;
    for (const { row } of rows) {
      for (let index = 0; index < COLUMNS.length; index += 1) (columns[index] as Int32Array)[filled] = row[index] as number;
      filled += 1;
    }
    after = (rows.at(-1) as { row: Row }).row[0];
  }
  return writeArrow(
    COLUMNS.map(([name, type], index) => [name, type, columns[index] as Int32Array] as const),
    {
      programme: programme.code,
      data_version: programme.dataVersion,
      places: JSON.stringify([NO_PLACE, ...places.map((place) => place.code)]),
      operators: JSON.stringify(['', ...operators.map((operator) => operator.code)]),
    },
  );
}
