import { type DataType, Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { writeArrow } from '../arrow.ts';
import type { Query } from '../database/connect.ts';
import { listOf } from '../parameters.ts';
import { leafPlaces, operatorIds, type Programme } from '../places/queries.ts';
import { unknown } from '../problems.ts';
import { LAND_STATES, NO_OPERATOR, NO_PLACE } from '../vocabulary.ts';

/** Marks a day that has not come: a null reads as 0 in a typed column. */
export const STILL = 2147483647;

const BATCH_ROWS = 20_000;

type Values = Int32ArrayConstructor | Int16ArrayConstructor | Uint8ArrayConstructor | Float64ArrayConstructor;

/** Name, types, and the value as SQL over the table, joined with `face`. */
export type Column = readonly [name: string, type: DataType, values: Values, sql: string];

/** Where a row stands among the places and operators of the metadata, and on the ground. `$3` places, `$4` operators. */
export const COMMON_COLUMNS = {
  place: ['place', new Int16(), Int16Array, 'coalesce(array_position($3::integer[], land.place_id), 0)'],
  operator: ['operator', new Int16(), Int16Array, 'coalesce(array_position($4::integer[], land.operator_id), 0)'],
  ordnance: ['ordnance', new Uint8(), Uint8Array, 'land.ordnance_mask'],
  undated: ['undated', new Uint8(), Uint8Array, 'land.undated::integer'],
  area: ['area', new Float64(), Float64Array, 'land.area_m2 * 100'],
  x: ['x', new Int32(), Int32Array, 'round(ST_X(face.point) * 1e7)'],
  y: ['y', new Int32(), Int32Array, 'round(ST_Y(face.point) * 1e7)'],
} as const satisfies Record<string, Column>;

/** A table of the ledger as columns; names and SQL are ours, never a caller's. */
export interface LedgerTable {
  table: 'ledger_span' | 'ledger_movement';
  key: string;
  columns: readonly Column[];
  /** Lists that the SQL of columns looks codes up in: `$6`, `$7`, …; an index from 0 on. */
  codes: readonly (readonly string[])[];
}

/** SQL of the place of a code in the list of the parameter with this number, from 0 on. */
export const indexOf = (parameter: number, code: string): string => `array_position($${parameter}::text[], ${code}) - 1`;

/**
 * The table with only the columns that were asked for, in its own order; all where none were.
 * @throws Problem 404 for a name that is no column of it
 */
export function chosenColumns(table: LedgerTable, asked: string | undefined): LedgerTable {
  const wanted = listOf('columns', asked);
  if (wanted === null) return table;
  const names = table.columns.map(([name]) => name);
  const stranger = wanted.find((name) => !names.includes(name));
  if (stranger !== undefined) throw unknown('columns', `columns=${stranger} is not known; the columns are ${names.join(', ')}.`);
  return { ...table, columns: table.columns.filter(([name]) => wanted.includes(name)) };
}

/**
 * A table of a programme's ledger: one Arrow IPC stream, one record batch, no nulls; places and operators are indexes into metadata.
 * Read in batches by key, so that no more than one batch is held beside the columns.
 */
export async function tableColumns(query: Query, programme: Programme, { table, key, columns, codes }: LedgerTable) {
  const places = await leafPlaces(query, programme);
  const operators = await operatorIds(query, programme);
  const [{ rows: length }] = (await query<{ rows: number }>(
    `select count(*)::integer as rows from ${table} where programme_id = $1`,
    [programme.id],
  )) as [{ rows: number }];
  const filledColumns = columns.map(([, , Values]) => new Values(length));
  // whichever columns were asked for, every parameter has its type
  const named = `cross join (select $3::integer[], $4::integer[]${codes.map((_, at) => `, $${6 + at}::text[]`).join('')}) named`;
  let filled = 0;
  let after = 0;
  while (filled < length) {
    const rows = await query<{ key: number; row: number[] }>(
      `select ${key}::float8 as key, array[${columns.map(([, , , sql]) => sql).join(', ')}]::float8[] as row
       from ${table} land join face using (face_id)
         ${named}
       where land.programme_id = $1 and ${key} > $2
       order by ${key} limit $5`,
      [
        programme.id,
        after,
        places.map((place) => place.place_id),
        operators.map((operator) => operator.operator_id),
        BATCH_ROWS,
        ...codes,
      ],
    );
    if (rows.length === 0) break;
    for (const { row } of rows) {
      for (let index = 0; index < columns.length; index += 1) (filledColumns[index] as Int32Array)[filled] = row[index] as number;
      filled += 1;
    }
    after = (rows.at(-1) as { key: number }).key;
  }
  return writeArrow(
    columns.map(([name, type], index) => [name, type, filledColumns[index] as Int32Array] as const),
    {
      programme: programme.code,
      data_version: programme.dataVersion,
      places: JSON.stringify([NO_PLACE, ...places.map((place) => place.code)]),
      operators: JSON.stringify([NO_OPERATOR, ...operators.map((operator) => operator.code)]),
    },
  );
}

export const SPANS: LedgerTable = {
  table: 'ledger_span',
  key: 'ledger_span_id',
  columns: [
    ['span', new Int32(), Int32Array, 'ledger_span_id'],
    ['face', new Int32(), Int32Array, 'land.face_id'],
    ['state', new Uint8(), Uint8Array, indexOf(6, 'state')],
    ['from_day', new Int32(), Int32Array, "from_day - date '1970-01-01'"],
    ['to_day', new Int32(), Int32Array, `coalesce(to_day - date '1970-01-01', ${STILL})`],
    COMMON_COLUMNS.area,
    COMMON_COLUMNS.place,
    COMMON_COLUMNS.operator,
    COMMON_COLUMNS.ordnance,
    COMMON_COLUMNS.undated,
    COMMON_COLUMNS.x,
    COMMON_COLUMNS.y,
    ['polygon_zoom', new Uint8(), Uint8Array, 'face.polygon_zoom'],
    ['hazardous_area', new Int32(), Int32Array, 'coalesce(hazardous_area_id, 0)'],
    ['land_release', new Int32(), Int32Array, 'coalesce(land_release_id, 0)'],
  ],
  codes: [LAND_STATES],
};

/** The ledger of a programme as columns, a row a span (docs/architecture.md lists them). */
export const ledgerColumns = (query: Query, programme: Programme): Promise<Uint8Array> => tableColumns(query, programme, SPANS);
