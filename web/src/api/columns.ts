import { tableFromIPC } from '@uwdata/flechette';
import type { GroundColumns, LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import type { AccidentColumns } from '../accidents/columns.ts';
import { getBytes } from './request.ts';

type TypedArray = Int32Array | Uint8Array | Float64Array | Int16Array;

/** An Arrow IPC stream of one record batch: typed arrays over its own bytes, nothing copied; metadata by name. */
export function readStream(bytes: Uint8Array) {
  const table = tableFromIPC(bytes);
  const metadata = table.schema.metadata ?? new Map<string, string>();
  return {
    length: table.numRows,
    column: <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values,
    text: (name: string): string => metadata.get(name) ?? '',
    list: (name: string, otherwise: string[]): string[] =>
      metadata.has(name) ? (JSON.parse(metadata.get(name) as string) as string[]) : otherwise,
  };
}
export type Stream = ReturnType<typeof readStream>;

const GROUND = ['area', 'place', 'operator', 'ordnance', 'undated', 'x', 'y', 'face'];
/** What is read here of each table, and asked for: of a million spans the rest would be a quarter of the way. */
export const LEDGER_COLUMNS = [...GROUND, 'state', 'from_day', 'to_day', 'polygon_zoom'];
export const MOVEMENT_COLUMNS = [...GROUND, 'day', 'kind', 'from_state', 'to_state', 'closed_reason'];

async function streamOf(name: string, programme: string, columns: readonly string[] = []): Promise<Stream> {
  const chosen = columns.length === 0 ? '' : `&columns=${columns.join()}`;
  return readStream(await getBytes(`/api/${name}.arrow?programme=${encodeURIComponent(programme)}${chosen}`));
}

const ground = ({ length, column, list }: Stream): GroundColumns => ({
  length,
  x: column('x'),
  y: column('y'),
  place: column('place'),
  operator: column('operator'),
  ordnance: column('ordnance'),
  places: list('places', ['none']),
  operators: list('operators', ['none']),
});

/** The ledger of a programme; server/land/README.md lists the columns. @throws RequestFailure */
export const loadLedger = async (programme: string): Promise<LedgerColumns> =>
  ledgerOf(await streamOf('ledger', programme, LEDGER_COLUMNS));

export const readLedger = (bytes: Uint8Array): LedgerColumns => ledgerOf(readStream(bytes));

const ledgerOf = (stream: Stream): LedgerColumns => ({
  ...ground(stream),
  dataVersion: stream.text('data_version'),
  state: stream.column('state'),
  fromDay: stream.column('from_day'),
  toDay: stream.column('to_day'),
  area: stream.column('area'),
  polygonZoom: stream.column('polygon_zoom'),
  undated: stream.column('undated'),
  face: stream.column('face'),
});

/** What moved in the ledger of a programme, and when. @throws RequestFailure */
export async function loadMovements(programme: string): Promise<MovementColumns> {
  const stream = await streamOf('movements', programme, MOVEMENT_COLUMNS);
  return {
    ...ground(stream),
    day: stream.column('day'),
    kind: stream.column('kind'),
    fromState: stream.column('from_state'),
    toState: stream.column('to_state'),
    face: stream.column('face'),
    closedReason: stream.column('closed_reason'),
    area: stream.column('area'),
    undated: stream.column('undated'),
  };
}

/** All accidents of a programme. @throws RequestFailure */
export async function loadAccidents(programme: string): Promise<AccidentColumns> {
  const { length, column, list } = await streamOf('accidents', programme);
  return {
    length,
    x: column('x'),
    y: column('y'),
    day: column('day'),
    killed: column('killed'),
    injured: column('injured'),
    place: column('place'),
    places: list('places', ['none']),
  };
}
