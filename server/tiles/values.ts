import { BUFFER, boundsOf, EXTENT, type Tile } from './grid.ts';

/**
 * Values of a tile that SQL may name in braces. The tile, the buffered tile and the edges are in metres of EPSG:3857; `scale` and `move`
 * lead from there to tile units: x * scale + move_x, -y * scale + move_y.
 */
const TYPES = {
  programme: 'integer',
  zoom: 'integer',
  x: 'integer',
  y: 'integer',
  tile: 'geometry',
  buffered: 'geometry',
  west: 'float8',
  south: 'float8',
  east: 'float8',
  north: 'float8',
  size: 'float8',
  scale: 'float8',
  move_x: 'float8',
  move_y: 'float8',
} as const;

type TileValues = Record<keyof typeof TYPES, number | string>;

export function valuesOf(programme: number, { z, x, y }: Tile): TileValues {
  const { west, south, size } = boundsOf({ z, x, y });
  const [east, north] = [west + size, south + size];
  const scale = EXTENT / size;
  const grown = (metres: number) => {
    const [left, bottom, right, top] = [west - metres, south - metres, east + metres, north + metres];
    return `SRID=3857;POLYGON((${left} ${bottom}, ${left} ${top}, ${right} ${top}, ${right} ${bottom}, ${left} ${bottom}))`;
  };
  return {
    ...{ programme, zoom: z, x, y, west, south, east, north, size, scale },
    ...{ tile: grown(0), buffered: grown((size * BUFFER) / EXTENT), move_x: -west * scale, move_y: north * scale },
  };
}

/** A statement with its values as parameters, those that it names. */
export function withValues(text: string, values: TileValues): { text: string; values: (number | string)[] } {
  const names: (keyof TileValues)[] = [];
  const numbered = text.replace(/\{(\w+)\}/g, (_, name: keyof TileValues) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}::${TYPES[name]}`;
  });
  return { text: numbered, values: names.map((name) => values[name]) };
}
