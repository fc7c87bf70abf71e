import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';
import countries from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

const require = createRequire(import.meta.url);

/**
 * Ground that a programme may hold records of and that Natural Earth, which draws who holds a country, counts elsewhere or apart: by the
 * names there, or as a box (west, south, east, north). A record there is not to be called misplaced.
 */
const ALSO: Readonly<Record<string, { names?: readonly string[]; box?: readonly [number, number, number, number] }>> = {
  CYP: { names: ['N. Cyprus', 'Cyprus U.N. Buffer Zone', 'Dhekelia', 'Akrotiri'] },
  GBR: { names: ['Dhekelia', 'Akrotiri'] },
  MAR: { names: ['W. Sahara'] },
  SOM: { names: ['Somaliland'] },
  SRB: { names: ['Kosovo'] },
  SYR: { box: [35.6, 32.65, 36, 33.35] },
  UKR: { box: [32.4, 44.3, 36.7, 46.3] },
  XKX: { names: ['Kosovo'] },
};

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
let atlas: Atlas | null = null;
const readAtlas = (): Atlas => {
  atlas ??= JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8')) as Atlas;
  return atlas;
};

const rectangle = ([west, south, east, north]: readonly [number, number, number, number]): Position[][] => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];

/**
 * The outline of a country or territory at 1:10 million, WGS84, from Natural Earth; null where it has none. Right to a few kilometres.
 * @param alpha3 its code of ISO 3166-1, or XKX.
 */
export function countryOutline(alpha3: string): MultiPolygon | null {
  const numeric = countries.alpha3ToNumeric(alpha3);
  const { names = [], box } = ALSO[alpha3] ?? {};
  const topology = readAtlas();
  const coordinates: Position[][][] = box === undefined ? [] : [rectangle(box)];
  for (const geometry of topology.objects.countries.geometries) {
    const isOwn = numeric !== undefined && geometry.id === numeric;
    const { name } = geometry.properties as { name: string };
    if (!isOwn && !names.includes(name)) continue;
    const { geometry: outline } = feature(topology, geometry) as Feature<Polygon | MultiPolygon>;
    coordinates.push(...(outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates));
  }
  return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates };
}
