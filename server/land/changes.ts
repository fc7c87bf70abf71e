import { type DataType, Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { type ArrowColumn, writeArrow } from '../arrow.ts';
import type { Query } from '../database/connect.ts';
import { listOf } from '../parameters.ts';
import { leafPlaces, operatorIds } from '../places/queries.ts';
import { Problem, unknown } from '../problems.ts';
import { CLOSURE_REASONS, LAND_STATES, MOVEMENT_KINDS, NO_OPERATOR, NO_ORDNANCE_BIT, NO_PLACE } from '../vocabulary.ts';
import { cutFaces } from './border.ts';
import { conditionValues, IS_MEANT, isMovementMeant, OF_LAND, releaserValues } from './conditions.ts';
import type { DrawnOutline } from './contract.ts';
import { repairedArea } from './drawn-area.ts';
import { chosenStates, type LandFilter } from './filters.ts';
import { NOTHING_KNOWN } from './movement-columns.ts';

/** By what changes can be told apart, beside their state and day. What is not told apart is 0. */
export const APART = ['place', 'operator', 'ordnance'] as const;
export type Apart = (typeof APART)[number];

/** More rows than this are no answer for a page: fewer things must be told apart. */
const MOST_ROWS = 2_000_000;

/** Reads what is to be told apart. @throws Problem 400 that names the field. */
export function readApart(value: string | undefined): Apart[] {
  const given = listOf('by', value) ?? [];
  const stranger = given.find((item) => !(APART as readonly string[]).includes(item));
  if (stranger !== undefined) throw unknown('by', `by=${stranger} is not known; the values are ${APART.join(', ')}.`);
  return APART.filter((item) => given.includes(item));
}

export interface ChangesAsked {
  filter: LandFilter;
  by: readonly Apart[];
  /** Only what lies within it; faces on its border are cut. Null: everywhere. */
  outline: DrawnOutline | null;
}

/** `$7` the outline, `$8` places, `$9` operators, `$10` states that are chosen, `$11` states or kinds, `$12`, `$13` more codes. */
const AREA = 7;
const indexIn = (parameter: number, code: string) => `array_position($${parameter}::text[], ${code}) - 1`;

type Values = Int32ArrayConstructor | Int16ArrayConstructor | Uint8ArrayConstructor | Float64ArrayConstructor;
type Column = readonly [name: string, type: DataType, values: Values];

/** SQL of what tells rows apart, as the table has it; 0 where they are not told apart by it. */
const apartSql = (by: readonly Apart[]): string => {
  const sql: Record<Apart, string> = { place: 'place_id', operator: 'operator_id', ordnance: 'ordnance_mask' };
  return APART.map((name) => `${by.includes(name) ? sql[name] : '0'} as ${name}`).join(', ');
};
/** The same as a reader gets it: looked up once they are added up. */
const APART_INDEXES = `coalesce(array_position($8::integer[], place), 0) as place,
  coalesce(array_position($9::integer[], operator), 0) as operator, ordnance`;

/** SQL of a table of the ledger, its areas cut where an area is drawn. Table and columns are ours, never a caller's. */
const landOf = (table: 'ledger_span' | 'ledger_movement', hasArea: boolean): string => {
  const area = hasArea ? 'round(cut.cut_m2, 2)' : `${table}.area_m2`;
  return `select ${table}.*, ${area} as counted_m2 from ${table}
    ${hasArea ? `join (${cutFaces(AREA)}) cut on cut.face_id = ${table}.face_id and cut.cut_m2 > 0` : ''}`;
};

interface Table {
  columns: readonly Column[];
  /** Rows `…columns` in the order of the columns; one more than the most tells that there are too many. */
  sql: (asked: ChangesAsked) => string;
  /** Values for $1–$6. */
  chosen: (filter: LandFilter) => unknown[];
  /** Values for $11, $12, $13. */
  codes: readonly (readonly string[])[];
}

const APART_COLUMNS: readonly Column[] = [
  ['place', new Int16(), Int16Array],
  ['operator', new Int16(), Int16Array],
  ['ordnance', new Uint8(), Uint8Array],
];

/** A row a state and day: how much more land is in that state from that day on; less where negative. */
const CHANGES: Table = {
  columns: [
    ['state', new Uint8(), Uint8Array],
    ['day', new Int32(), Int32Array],
    ['undated', new Uint8(), Uint8Array],
    ...APART_COLUMNS,
    ['area', new Float64(), Float64Array],
  ],
  // what begins and what ends is added up apart: a row a state and day at once, never one a span; ground that takes long to find is found once
  sql: ({
    filter,
    by,
    outline,
  }) => `with counted as ${filter.bbox === null && outline === null ? 'not materialized' : 'materialized'} (
      select state, from_day, to_day, undated, ${apartSql(by)}, counted_m2
      from (${landOf('ledger_span', outline !== null)}) land
      where ${OF_LAND} and ${IS_MEANT}
    ), change as (
      select state, from_day as day, undated, place, operator, ordnance, sum(counted_m2) as m2 from counted
      group by 1, 2, 3, 4, 5, 6
      union all
      select state, to_day, false, place, operator, ordnance, -sum(counted_m2) from counted where to_day is not null
      group by 1, 2, 3, 4, 5, 6
    )
    select ${indexIn(11, 'state')} as state, day - date '1970-01-01' as day, undated::integer as undated, ${APART_INDEXES},
      (sum(m2) * 100)::float8 as area
    from change
    group by change.state, change.day, change.undated, change.place, change.operator, change.ordnance
    having sum(m2) <> 0
    order by 4, 5, 6, 1, 3, 2
    limit ${MOST_ROWS + 1}`,
  chosen: conditionValues,
  codes: [LAND_STATES],
};

/** A row a day, kind, states and reason: how much land moved so, as a row of `ledger_movement` says of one face. */
const MOVED: Table = {
  columns: [
    ['day', new Int32(), Int32Array],
    ['kind', new Uint8(), Uint8Array],
    ['from_state', new Uint8(), Uint8Array],
    ['to_state', new Uint8(), Uint8Array],
    ['closed_reason', new Uint8(), Uint8Array],
    ['undated', new Uint8(), Uint8Array],
    ...APART_COLUMNS,
    ['area', new Float64(), Float64Array],
  ],
  sql: ({ by, outline }) => `with moved as (
      select day, kind, from_state, to_state, closed_reason, undated, ${apartSql(by)}, sum(counted_m2) as m2
      from (select *, to_state as state from (${landOf('ledger_movement', outline !== null)}) counted) land
      where ${OF_LAND} and ${isMovementMeant(10)}
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    )
    select day - date '1970-01-01' as day, ${indexIn(12, 'kind')} as kind,
      coalesce(${indexIn(11, 'from_state')}, ${NOTHING_KNOWN}) as from_state, ${indexIn(11, 'to_state')} as to_state,
      case when kind = 'closed' then ${indexIn(13, "coalesce(closed_reason, 'other')")} else ${NOTHING_KNOWN} end as closed_reason,
      undated::integer as undated, ${APART_INDEXES}, (m2 * 100)::float8 as area
    from moved
    order by 7, 8, 9, 2, 3, 4, 6, 1
    limit ${MOST_ROWS + 1}`,
  chosen: releaserValues,
  codes: [LAND_STATES, MOVEMENT_KINDS, CLOSURE_REASONS],
};

/**
 * Sums over faces as columns: one Arrow IPC stream, one record batch, no nulls, areas in whole hundredths of m².
 * @throws Problem 400 where there would be more rows than a page can take
 */
async function summed(query: Query, asked: ChangesAsked, { columns, sql, chosen, codes }: Table): Promise<Uint8Array> {
  const { programme } = asked.filter;
  const places = await leafPlaces(query, programme);
  const operators = await operatorIds(query, programme);
  const area = asked.outline === null ? null : await repairedArea(query, asked.outline);
  const values = [
    ...chosen(asked.filter),
    area?.geom ?? null,
    places.map(({ place_id }) => place_id),
    operators.map(({ operator_id }) => operator_id),
    chosenStates(asked.filter),
    ...codes,
  ];
  const types = [
    'integer',
    'integer[]',
    'integer',
    'float8[]',
    'integer[]',
    'text[]',
    'text',
    'integer[]',
    'integer[]',
    'text[]',
  ];
  // a parameter that the text does not use has no type of its own
  const unused = values.map((_, index) => `$${index + 1}::${types[index] ?? 'text[]'}`).join(', ');
  const text = sql(asked);
  // some hundred thousand sums fit into memory; on disk they take several times as long
  await query("select set_config('work_mem', '96MB', true)");
  const rows = await query<Record<string, number>>(
    `with unused as (select ${unused}), answer as (${text}) select * from answer`,
    values,
  );
  if (rows.length > MOST_ROWS)
    throw new Problem(
      400,
      'Too many rows',
      `This is more than ${MOST_ROWS} rows; tell less apart (by), or choose less land.`,
      'by',
    );
  const [ordnance] = await query<{ mask: number }>(
    `select coalesce(bit_or(case ordnance_mask when 0 then ${NO_ORDNANCE_BIT} else ordnance_mask end), 0)::integer as mask
     from ledger_record where programme_id = $1`,
    [programme.id],
  );
  const filled = columns.map(
    ([name, type, Values]): ArrowColumn => [name, type, Values.from(rows.map((row) => row[name] as number))],
  );
  return writeArrow(filled, {
    programme: programme.code,
    data_version: programme.dataVersion,
    by: asked.by.join(),
    area: JSON.stringify(area?.described ?? null),
    places: JSON.stringify([NO_PLACE, ...places.map(({ code }) => code)]),
    operators: JSON.stringify([NO_OPERATOR, ...operators.map(({ code }) => code)]),
    ordnance: String(ordnance?.mask ?? 0),
  });
}

/** How land by state changes from day to day. */
export const landChanges = (query: Query, asked: ChangesAsked): Promise<Uint8Array> => summed(query, asked, CHANGES);

/** What moved, summed over faces. */
export const movedSums = (query: Query, asked: ChangesAsked): Promise<Uint8Array> => summed(query, asked, MOVED);
