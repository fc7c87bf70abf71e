/** The geometry of tiles: extent and buffer in tile units, 512 px a tile; server/tiles/README.md. */
export const EXTENT = 4096;
export const BUFFER = 64;
export const MAX_ZOOM = 14;
/** A cell of the grid is 8 px: 64 cells a side, 64 units each. */
export const CELLS_A_SIDE = 64;
/** Half the world's circumference in Web Mercator metres. */
export const WORLD = 20037508.342789244;

export interface Tile {
  z: number;
  x: number;
  y: number;
}

/** Bounds of a tile in EPSG:3857 metres. */
export function boundsOf({ z, x, y }: Tile): { west: number; south: number; size: number } {
  const size = (2 * WORLD) / 2 ** z;
  return { west: x * size - WORLD, south: WORLD - (y + 1) * size, size };
}
