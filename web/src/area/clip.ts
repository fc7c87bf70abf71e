import { intersect } from '@turf/turf';
import type { Position } from 'geojson';
import { type Box, boxesMeet } from './boxes.ts';
import { squareMetresOf } from './measure.ts';

type Rings = Position[][];

/** A face on the border of a drawn area. */
export interface BorderFace {
  face: number;
  area_m2: number;
  /** Polygons of the face. */
  coordinates: Position[][][];
}

function boxOf(polygons: readonly Rings[]): Box {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [x, y] of polygons.flat(2) as unknown as [number, number][]) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** The part of a ring on one side of a line of longitude (axis 0) or latitude (axis 1): Sutherland and Hodgman's clipping. */
function ringBeyond(ring: Position[], axis: 0 | 1, limit: number, sign: 1 | -1): Position[] {
  const isInside = (position: Position) => ((position[axis] as number) - limit) * sign >= 0;
  const kept: Position[] = [];
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [here, next] = [ring[index], ring[index + 1]] as [Position, Position];
    if (isInside(here)) kept.push(here);
    if (isInside(here) === isInside(next)) continue;
    const along = (limit - (here[axis] as number)) / ((next[axis] as number) - (here[axis] as number));
    const across = (here[1 - axis] as number) + along * ((next[1 - axis] as number) - (here[1 - axis] as number));
    kept.push(axis === 0 ? [limit, across] : [across, limit]);
  }
  return kept.length === 0 ? [] : [...kept, kept[0] as Position];
}

/**
 * What of the area lies near a face. The overlay takes longer than in proportion to the positions it is given, and most of a long
 * boundary is far away. Edges that the box adds run outside the face: they cut nothing.
 */
function near(area: readonly Rings[], box: Box): Rings[] {
  const margin = 1e-4;
  const sides = [
    [0, box[0] - margin, 1],
    [0, box[2] + margin, -1],
    [1, box[1] - margin, 1],
    [1, box[3] + margin, -1],
  ] as const;
  return area
    .filter((rings) => boxesMeet(boxOf([rings]), box))
    .map((rings) =>
      rings
        .map((ring) => sides.reduce((rest, [axis, limit, sign]) => ringBeyond(rest, axis, limit, sign), ring))
        .filter((ring, index) => index === 0 || ring.length >= 4),
    )
    .filter(([shell]) => (shell?.length ?? 0) >= 4);
}

const featureOf = (coordinates: Position[][][]) => ({
  type: 'Feature' as const,
  properties: {},
  geometry: { type: 'MultiPolygon' as const, coordinates },
});

/** How much of a face lies within a drawn area, in m²: clipped by Turf, measured on the ellipsoid. */
export function squareMetresWithin({ area_m2: whole, coordinates }: BorderFace, area: Position[][][]): number {
  const nearby = near(area, boxOf(coordinates));
  if (nearby.length === 0) return 0;
  const part = intersect({ type: 'FeatureCollection', features: [featureOf(coordinates), featureOf(nearby)] });
  if (part === null) return 0;
  const polygons = part.geometry.type === 'Polygon' ? [part.geometry.coordinates] : part.geometry.coordinates;
  return Math.min(whole, squareMetresOf(polygons));
}
