import { tableFromIPC } from 'apache-arrow';
import type { AccidentColumns } from '../accidents/columns.ts';
import type { LedgerColumns } from '../land/figures.ts';
import type { MovementColumns } from '../land/movements.ts';
import { getBytes } from './request.ts';

type TypedArray = Int32Array | Uint8Array | Float64Array | Int16Array;

/** The ledger of a programme; docs/architecture.md lists the columns. @throws RequestFailure */
export async function loadLedger(programme: string): Promise<LedgerColumns> {
  const table = tableFromIPC(await getBytes(`/api/ledger.arrow?programme=${encodeURIComponent(programme)}`));
  const column = <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values;
  const { metadata } = table.schema;
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

/** What moved in the ledger of a programme, and when. @throws RequestFailure */
export async function loadMovements(programme: string): Promise<MovementColumns> {
  const table = tableFromIPC(await getBytes(`/api/movements.arrow?programme=${encodeURIComponent(programme)}`));
  const column = <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values;
  const { metadata } = table.schema;
  return {
    length: table.numRows,
    day: column<Int32Array>('day'),
    kind: column<Uint8Array>('kind'),
    fromState: column<Uint8Array>('from_state'),
    toState: column<Uint8Array>('to_state'),
    area: column<Float64Array>('area'),
    undated: column<Uint8Array>('undated'),
    x: column<Int32Array>('x'),
    y: column<Int32Array>('y'),
    place: column<Int16Array>('place'),
    operator: column<Int16Array>('operator'),
    ordnance: column<Uint8Array>('ordnance'),
    places: JSON.parse(metadata.get('places') ?? '["none"]') as string[],
    operators: JSON.parse(metadata.get('operators') ?? '[""]') as string[],
  };
}

/** All accidents of a programme. @throws RequestFailure */
export async function loadAccidents(programme: string): Promise<AccidentColumns> {
  const table = tableFromIPC(await getBytes(`/api/accidents.arrow?programme=${encodeURIComponent(programme)}`));
  const column = <Values extends TypedArray>(name: string): Values => table.getChild(name)?.toArray() as Values;
  return {
    length: table.numRows,
    x: column<Int32Array>('x'),
    y: column<Int32Array>('y'),
    day: column<Int32Array>('day'),
    killed: column<Int16Array>('killed'),
    injured: column<Int16Array>('injured'),
    place: column<Int16Array>('place'),
    places: JSON.parse(table.schema.metadata.get('places') ?? '["none"]') as string[],
  };
}
