import { ewkbOf, type Position, type Ring, type Shape } from './ewkb.ts';

/** Outlines on their way to the database, told apart by whether there is anything to repair. */

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
// "+ 0": of −0 and 0 the database would keep the one that it was given
const stepsOf = (degrees: number): number => Math.round(degrees * STEPS_IN_A_DEGREE) + 0;
const onGrid = ([longitude, latitude]: Position): Position => [
  stepsOf(longitude) / STEPS_IN_A_DEGREE,
  stepsOf(latitude) / STEPS_IN_A_DEGREE,
];

const ringsOnGrid = (rings: readonly Ring[]): Ring[] => rings.map((ring) => ring.map(onGrid));

/** @param source GeoJSON of a Point, MultiPoint, Polygon or MultiPolygon. */
export function writeShape(source: string): WrittenShape {
  const shape = JSON.parse(source) as Shape;
  const source_geom = ewkbOf(shape);
  if (shape.type === 'Point' || shape.type === 'MultiPoint') return { source_geom, grid_geom: null, settled_geom: null };
  const [ring, hole] = shape.type === 'Polygon' ? shape.coordinates : [];
  const settled = ring === undefined || hole !== undefined ? null : settledRing(ring);
  if (settled !== null)
    return { source_geom, grid_geom: null, settled_geom: ewkbOf({ type: 'Polygon', coordinates: [settled] }) };
  const grid: Shape =
    shape.type === 'Polygon'
      ? { type: 'Polygon', coordinates: ringsOnGrid(shape.coordinates) }
      : { type: 'MultiPolygon', coordinates: shape.coordinates.map(ringsOnGrid) };
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
    const next = edge + 1 === corners ? 0 : edge + 1;
    for (let corner = 0; corner < corners; corner += 1)
      if (corner !== edge && corner !== next && isNear(x, y, corner, edge)) return null;
    const last = edge === 0 ? corners - 1 : corners;
    for (let other = edge + 2; other < last; other += 1) if (cross(x, y, edge, other)) return null;
  }
  if (twiceArea === 0) return null;
  const outline = ring.slice(0, corners).map(onGrid);
  const [start, ...rest] = outline as [Position, ...Position[]];
  const clockwise = twiceArea < 0 ? rest : rest.reverse();
  return [...clockwise, start, clockwise[0] as Position];
}

/** Whether a corner is so near an edge that snapping may join them. */
function isNear(x: Float64Array, y: Float64Array, corner: number, edge: number): boolean {
  const fromX = x[edge] as number;
  const fromY = y[edge] as number;
  const alongX = (x[edge + 1] as number) - fromX;
  const alongY = (y[edge + 1] as number) - fromY;
  const awayX = (x[corner] as number) - fromX;
  const awayY = (y[corner] as number) - fromY;
  const length = alongX * alongX + alongY * alongY;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (awayX * alongX + awayY * alongY) / length));
  const missX = awayX - share * alongX;
  const missY = awayY - share * alongY;
  return missX * missX + missY * missY <= CLEAR_OF_EDGES * CLEAR_OF_EDGES;
}

/** Whether two edges cross; that a corner of one lies on the other is seen before. */
const cross = (x: Float64Array, y: Float64Array, edge: number, other: number): boolean =>
  isLeft(x, y, edge, other) !== isLeft(x, y, edge, other + 1) && isLeft(x, y, other, edge) !== isLeft(x, y, other, edge + 1);

/** Whether a corner lies left of the line through an edge. */
const isLeft = (x: Float64Array, y: Float64Array, edge: number, corner: number): boolean =>
  ((x[edge + 1] as number) - (x[edge] as number)) * ((y[corner] as number) - (y[edge] as number)) >
  ((y[edge + 1] as number) - (y[edge] as number)) * ((x[corner] as number) - (x[edge] as number));
