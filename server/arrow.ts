import { type Data, type DataType, Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';

/** Media type of an Arrow IPC stream. */
export const ARROW = 'application/vnd.apache.arrow.stream';

/** Part of every ETag of the ledger's columns: what they say otherwise is not to be had from a browser that kept the old ones. */
export const COLUMNS_FORMAT = 2;

/** Name, Arrow type and values of a column; all columns are equally long and hold no nulls. */
export type ArrowColumn = readonly [name: string, type: DataType, values: ArrayLike<number>];

/** Writes typed arrays as one Arrow IPC stream of one record batch, so that a reader gets whole columns without copying. */
export function writeArrow(columns: readonly ArrowColumn[], metadata: Record<string, string>): Uint8Array {
  const length = columns[0]?.[2].length ?? 0;
  const fields = columns.map(([name, type]) => new Field(name, type, false));
  const schema = new Schema(fields, new Map(Object.entries(metadata)));
  const children = columns.map(
    ([, type, values]) => makeData({ type, length, nullCount: 0, data: values } as never) as Data<DataType>,
  );
  const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children }));
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}
