import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology, Transform } from 'topojson-specification';
import { unpackSteps } from './arcs.ts';

/** What web/basemap/build.ts writes: a topology whose arcs are packed, and where the names of countries go. */
export interface PackedBasemap {
  transform: Transform;
  countries: GeometryCollection;
  land: GeometryObject;
  /** First pair of each arc, grid units: x, y, x, y … */
  starts: number[];
  /** Steps of each arc, packed. */
  steps: string[];
  /** English name, ISO 3166-1 alpha-2 code, longitude, latitude; the largest country first. */
  names: [name: string, code: string, longitude: number, latitude: number][];
}

export interface Basemap {
  land: FeatureCollection;
  borders: MultiLineString;
  /** A point a country, with `name` (English), `code` (ISO 3166-1 alpha-2) and `rank` (0: the largest). */
  countries: FeatureCollection<Point, { name: string; code: string; rank: number }>;
}

/** A ring that crosses the date line goes on beyond 180° instead of back around the world, where it comes home again. */
export function unwrapped(ring: Position[]): Position[] {
  let turns = 0;
  const straight = ring.map(([longitude, latitude], index): Position => {
    const step = (longitude as number) - (ring[index - 1]?.[0] ?? (longitude as number));
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    return [(longitude as number) + 360 * turns, latitude as number];
  });
  return turns === 0 ? straight : ring;
}

/** Land, borders and names of countries from what was packed. */
export function unpackBasemap({ transform, countries, land, starts, steps, names }: PackedBasemap): Basemap {
  const topology: Topology<{ countries: GeometryCollection; land: GeometryObject }> = {
    type: 'Topology',
    transform,
    objects: { countries, land },
    arcs: steps.map((packed, index) => unpackSteps([starts[2 * index] as number, starts[2 * index + 1] as number], packed)),
  };
  const { coordinates } = (feature(topology, topology.objects.land) as Feature<MultiPolygon>).geometry;
  const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: coordinates.map((rings) => rings.map(unwrapped)) };
  return {
    land: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] },
    borders: mesh(topology, topology.objects.countries, (one, other) => one !== other),
    countries: {
      type: 'FeatureCollection',
      features: names.map(([name, code, longitude, latitude], rank) => ({
        type: 'Feature',
        properties: { name, code, rank },
        geometry: { type: 'Point', coordinates: [longitude, latitude] },
      })),
    },
  };
}
