import { tableFromIPC } from '@uwdata/flechette';
import type { AccidentColumns } from '../accidents/points.ts';
import type { LedgerColumns } from '../land/figures.ts';
import { getBytes } from './request.ts';

type TypedArray = Int32Array | Uint8Array | Float64Array | Int16Array;

/** The ledger of a programme; docs/architecture.md lists the columns. @throws RequestFailure */
export const loadLedger = async (programme: string): Promise<LedgerColumns> =>
  readLedger(await getBytes(`/api/ledger.arrow?programme=${encodeURIComponent(programme)}`));

/** The columns of an Arrow IPC stream of one record batch: typed arrays over its own bytes, nothing copied. */
export function readLedger(bytes: Uint8Array): LedgerColumns {
  const table = tableFromIPC(bytes);
  const column = <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values;
  const metadata = table.schema.metadata ?? new Map<string, string>();
  return {
    length: table.numRows,
    dataVersion: metadata.get('data_version') ?? '',
    state: column<Uint8Array>('state'),
    fromDay: column<Int32Array>('from_day'),
    toDay: column<Int32Array>('to_day'),
    area: column<Float64Array>('area'),
    x: column<Int32Array>('x'),
    y: column<Int32Array>('y'),
    polygonZoom: column<Uint8Array>('polygon_zoom'),
    undated: column<Uint8Array>('undated'),
    face: column<Int32Array>('face'),
    place: column<Int16Array>('place'),
    operator: column<Int16Array>('operator'),
    ordnance: column<Uint8Array>('ordnance'),
    places: JSON.parse(metadata.get('places') ?? '["none"]') as string[],
    operators: JSON.parse(metadata.get('operators') ?? '[""]') as string[],
  };
}

/** Accidents that have a point. @throws RequestFailure */
export async function loadAccidents(programme: string): Promise<AccidentColumns> {
  const table = tableFromIPC(await getBytes(`/api/accidents/points?programme=${encodeURIComponent(programme)}`));
  const column = <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values;
  return {
    length: table.numRows,
    x: column<Int32Array>('x'),
    y: column<Int32Array>('y'),
    day: column<Int32Array>('day'),
    killed: column<Int16Array>('killed'),
    injured: column<Int16Array>('injured'),
  };
}
