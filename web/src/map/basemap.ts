import type { FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlasUrl from 'world-atlas/countries-50m.json?url';

export interface Basemap {
  land: FeatureCollection;
  borders: MultiLineString;
}

/** Land and borders (Natural Earth 1:50 million, public domain), from a package: the map needs no network. */
export async function loadBasemap(): Promise<Basemap> {
  const topology = (await (await fetch(atlasUrl)).json()) as Topology<{
    countries: GeometryCollection;
    land: GeometryCollection;
  }>;
  return {
    land: feature(topology, topology.objects.land) as unknown as FeatureCollection,
    borders: mesh(topology, topology.objects.countries, (one, other) => one !== other),
  };
}
