/**
 * Reads the geometries that tiles are made of from TWKB with precision 0 (whole tile units): points, multipoints, polygons and
 * multipolygons. Format: https://github.com/TWKB/Specification/blob/master/twkb.md
 */

/** x, y, x, y … of one ring, first vertex not repeated where it equals the last; or of points. */
export type Vertices = number[];

export interface Shape {
  type: 'point' | 'polygon';
  /** Points: one list. Polygons: rings, shells and holes in the order given; `shells[i]` says whether ring i is a shell. */
  rings: Vertices[];
  shells: boolean[];
}

class Reader {
  #position = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#position];
    if (value === undefined) throw new RangeError('TWKB ends in the middle of a geometry.');
    this.#position += 1;
    return value;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

const POINT = 1;
const POLYGON = 3;
const MULTI_POINT = 4;
const MULTI_POLYGON = 6;

/** @throws RangeError for other geometry types or a truncated geometry; null for an empty geometry. */
export function readTwkb(bytes: Uint8Array): Shape | null {
  const reader = new Reader(bytes);
  const type = reader.byte() & 15;
  const flags = reader.byte();
  if (flags & 0x10) return null;
  if (flags & 0x08) reader.byte();
  if (flags & 0x02) reader.unsigned();
  if (flags & 0x01) for (let index = 0; index < 4; index += 1) reader.signed();
  let [x, y] = [0, 0];
  const vertices = (count: number): Vertices => {
    const list: Vertices = [];
    for (let index = 0; index < count; index += 1) {
      x += reader.signed();
      y += reader.signed();
      list.push(x, y);
    }
    return list;
  };
  if (type === POINT) return { type: 'point', rings: [vertices(1)], shells: [true] };
  if (type === MULTI_POINT) return { type: 'point', rings: [vertices(reader.unsigned())], shells: [true] };
  if (type !== POLYGON && type !== MULTI_POLYGON) throw new RangeError(`TWKB geometry type ${type} is no point and no polygon.`);
  const shape: Shape = { type: 'polygon', rings: [], shells: [] };
  const polygonCount = type === POLYGON ? 1 : reader.unsigned();
  for (let polygon = 0; polygon < polygonCount; polygon += 1) {
    const ringCount = reader.unsigned();
    for (let ring = 0; ring < ringCount; ring += 1) {
      shape.rings.push(vertices(reader.unsigned()));
      shape.shells.push(ring === 0);
    }
  }
  return shape;
}
