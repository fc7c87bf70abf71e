import { buffer } from '@turf/turf';
import type { Polygons, Ring } from './outline.ts';

/** What lies within so many metres of lines, on either side and around their ends: a planned road. */
export function widened(lines: Ring[], metres: number): Polygons {
  const wide = buffer(
    { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } },
    metres / 1000,
    { units: 'kilometers', steps: 8 },
  );
  const geometry = wide?.geometry;
  if (geometry === undefined) return [];
  return (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Polygons;
}
