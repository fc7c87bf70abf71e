import { type DataType, Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { type ArrowColumn, writeArrow } from '../arrow.ts';
import { listOf } from '../parameters.ts';
import { unknown } from '../problems.ts';
import type { HeldLand, HeldLedger } from './memory/load.ts';

export type LedgerRows = HeldLand['columns'] | HeldLand['movements'];
type Column<Of> = readonly [name: string, type: DataType, of: (rows: Of) => ArrayLike<number>];

/** A table of the ledger as others get it: names and order of its columns, as server/land/README.md lists them. */
export interface LedgerTable<Of extends LedgerRows = LedgerRows, From extends HeldLedger = HeldLand> {
  rows: (land: From) => Of;
  columns: readonly Column<Of>[];
}

const COMMON: readonly Column<LedgerRows>[] = [
  ['area', new Float64(), ({ area }) => area],
  ['place', new Int16(), ({ place }) => place],
  ['operator', new Int16(), ({ operator }) => operator],
  ['ordnance', new Uint8(), ({ ordnance }) => ordnance],
  ['undated', new Uint8(), ({ undated }) => undated],
  ['x', new Int32(), ({ x }) => x],
  ['y', new Int32(), ({ y }) => y],
];

/** A row a span. */
export const SPANS: LedgerTable<HeldLand['columns'], HeldLedger> = {
  rows: ({ columns }) => columns,
  columns: [
    ['span', new Int32(), ({ span }) => span],
    ['face', new Int32(), ({ face }) => face],
    ['state', new Uint8(), ({ state }) => state],
    ['from_day', new Int32(), ({ fromDay }) => fromDay],
    ['to_day', new Int32(), ({ toDay }) => toDay],
    ...COMMON,
    ['polygon_zoom', new Uint8(), ({ polygonZoom }) => polygonZoom],
    ['hazardous_area', new Int32(), ({ hazardousArea }) => hazardousArea],
    ['land_release', new Int32(), ({ landRelease }) => landRelease],
  ],
};

/** A row a change of state of a face. */
export const MOVEMENTS: LedgerTable<HeldLand['movements']> = {
  rows: ({ movements }) => movements,
  columns: [
    ['day', new Int32(), ({ day }) => day],
    ['phase', new Uint8(), ({ phase }) => phase],
    ['kind', new Uint8(), ({ kind }) => kind],
    ['from_state', new Uint8(), ({ fromState }) => fromState],
    ['to_state', new Uint8(), ({ toState }) => toState],
    ['face', new Int32(), ({ face }) => face],
    ['closed_reason', new Uint8(), ({ closedReason }) => closedReason],
    ...COMMON,
  ],
};

/**
 * The table with only the columns that were asked for, in its own order; all where none were.
 * @throws Problem 404 for a name that is no column of it
 */
export function chosenColumns<Of extends LedgerRows, From extends HeldLedger>(
  table: LedgerTable<Of, From>,
  asked: string | undefined,
): LedgerTable<Of, From> {
  const wanted = listOf('columns', asked);
  if (wanted === null) return table;
  const names = table.columns.map(([name]) => name);
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) throw unknown('columns', `columns=${missing} is not known; the columns are ${names.join(', ')}.`);
  return { ...table, columns: table.columns.filter(([name]) => wanted.includes(name)) };
}

/** What the metadata of every stream say: whose data these are, and what places and operators are indexes into. */
export const metadataOf = ({ code, dataVersion, columns }: HeldLedger): Record<string, string> => ({
  programme: code,
  data_version: dataVersion,
  places: JSON.stringify(columns.places),
  operators: JSON.stringify(columns.operators),
});

/** A table of a programme's ledger: one Arrow IPC stream, one record batch, no nulls. */
export function tableColumns<Of extends LedgerRows, From extends HeldLedger>(
  land: From,
  { rows, columns }: LedgerTable<Of, From>,
): Uint8Array {
  const of = rows(land);
  return writeArrow(
    columns.map(([name, type, values]): ArrowColumn => [name, type, values(of)]),
    metadataOf(land),
  );
}
