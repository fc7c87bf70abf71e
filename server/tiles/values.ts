import { BUFFER, boundsOf, EXTENT, type Tile } from './grid.ts';

/** Values of a tile that SQL may name in braces. Edges and `size` are metres of EPSG:3857; `left` … `top` are those of the buffered tile. */
const TYPES = {
  programme: 'integer',
  zoom: 'integer',
  x: 'integer',
  y: 'integer',
  west: 'float8',
  south: 'float8',
  east: 'float8',
  north: 'float8',
  left: 'float8',
  bottom: 'float8',
  right: 'float8',
  top: 'float8',
  size: 'float8',
} as const;

type TileValues = Record<keyof typeof TYPES, number>;

/** Geometries made of them. */
const SHAPES: Record<string, string> = {
  tile: 'ST_MakeEnvelope({west}, {south}, {east}, {north}, 3857)',
  buffered: 'ST_MakeEnvelope({left}, {bottom}, {right}, {top}, 3857)',
};

export function valuesOf(programme: number, { z, x, y }: Tile): TileValues {
  const { west, south, size } = boundsOf({ z, x, y });
  const [east, north, margin] = [west + size, south + size, (size * BUFFER) / EXTENT];
  return {
    ...{ programme, zoom: z, x, y, west, south, east, north, size },
    ...{ left: west - margin, bottom: south - margin, right: east + margin, top: north + margin },
  };
}

/** A statement with its values as parameters, those that it names. */
export function withValues(text: string, values: TileValues): { text: string; values: number[] } {
  const names: (keyof TileValues)[] = [];
  const numbered = text
    .replace(/\{(tile|buffered)\}/g, (_, name: string) => SHAPES[name] as string)
    .replace(/\{(\w+)\}/g, (_, name: keyof TileValues) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}::${TYPES[name]}`;
    });
  return { text: numbered, values: names.map((name) => values[name]) };
}
