/** Outlines on their way to the database: as well-known binary, and told apart by whether there is anything to repair. */

type Position = readonly [number, number];
type Ring = readonly Position[];

type Shape =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint'; coordinates: readonly Position[] }
  | { type: 'Polygon'; coordinates: readonly Ring[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] };

/** What the database is given of a geometry: EWKB in hexadecimal digits. */
export interface WrittenShape {
  source_geom: string;
  /** On the grid of 1e-7 degrees, to be judged and repaired; null: it is no polygon, or settled. */
  grid_geom: string | null;
  /** The outline on that grid as it will stand, where neither the grid nor a repair changes it. */
  settled_geom: string | null;
}

const STEPS_IN_A_DEGREE = 1e7;
/** Rounded here because databases of two versions (GEOS 3.11 and 3.14) put a coordinate halfway between two steps on different ones. */
const stepsOf = (degrees: number): number => Math.round(degrees * STEPS_IN_A_DEGREE);
const onGrid = ([longitude, latitude]: Position): Position => [
  stepsOf(longitude) / STEPS_IN_A_DEGREE,
  stepsOf(latitude) / STEPS_IN_A_DEGREE,
];

/** @param source GeoJSON of a Point, MultiPoint, Polygon or MultiPolygon. */
export function writeShape(source: string): WrittenShape {
  const shape = JSON.parse(source) as Shape;
  const source_geom = ewkbOf(shape);
  if (shape.type === 'Point' || shape.type === 'MultiPoint') return { source_geom, grid_geom: null, settled_geom: null };
  const [ring, hole] = shape.type === 'Polygon' ? shape.coordinates : [];
  const settled = ring === undefined || hole !== undefined ? null : settledRing(ring);
  if (settled !== null)
    return { source_geom, grid_geom: null, settled_geom: ewkbOf({ type: 'Polygon', coordinates: [settled] }) };
  const rings = (polygon: readonly Ring[]) => polygon.map((line) => line.map(onGrid));
  const grid: Shape =
    shape.type === 'Polygon'
      ? { type: 'Polygon', coordinates: rings(shape.coordinates) }
      : { type: 'MultiPolygon', coordinates: shape.coordinates.map(rings) };
  return { source_geom, grid_geom: ewkbOf(grid), settled_geom: null };
}

/** Beyond it comparing every corner with every edge takes longer than the database does. */
const MOST_CORNERS = 64;
/** Steps; so small that what is multiplied stays exact. */
const LARGEST_EXTENT = 9e6;
/** Steps. A corner moves by less than one on its way to the grid, and snapping reaches half of one around it. */
const CLEAR_OF_EDGES = 2;

/**
 * The ring on the grid where it certainly is a simple outline, as given and on the grid, with no corner so near an edge that snapping would
 * join them; else null. Clockwise from its second corner, as the database leaves what it puts on the grid, so that either way gives the
 * same outline.
 */
export function settledRing(ring: Ring): Ring | null {
  const corners = ring.length - 1;
  const [first] = ring;
  if (first === undefined || corners < 3 || corners > MOST_CORNERS) return null;
  const [west, south] = [stepsOf(first[0]), stepsOf(first[1])];
  const x = new Float64Array(corners + 1);
  const y = new Float64Array(corners + 1);
  for (let corner = 0; corner <= corners; corner += 1) {
    const [longitude, latitude] = ring[corner] as Position;
    x[corner] = stepsOf(longitude) - west;
    y[corner] = stepsOf(latitude) - south;
    if (Math.abs(x[corner] as number) > LARGEST_EXTENT || Math.abs(y[corner] as number) > LARGEST_EXTENT) return null;
  }
  let twiceArea = 0;
  for (let edge = 0; edge < corners; edge += 1) {
    twiceArea += (x[edge] as number) * (y[edge + 1] as number) - (x[edge + 1] as number) * (y[edge] as number);
    for (let corner = 0; corner < corners; corner += 1) {
      if (corner === edge || corner === (edge + 1) % corners) continue;
      if (squaredDistance(x, y, corner, edge) <= CLEAR_OF_EDGES ** 2) return null;
    }
    for (let other = edge + 2; other < corners; other += 1)
      if (!(edge === 0 && other === corners - 1) && cross(x, y, edge, other)) return null;
  }
  if (twiceArea === 0) return null;
  const outline = ring.slice(0, corners).map(onGrid);
  const [start, ...rest] = outline as [Position, ...Position[]];
  const clockwise = twiceArea < 0 ? rest : rest.reverse();
  return [...clockwise, start, clockwise[0] as Position];
}

/** Of a corner to an edge, squared, in steps. */
function squaredDistance(x: Float64Array, y: Float64Array, corner: number, edge: number): number {
  const [fromX, fromY] = [x[edge] as number, y[edge] as number];
  const [alongX, alongY] = [(x[edge + 1] as number) - fromX, (y[edge + 1] as number) - fromY];
  const [awayX, awayY] = [(x[corner] as number) - fromX, (y[corner] as number) - fromY];
  const length = alongX * alongX + alongY * alongY;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (awayX * alongX + awayY * alongY) / length));
  return (awayX - share * alongX) ** 2 + (awayY - share * alongY) ** 2;
}

/** Whether two edges cross; that a corner of one lies on the other is seen before. */
function cross(x: Float64Array, y: Float64Array, edge: number, other: number): boolean {
  const isLeft = (line: number, corner: number): boolean =>
    ((x[line + 1] as number) - (x[line] as number)) * ((y[corner] as number) - (y[line] as number)) >
    ((y[line + 1] as number) - (y[line] as number)) * ((x[corner] as number) - (x[line] as number));
  return isLeft(edge, other) !== isLeft(edge, other + 1) && isLeft(other, edge) !== isLeft(other, edge + 1);
}

const CODES = { Point: 1, Polygon: 3, MultiPoint: 4, MultiPolygon: 6 } as const;
const HAS_SRID = 0x20000000;
const LITTLE_ENDIAN = 1;

/** EWKB of EPSG:4326, in hexadecimal digits. */
function ewkbOf(shape: Shape): string {
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
