import latin from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url';
import latinExtended from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url';
import khmer from '@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-400-normal.woff2?url';
import type { FeatureCollection, Point } from 'geojson';
import type { ExpressionSpecification, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import { LANGUAGES, type Language } from '../i18n/index.ts';
import { GROUND, type Scheme } from '../theme/colours.ts';
import type { Basemap } from './basemap.ts';

/** A name of our own: a style of the deployment that draws with Noto Sans keeps its own. What no file covers the system draws. */
const FONT = 'Landclear Noto Sans';
const FONT_STACK = [FONT, 'Noto Sans', 'Noto Sans Khmer'];

/** The page's own font files, by the characters they hold; the map draws letters with them and asks no server for glyphs. */
export const fontFaces = (origin: string): NonNullable<StyleSpecification['font-faces']> => {
  const face = (file: string, ...ranges: string[]) => ({ url: new URL(file, origin).href, 'unicode-range': ranges });
  return {
    [FONT]: [
      face(khmer, 'U+1780-17FF', 'U+19E0-19FF'),
      face(latinExtended, 'U+100-2BA', 'U+1E00-1E9F', 'U+1EF2-1EFF'),
      face(latin, 'U+0-FF', 'U+2BB-2BC', 'U+2C6', 'U+2DA', 'U+2DC', 'U+2000-206F'),
    ],
  };
};

/** From this zoom on there is room for both names of a place, and its name lies under the land. */
const NEAR_ZOOM = 8;

/** Name of a place in a language. A Khmer name stands under the Latin one: always in Khmer, in other languages near by. */
export function placeText(language: Language, where: 'above' | 'below'): ExpressionSpecification {
  const latinName: ExpressionSpecification = [
    'coalesce',
    ['get', `name_${language === 'km' ? 'en' : language}`],
    ['get', 'name'],
  ];
  const bothNames: ExpressionSpecification = [
    'case',
    ['has', 'name_km'],
    ['concat', latinName, '\n', ['get', 'name_km']],
    latinName,
  ];
  return language === 'km' || where === 'below' ? bothNames : latinName;
}

/** Name of a country in a language; `nameCountries` gave it them all. */
export const countryText = (language: Language): ExpressionSpecification => ['get', language];

/** Text of each layer of names: changing it needs no new style. */
export const labelTexts = (language: Language): Record<string, ExpressionSpecification> => ({
  'country-names': countryText(language),
  'place-names-above': placeText(language, 'above'),
  'place-names-below': placeText(language, 'below'),
});

/** Countries named in every language of the page, by its own lists where the browser has them, else in English. */
export function nameCountries(countries: Basemap['countries']): FeatureCollection<Point> {
  const namers = LANGUAGES.map((language) => {
    const isKnown = Intl.DisplayNames.supportedLocalesOf(language).length > 0;
    return [language, new Intl.DisplayNames(isKnown ? language : 'en', { type: 'region', fallback: 'none' })] as const;
  });
  return {
    type: 'FeatureCollection',
    features: countries.features.map((country) => {
      const { name, code, rank } = country.properties;
      const names = namers.map(([language, namer]) => [language, namer.of(code) ?? name]);
      return { ...country, properties: { rank, ...Object.fromEntries(names) } };
    }),
  };
}

/** How all names are set. */
export const layout = {
  'text-font': FONT_STACK,
  'text-max-width': 8,
  'text-padding': 4,
  'text-line-height': 1.25,
} satisfies SymbolLayerSpecification['layout'];

/** A halo of the ground, thin: a name must be read above land and must not hide it. */
export const paintOf = (scheme: Scheme): NonNullable<SymbolLayerSpecification['paint']> => ({
  'text-color': GROUND[scheme].place,
  'text-halo-color': GROUND[scheme].ground,
  'text-halo-width': 1.2,
});

/** Names of countries, until places have theirs: the largest first where there is no room for all. */
export const countryNames = (scheme: Scheme, language: Language): SymbolLayerSpecification => ({
  id: 'country-names',
  type: 'symbol',
  source: 'countries',
  minzoom: 1.5,
  maxzoom: 6,
  layout: {
    ...layout,
    'text-field': countryText(language),
    'text-size': 12,
    'text-letter-spacing': 0.06,
    'symbol-sort-key': ['get', 'rank'],
  },
  paint: paintOf(scheme),
});

/**
 * Names of places, the higher level first; each stands once, where the tiles of places have its point. Far out they stand above the
 * land, whose squares no letter hides; near by under it, since a hazard may be as small as a letter.
 */
export const placeNames = (scheme: Scheme, language: Language, where: 'above' | 'below'): SymbolLayerSpecification => ({
  id: `place-names-${where}`,
  type: 'symbol',
  source: 'places',
  'source-layer': 'places_label',
  ...(where === 'above' ? { minzoom: 5, maxzoom: NEAR_ZOOM } : { minzoom: NEAR_ZOOM }),
  layout: {
    ...layout,
    'text-field': placeText(language, where),
    'text-size': ['match', ['get', 'level'], 1, 12, 11],
    'symbol-sort-key': ['get', 'level'],
  },
  paint: paintOf(scheme),
});
