import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { Tile } from './grid.ts';

/** The tile of a zoom that holds a position. */
export const tileHolding = (z: number, longitude: number, latitude: number): Tile => {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const size = 2 ** z;
  return {
    z,
    x: Math.floor(((longitude + 180) / 360) * size),
    y: Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size),
  };
};

/** A feature of a tile, in the units of the tile. */
export interface Drawn {
  id: number;
  properties: Record<string, string | number | boolean>;
  rings: { x: number; y: number }[][];
}

/** What a tile draws, by layer, read by a library that the server itself does not use. */
export function decode(bytes: Uint8Array): Record<string, Drawn[]> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index);
        return {
          id: feature.id as number,
          properties: { ...feature.properties },
          rings: feature.loadGeometry().map((ring) => ring.map(({ x, y }) => ({ x, y }))),
        };
      }),
    ]),
  );
}
