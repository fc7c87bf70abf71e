/** Geometries as extended well-known binary: the database reads it in a tenth of the time that GeoJSON takes. */

export type Position = readonly [number, number];
export type Ring = readonly Position[];

export type Shape =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint'; coordinates: readonly Position[] }
  | { type: 'Polygon'; coordinates: readonly Ring[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] };

const CODES = { Point: 1, Polygon: 3, MultiPoint: 4, MultiPolygon: 6 } as const;
const HAS_SRID = 0x20000000;
const LITTLE_ENDIAN = 1;

/** EWKB of EPSG:4326, in hexadecimal digits. */
export function ewkbOf(shape: Shape): string {
  const bytes = new ByteWriter();
  bytes.header(CODES[shape.type] | HAS_SRID);
  bytes.count(4326);
  if (shape.type === 'Point') bytes.position(shape.coordinates);
  else if (shape.type === 'Polygon') bytes.rings(shape.coordinates);
  else {
    bytes.count(shape.coordinates.length);
    for (const part of shape.coordinates) {
      bytes.header(shape.type === 'MultiPoint' ? CODES.Point : CODES.Polygon);
      if (shape.type === 'MultiPoint') bytes.position(part as Position);
      else bytes.rings(part as readonly Ring[]);
    }
  }
  return bytes.hexadecimal;
}

class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  get hexadecimal(): string {
    return this.#bytes.toString('hex', 0, this.#length);
  }

  header(code: number): void {
    this.#room(5);
    this.#length = this.#bytes.writeUInt32LE(code, this.#bytes.writeUInt8(LITTLE_ENDIAN, this.#length));
  }

  count(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  position([longitude, latitude]: Position): void {
    this.#room(16);
    this.#length = this.#bytes.writeDoubleLE(latitude, this.#bytes.writeDoubleLE(longitude, this.#length));
  }

  rings(rings: readonly Ring[]): void {
    this.count(rings.length);
    for (const ring of rings) {
      this.count(ring.length);
      for (const position of ring) this.position(position);
    }
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
