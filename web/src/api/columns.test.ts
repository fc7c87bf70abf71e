import {
  Field,
  Float64,
  Int16,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  tableFromIPC,
  Uint8,
} from 'apache-arrow';
import { expect, it } from 'vitest';
import { LEDGER_COLUMNS, readLedger } from './columns.ts';

const COLUMNS = [
  ['state', new Uint8(), Uint8Array.of(0, 4, 1)],
  ['from_day', new Int32(), Int32Array.of(-3650, 20000, 12)],
  ['to_day', new Int32(), Int32Array.of(2147483647, 2147483647, 13)],
  ['area', new Float64(), Float64Array.of(1, 9007199254740991, 123456789)],
  ['x', new Int32(), Int32Array.of(1035000000, -1800000000, 1)],
  ['y', new Int32(), Int32Array.of(135000000, -850000000, 2)],
  ['polygon_zoom', new Uint8(), Uint8Array.of(3, 255, 0)],
  ['undated', new Uint8(), Uint8Array.of(0, 1, 0)],
  ['face', new Int32(), Int32Array.of(7, 8, 9)],
  ['place', new Int16(), Int16Array.of(0, 32767, 1)],
  ['operator', new Int16(), Int16Array.of(0, 1, 2)],
  ['ordnance', new Uint8(), Uint8Array.of(1, 127, 64)],
] as const;

/** As the server writes it: one stream, one record batch, no nulls. */
function written(length: number, metadata: Map<string, string>): Uint8Array {
  const fields = COLUMNS.map(([name, type]) => new Field(name, type, false));
  const schema = new Schema(fields, metadata);
  const children = COLUMNS.map(([, type, data]) =>
    makeData({ type, length, nullCount: 0, data: data.subarray(0, length) } as never),
  );
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  writer.write(new RecordBatch(schema, makeData<Struct>({ type: new Struct(fields), length, nullCount: 0, children } as never)));
  writer.finish();
  return writer.toUint8Array(true);
}

const METADATA = new Map([
  ['data_version', '7-ab'],
  ['places', '["none","KH-1"]'],
  ['operators', '["none","cmac","ហាឡូ"]'],
]);

it('what is asked for is what is read', () => {
  expect([...LEDGER_COLUMNS].sort()).toEqual(COLUMNS.map(([name]) => name).sort());
});

it.each([3, 1, 0])('%i spans are read as the reference implementation of Arrow reads them', (length) => {
  const bytes = written(length, METADATA);
  const reference = tableFromIPC(bytes);
  const ledger = readLedger(bytes);
  expect(ledger.length).toBe(length);
  const named = {
    state: ledger.state,
    from_day: ledger.fromDay,
    to_day: ledger.toDay,
    area: ledger.area,
    x: ledger.x,
    y: ledger.y,
    polygon_zoom: ledger.polygonZoom,
    undated: ledger.undated,
    face: ledger.face,
    place: ledger.place,
    operator: ledger.operator,
    ordnance: ledger.ordnance,
  };
  for (const [name, , values] of COLUMNS) {
    const column = named[name];
    expect(column.constructor, name).toBe(values.constructor);
    expect([...column], name).toEqual([...(reference.getChild(name)?.toArray() as Iterable<number>)]);
  }
  expect(ledger.dataVersion).toBe('7-ab');
  expect(ledger.places).toEqual(['none', 'KH-1']);
  expect(ledger.operators).toEqual(['none', 'cmac', 'ហាឡូ']);
});

it('columns lie over the bytes that came: nothing is copied', () => {
  const bytes = written(3, METADATA);
  expect(readLedger(bytes).area.buffer).toBe(bytes.buffer);
});
