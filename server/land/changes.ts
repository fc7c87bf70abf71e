import { type DataType, Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { type ArrowColumn, writeArrow } from '../arrow.ts';
import { APART, type Apart, changesOf, movedOf } from '../engine/changes.ts';
import { dayOf } from '../engine/days.ts';
import type { LandFilter } from '../engine/filter.ts';
import { keptMovements, keptSpans } from '../engine/kept.ts';
import { ordnanceOfRecords } from '../engine/records.ts';
import { listOf } from '../parameters.ts';
import { Problem, unknown } from '../problems.ts';
import type { AreaWithin } from './border.ts';
import { metadataOf } from './columns.ts';
import type { HeldLand } from './memory/load.ts';
import { within } from './within.ts';

/** More rows than this are no answer for a page: fewer things must be told apart. */
const MOST_ROWS = 2_000_000;

/** Reads what is to be told apart. @throws Problem 404 that names the field. */
export function readApart(value: string | undefined): Apart[] {
  const given = listOf('by', value) ?? [];
  const missing = given.find((item) => !(APART as readonly string[]).includes(item));
  if (missing !== undefined) throw unknown('by', `by=${missing} is not known; the values are ${APART.join(', ')}.`);
  return APART.filter((item) => given.includes(item));
}

export interface ChangesAsked {
  filter: LandFilter;
  by: readonly Apart[];
  /** Only what lies within it; faces on its border are cut. Null: everywhere. */
  area: AreaWithin | null;
}

type Written = readonly [name: string, type: DataType, values: ArrayLike<number>];

const apartColumns = (rows: { place: Int16Array; operator: Int16Array; ordnance: Uint8Array; area: Float64Array }): Written[] => [
  ['place', new Int16(), rows.place],
  ['operator', new Int16(), rows.operator],
  ['ordnance', new Uint8(), rows.ordnance],
  ['area', new Float64(), rows.area],
];

/** Sums over faces as columns: one Arrow IPC stream, one record batch, no nulls, areas in whole hundredths of m². @throws Problem 400 */
function written(land: HeldLand, { by, area }: ChangesAsked, length: number, columns: readonly ArrowColumn[]): Uint8Array {
  if (length > MOST_ROWS)
    throw new Problem(
      400,
      'Too many rows',
      `This is more than ${MOST_ROWS} rows; tell less apart (by), or choose less land.`,
      'by',
    );
  return writeArrow(columns, {
    ...metadataOf(land),
    by: by.join(),
    area: JSON.stringify(area?.described ?? null),
    ordnance: String(ordnanceOfRecords(land.records)),
  });
}

/** How land by state changes from day to day: a row a state and day. */
export function landChanges(land: HeldLand, asked: ChangesAsked): Uint8Array {
  const columns = asked.area === null ? land.columns : within(land.columns, asked.area.within);
  const rows = changesOf(columns, keptSpans(columns, asked.filter, land.places), asked.by);
  return written(land, asked, rows.length, [
    ['state', new Uint8(), rows.state],
    ['day', new Int32(), rows.day],
    ['undated', new Uint8(), rows.undated],
    ...apartColumns(rows),
  ]);
}

/** What moved, summed over faces: a row a day, kind, states and reason. */
export function movedSums(land: HeldLand, asked: ChangesAsked): Uint8Array {
  const movements = asked.area === null ? land.movements : within(land.movements, asked.area.within);
  const rows = movedOf(movements, keptMovements(movements, asked.filter, land.places), asked.by);
  return written(land, asked, rows.length, [
    ['day', new Int32(), rows.day],
    ['kind', new Uint8(), rows.kind],
    ['from_state', new Uint8(), rows.fromState],
    ['to_state', new Uint8(), rows.toState],
    ['closed_reason', new Uint8(), rows.closedReason],
    ['undated', new Uint8(), rows.undated],
    ...apartColumns(rows),
  ]);
}

/** What the cells of the grid hold at the end of a day, of those that the box of the filter touches: the box selects cells, not land. */
export function cellStates(land: HeldLand, filter: LandFilter, zoom: number, asOf: string): Uint8Array {
  const kept = keptSpans(land.columns, { ...filter, bbox: null }, land.places);
  const { cell, state, area } = land.cells.at(zoom, dayOf(asOf), kept, filter.bbox);
  return writeArrow(
    [
      ['cell', new Float64(), cell],
      ['state', new Uint8(), state],
      ['area', new Float64(), area],
    ],
    { programme: land.code, data_version: land.dataVersion, as_of: asOf },
  );
}
