import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import type { Language } from '../i18n/index.ts';
import type { GroundName } from '../state/shown.ts';
import { GROUND, type Scheme, STATE_COLOURS } from '../theme/colours.ts';
import type { Grounds } from './ground.ts';
import { countryNames, fontFaces, nameCountries, placeNames } from './labels.ts';
import { darker, patternName } from './patterns.ts';
import { type LandSelection, selectionExpression } from './selection.ts';
import { streetLayers, streetSources } from './streets.ts';

const DAY: ExpressionSpecification = ['global-state', 'day'];
const isOutside: ExpressionSpecification = ['==', ['slice', ['get', 'state'], 0, 7], 'outside'];

/** The spans of the chosen date. Moving the date changes a global state: no request, no new data. */
const atDate: FilterSpecification = ['all', ['<=', ['get', 'from_day'], DAY], ['>', ['get', 'to_day'], DAY]];
/** Undated hazards on the days before they count. */
const beforeUndated: FilterSpecification = [
  'all',
  ['==', ['get', 'undated'], true],
  ['>', ['get', 'from_day'], DAY],
  ['in', ['get', 'state'], ['literal', ['suspected', 'confirmed']]],
];
const both = (one: FilterSpecification, other: FilterSpecification): FilterSpecification =>
  ['all', one, other] as FilterSpecification;

function byState(
  input: ExpressionSpecification,
  colour: (state: LandState) => string,
  otherwise: string,
): ExpressionSpecification {
  return [
    'match',
    input,
    ...LAND_STATES.flatMap((state) => [state, colour(state)]),
    otherwise,
  ] as unknown as ExpressionSpecification;
}

const placeLine = (first: number, others: number): ExpressionSpecification => ['match', ['get', 'level'], 1, first, others];

const isState = (state: LandState): FilterSpecification => ['==', ['get', 'state'], state];

/** What each layer of land shapes shows of the spans: of the chosen date, and of what the user selected. */
export function landFilters(selection: LandSelection): Record<string, FilterSpecification> {
  const selected = selectionExpression(selection);
  const shown = selected === null ? atDate : both(atDate, selected);
  return {
    'land-undated': selected === null ? beforeUndated : both(beforeUndated, selected),
    'land-fill': shown,
    'land-hatch': both(shown, isState('suspected')),
    'land-dots': both(shown, isState('closed')),
    'land-line': both(shown, ['!', isOutside]),
    'land-line-outside': both(shown, isOutside),
  };
}

export const LAND_LAYERS = [
  'land-fill',
  'land-hatch',
  'land-dots',
  'land-undated',
  'land-line',
  'land-line-outside',
  'land-cells',
  'land-cells-line',
];

/** The ground that ships: sea, land, borders. */
function groundLayers(scheme: Scheme): LayerSpecification[] {
  const ground = GROUND[scheme];
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': ground.sea } },
    { id: 'ground', type: 'fill', source: 'ground', paint: { 'fill-color': ground.ground } },
    { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': ground.border, 'line-width': 1.4 } },
  ];
}

/** The order of the land's layers from the ground up, each with the reason for its place. */
function landLayers(scheme: Scheme, language: Language, filters: Record<string, FilterSpecification>): LayerSpecification[] {
  const ground = GROUND[scheme];
  const colours = STATE_COLOURS[scheme];
  const land = { source: 'land', 'source-layer': 'land' } as const;
  const cells = { source: 'land', 'source-layer': 'land_grid' } as const;
  const shownCell: ExpressionSpecification = ['coalesce', ['feature-state', 'state'], 'suspected'];
  const outline = (state: LandState) => darker(colours[state], scheme);
  return [
    // place lines under the land: they must not cut a hazard in two to the eye
    {
      id: 'places',
      type: 'line',
      source: 'places',
      'source-layer': 'places',
      minzoom: 5,
      // the higher the level, the stronger
      paint: {
        'line-color': ground.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 5, placeLine(0.8, 0.3), 10, placeLine(1.8, 0.8)],
      },
    },
    placeNames(scheme, language, 'below'),
    // undated ground below what is certain on the date
    {
      id: 'land-undated',
      type: 'fill',
      ...land,
      filter: filters['land-undated'] as FilterSpecification,
      paint: { 'fill-pattern': ['concat', 'wide-', ['get', 'state']], 'fill-opacity': 0.6 },
    },
    {
      id: 'land-fill',
      type: 'fill',
      ...land,
      filter: filters['land-fill'] as FilterSpecification,
      paint: {
        'fill-color': byState(['get', 'state'], (state) => colours[state], '#888'),
        'fill-opacity': ['case', isOutside, 0.4, 0.75],
      },
    },
    // colour never speaks alone: suspected is hatched, closed is dotted
    {
      id: 'land-hatch',
      type: 'fill',
      ...land,
      filter: filters['land-hatch'] as FilterSpecification,
      paint: { 'fill-pattern': patternName('hatch', 'suspected') },
    },
    {
      id: 'land-dots',
      type: 'fill',
      ...land,
      filter: filters['land-dots'] as FilterSpecification,
      paint: { 'fill-pattern': patternName('dots', 'closed') },
    },
    {
      id: 'land-line',
      type: 'line',
      ...land,
      filter: filters['land-line'] as FilterSpecification,
      paint: {
        'line-color': byState(['get', 'state'], outline, '#444'),
        'line-width': ['match', ['get', 'state'], 'cancelled', 0.5, 1],
      },
    },
    {
      id: 'land-line-outside',
      type: 'line',
      ...land,
      filter: filters['land-line-outside'] as FilterSpecification,
      paint: { 'line-color': byState(['get', 'state'], outline, '#444'), 'line-width': 1, 'line-dasharray': [3, 2] },
    },
    // cells last: they stand for hazards too small to draw, and must not vanish under a large polygon
    {
      id: 'land-cells',
      type: 'fill',
      ...cells,
      paint: {
        'fill-color': byState(shownCell, (state) => colours[state], colours.suspected),
        'fill-opacity': ['case', ['==', shownCell, 'none'], 0, ['coalesce', ['feature-state', 'opacity'], 0.6]],
      },
    },
    {
      id: 'land-cells-line',
      type: 'line',
      ...cells,
      paint: {
        'line-color': byState(shownCell, outline, outline('suspected')),
        'line-width': 0.6,
        'line-opacity': ['case', ['==', shownCell, 'none'], 0, 0.9],
      },
    },
  ];
}

/**
 * The whole style of the map: the ground (what ships, street maps on it, or the deployment's own), land from tiles, names above. Ours
 * has no glyphs, no sprite and needs no network beyond our own server.
 */
export function styleOf(
  scheme: Scheme,
  language: Language,
  grounds: Pick<Grounds, 'basemap' | 'streets' | 'own'>,
  shown: GroundName,
  programme: string | null,
  day: number,
  origin: string,
  selection: LandSelection,
): StyleSpecification {
  const tiles = (layer: string) => ({
    type: 'vector' as const,
    tiles: [`${origin}/tiles/${layer}/{z}/{x}/{y}.mvt?programme=${programme}`],
    minzoom: 0,
    maxzoom: 14,
  });
  const { basemap } = grounds;
  const own = shown === 'own' ? grounds.own : null;
  const streets = shown === 'streets' ? grounds.streets : [];
  return {
    ...own,
    version: 8,
    state: { ...own?.state, day: { default: day } },
    'font-faces': { ...own?.['font-faces'], ...fontFaces(origin) },
    sources: {
      ...(own?.sources ?? {
        ground: { type: 'geojson', data: basemap.land },
        borders: { type: 'geojson', data: basemap.borders },
        countries: { type: 'geojson', data: nameCountries(basemap.countries) },
      }),
      ...streetSources(streets, origin),
      ...(programme === null ? {} : { land: tiles('land'), places: tiles('places') }),
    },
    layers: [
      ...(own?.layers ?? groundLayers(scheme)),
      ...streetLayers(scheme, language, streets.length),
      ...(programme === null ? [] : landLayers(scheme, language, landFilters(selection))),
      // names on top are placed first: places come before countries
      ...(own === null ? [countryNames(scheme, language)] : []),
      ...(programme === null ? [] : [placeNames(scheme, language, 'above')]),
    ],
  };
}
