/**
 * Cells of the grid that tiles draw where land is too small to be drawn as itself (`land_grid`): 64 × 64 a 512 px tile. The
 * client says each cell's state for the chosen date, so that the time slider needs no request.
 */
const CELLS_A_TILE_SIDE = 64;

/** The finest cells, those of zoom 14, of which every coarser one holds whole ones. */
export const FINEST = 14;

/** Cell column and row of a point, degrees × 1e7, at the finest zoom. */
export function finestAt(x: number, y: number): [cellX: number, cellY: number] {
  const side = 2 ** FINEST * CELLS_A_TILE_SIDE;
  const sine = Math.sin((y / 1e7) * (Math.PI / 180));
  const cellX = Math.floor((x / 1e7 / 360 + 0.5) * side);
  return [cellX, Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side)];
}

/** Cells of a side of the world. */
export const sideOf = (z: number): number => 2 ** z * CELLS_A_TILE_SIDE;

export const idOf = (z: number, finestX: number, finestY: number): number =>
  (finestX >> (FINEST - z)) * sideOf(z) + (finestY >> (FINEST - z));

/** Columns and rows of cells of a zoom, the first and the last. */
export type CellBox = readonly [firstX: number, firstY: number, lastX: number, lastY: number];

/** The cells that a box touches, degrees; all columns where it goes across the end of the world. */
export function cellBox(z: number, [west, south, east, north]: readonly [number, number, number, number]): CellBox {
  const far = 85.06;
  const [firstX, firstY] = finestAt(Math.max(-180, west) * 1e7, Math.min(far, north) * 1e7);
  const [lastX, lastY] = finestAt(Math.min(180, east) * 1e7, Math.max(-far, south) * 1e7);
  const isAcross = west < -180 || east > 180 || west > east;
  const shift = FINEST - z;
  return [isAcross ? 0 : firstX >> shift, firstY >> shift, isAcross ? sideOf(z) : lastX >> shift, lastY >> shift];
}

export const holds = (outer: CellBox, inner: CellBox): boolean =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/** Id of the cell that holds a point, as the tiles number it: cell_x * 2^(z+6) + cell_y. */
export const cellAt = (z: number, x: number, y: number): number => idOf(z, ...finestAt(x, y));
