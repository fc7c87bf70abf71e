import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  LineLayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Language } from '../i18n/index.ts';
import { GROUND, STREETS as INKS, type Scheme } from '../theme/colours.ts';
import { layout, paintOf } from './labels.ts';

/** The style of street maps in the schema of Protomaps: calm, since the land lies on it and must be read first. */

/** What the names of their sources and layers begin with. */
export const STREETS = 'streets-';
export const STREET_BORDERS = `${STREETS}borders`;
const NAMES = `${STREETS}names-`;
const sourceOf = (file: number) => `${STREETS}${file}`;
/** `pmap:kind` until version 3 of the schema. */
const KIND: ExpressionSpecification = ['coalesce', ['get', 'kind'], ['get', 'pmap:kind'], ''];
const kindIn = (...kinds: string[]): ExpressionSpecification => ['in', KIND, ['literal', kinds]];
const isShape = (...shapes: string[]): ExpressionSpecification => ['in', ['geometry-type'], ['literal', shapes]];
const AREAS = isShape('Polygon', 'MultiPolygon');
const LINES = isShape('LineString', 'MultiLineString');
const POINTS = isShape('Point', 'MultiPoint');
const all = (...conditions: ExpressionSpecification[]): FilterSpecification => ['all', ...conditions] as FilterSpecification;

const GREEN = [
  'forest',
  'wood',
  'park',
  'national_park',
  'nature_reserve',
  'protected_area',
  'grass',
  'grassland',
  'scrub',
  'wetland',
];
const BUILT = [
  'residential',
  'commercial',
  'industrial',
  'school',
  'university',
  'hospital',
  'aerodrome',
  'airfield',
  'cemetery',
];
const MAIN_ROADS = ['highway', 'major_road', 'medium_road'];

/** Widths in pixels by zoom, between which it grows as the ground does. */
const widths = (...stops: [zoom: number, width: number][]): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.6], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;

/** The name in a language, else that of the place itself. Where that is in two scripts, a Khmer user has the Khmer part. */
export function streetName(language: Language): ExpressionSpecification {
  const local: ExpressionSpecification =
    language === 'km' ? ['case', ['==', ['get', 'script2'], 'Khmer'], ['get', 'name2'], ['get', 'name']] : ['get', 'name'];
  // a French user reads the Latin script
  const latin: ExpressionSpecification[] = language === 'fr' ? [['get', 'name:en']] : [];
  return ['coalesce', ['get', `name:${language}`], ...latin, local, ''];
}

/** A road without a name has its number. */
const roadName = (language: Language): ExpressionSpecification => [
  'case',
  ['any', ['has', `name:${language}`], ['has', 'name']],
  streetName(language),
  ['coalesce', ['get', 'ref'], ''],
];

/** Text of each layer of names among those on the map: changing it needs no new style. */
export const streetTexts = (language: Language, layers: readonly string[]): [layer: string, text: ExpressionSpecification][] =>
  layers
    .filter((layer) => layer.startsWith(NAMES))
    .map((layer) => [layer, layer.startsWith(`${NAMES}roads`) ? roadName(language) : streetName(language)]);

/** @param streets addresses of their TileJSON, which tells where the tiles are, and whose map it is */
export const streetSources = (streets: readonly string[], origin: string): Record<string, SourceSpecification> =>
  Object.fromEntries(streets.map((address, file) => [sourceOf(file), { type: 'vector', url: new URL(address, origin).href }]));

type Drawn<Layer> = Layer extends LayerSpecification ? Omit<Layer, 'source'> : never;

const line = (
  id: string,
  sourceLayer: string,
  filter: FilterSpecification,
  paint: LineLayerSpecification['paint'],
  minzoom = 0,
): Drawn<LineLayerSpecification> => ({
  id,
  type: 'line',
  'source-layer': sourceLayer,
  minzoom,
  filter,
  layout: { 'line-join': 'round', 'line-cap': paint?.['line-dasharray'] === undefined ? 'round' : 'butt' },
  paint: paint ?? {},
});

function shapes(scheme: Scheme): Drawn<LayerSpecification>[] {
  const [ground, streets] = [GROUND[scheme], INKS[scheme]];
  const area = (id: string, sourceLayer: string, colour: string, filter: FilterSpecification = AREAS, minzoom = 0) =>
    ({ id, type: 'fill', 'source-layer': sourceLayer, minzoom, filter, paint: { 'fill-color': colour } }) as const;
  return [
    // over the coarse coasts and borders of the basemap, which goes on where the file ends
    area('streets-earth', 'earth', ground.ground),
    area('streets-green', 'landuse', streets.green, all(AREAS, kindIn(...GREEN))),
    area('streets-built', 'landuse', streets.built, all(AREAS, kindIn(...BUILT))),
    line('streets-rivers', 'water', all(LINES, kindIn('river', 'canal', 'stream', 'drain', 'ditch')), {
      'line-color': streets.river,
      'line-width': [
        'interpolate',
        ['linear'],
        ['zoom'],
        7,
        ['match', KIND, 'river', 0.8, 0.3],
        14,
        ['match', KIND, 'river', 2.5, 'canal', 1.6, 1],
      ],
    }),
    // over the middle lines of rivers, which go on through lakes
    area('streets-water', 'water', ground.sea),
    area('streets-houses', 'buildings', streets.house, AREAS, 13),
    line(
      'streets-tracks',
      'roads',
      all(LINES, kindIn('path', 'other')),
      { 'line-color': streets.track, 'line-width': widths([12, 0.8], [18, 3]), 'line-dasharray': [3, 2] },
      12,
    ),
    line('streets-roads-small', 'roads', all(LINES, kindIn('minor_road')), {
      'line-color': streets.smallRoad,
      'line-width': widths([8, 0.6], [13, 1.5], [18, 10]),
    }),
    line('streets-roads-main', 'roads', all(LINES, kindIn(...MAIN_ROADS)), {
      'line-color': streets.road,
      'line-width': widths([5, 0.6], [10, 1.8], [14, 4], [18, 14]),
    }),
    line(STREET_BORDERS, 'boundaries', all(LINES, kindIn('country', 'region')), {
      'line-color': ground.border,
      'line-width': ['match', KIND, 'country', 1.4, 0.8],
      'line-dasharray': ['match', KIND, 'country', ['literal', [4, 1.5]], ['literal', [2, 2]]],
    }),
  ];
}

/** Names of water, roads and places; the last are placed first. All lie under the land, where a hazard may be as small as a letter. */
function names(scheme: Scheme, language: Language): Drawn<SymbolLayerSpecification>[] {
  const paint = paintOf(scheme);
  const water = { ...paint, 'text-color': INKS[scheme].waterName };
  const along = { ...layout, 'text-size': 11, 'symbol-placement': 'line', 'symbol-spacing': 350 } as const;
  const detail: ExpressionSpecification = ['coalesce', ['get', 'kind_detail'], ['get', 'pmap:kind_detail'], ['get', 'place'], ''];
  const text = streetName(language);
  return [
    {
      id: `${NAMES}rivers`,
      type: 'symbol',
      'source-layer': 'water',
      minzoom: 10,
      filter: all(LINES, ['any', ['has', 'name'], ['has', `name:${language}`]]),
      layout: { ...along, 'text-field': text },
      paint: water,
    },
    {
      id: `${NAMES}water`,
      type: 'symbol',
      'source-layer': 'water',
      filter: POINTS,
      layout: { ...layout, 'text-size': 11, 'text-field': text },
      paint: water,
    },
    {
      id: `${NAMES}roads`,
      type: 'symbol',
      'source-layer': 'roads',
      minzoom: 12,
      filter: all(LINES, ['any', kindIn(...MAIN_ROADS), ['all', kindIn('minor_road'), ['>=', ['zoom'], 15]]]),
      layout: { ...along, 'text-field': roadName(language) },
      paint,
    },
    {
      id: `${NAMES}places`,
      type: 'symbol',
      'source-layer': 'places',
      filter: ['any', kindIn('locality'), ['all', kindIn('neighbourhood'), ['>=', ['zoom'], 13]]],
      layout: {
        ...layout,
        'text-field': text,
        'text-size': ['match', detail, 'city', 14, 'town', 13, 'village', 12, 11],
        // what is shown from further out is larger; then by people
        'symbol-sort-key': [
          '-',
          ['*', 100, ['coalesce', ['get', 'min_zoom'], ['get', 'pmap:min_zoom'], 20]],
          ['coalesce', ['get', 'population_rank'], ['get', 'pmap:population_rank'], 0],
        ],
      },
      paint,
    },
  ];
}

/** The layers of all files, each layer of all of them before the next: the ground of one must not cover the roads of another. */
export const streetLayers = (scheme: Scheme, language: Language, files: number): LayerSpecification[] =>
  [...shapes(scheme), ...names(scheme, language)].flatMap((layer) =>
    Array.from(
      { length: files },
      (_, file) => ({ ...layer, id: `${layer.id}-${file}`, source: sourceOf(file) }) as LayerSpecification,
    ),
  );
