import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { STILL } from '../../../server/engine/columns.ts';
import { type Change, LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import { type Scheme, STATE_COLOURS } from '../theme/colours.ts';
import { darker, patternName } from './patterns.ts';

/** What has not been told yet is shown: as open land that did not change. */
const CHANGE: ExpressionSpecification = ['coalesce', ['feature-state', 'change'], 'unchanged'];
/** Not *state*: the squares have that for the land of one date. */
const STATE: ExpressionSpecification = ['coalesce', ['feature-state', 'now'], 'suspected'];
const LEFT: ExpressionSpecification = ['coalesce', ['feature-state', 'left'], 'none'];

/** The last span of each face: every face has one. */
const LAST_SPAN: FilterSpecification = ['==', ['get', 'to_day'], STILL];

/** How strongly each change is filled: what did not change is faint, and open land never so faint that it could be missed. */
const FILLED: Partial<Record<Change, number>> = {
  recorded: 0.8,
  're-opened': 0.8,
  upgraded: 0.75,
  downgraded: 0.75,
  cancelled: 0.75,
  reduced: 0.75,
  cleared: 0.75,
  closed: 0.75,
  unchanged: 0.35,
  other: 0.4,
  outside: 0.4,
  between: 0.4,
  reclassified: 0.4,
  still: 0.12,
};
/** No part of the account of remaining land: dashed, as land released outside recorded hazards is. */
const BESIDE: readonly Change[] = ['other', 'outside', 'between', 'reclassified'];

const byChange = (values: Partial<Record<Change, number>>, otherwise: number): ExpressionSpecification =>
  ['match', CHANGE, ...Object.entries(values).flat(), otherwise] as unknown as ExpressionSpecification;
const only = (changes: readonly Change[], value: number): ExpressionSpecification =>
  byChange(Object.fromEntries(changes.map((change) => [change, value])), 0);
const byState = (input: ExpressionSpecification, colour: (state: LandState) => string): ExpressionSpecification =>
  ['match', input, ...LAND_STATES.flatMap((state) => [state, colour(state)]), colour('suspected')] as never;

/** Patterns over the colour of the state: what the change is does not hang on colour. Names of the images. */
export const INK_PATTERNS = { recorded: 'ink-cross', 're-opened': 'ink-bars', kinds: 'ink-posts' } as const;

/**
 * The layers of what changed, from the ground up. Every face is there once, as its last span, and is told its change and its state
 * of the later day: a date in motion asks nothing of the tiles.
 * @param source of the faces, by their own id; the squares are those of the land.
 */
export function differenceLayers(scheme: Scheme, source: string): LayerSpecification[] {
  const colours = STATE_COLOURS[scheme];
  const outline = (state: LandState) => darker(colours[state], scheme);
  const faces = { source, 'source-layer': 'land', filter: LAST_SPAN } as const;
  const cells = { source: 'land', 'source-layer': 'land_grid' } as const;
  const pattern = (id: string, image: string, opacity: ExpressionSpecification, on: typeof faces | typeof cells) =>
    ({
      id: `difference-${id}`,
      type: 'fill',
      ...on,
      paint: { 'fill-pattern': image, 'fill-opacity': opacity },
    }) as LayerSpecification;
  const inState = (state: LandState, values: Partial<Record<Change, number>>): ExpressionSpecification => [
    'case',
    ['==', STATE, state],
    byChange(values, 0),
    0,
  ];
  const fill = { 'fill-color': byState(STATE, (state) => colours[state]), 'fill-opacity': byChange(FILLED, 0) };
  const line = { 'line-color': byState(STATE, outline) };
  return [
    { id: 'difference-fill', type: 'fill', ...faces, paint: fill },
    pattern(
      'hatch',
      patternName('hatch', 'suspected'),
      inState('suspected', { unchanged: 0.5, upgraded: 1, downgraded: 1 }),
      faces,
    ),
    pattern('dots', patternName('dots', 'closed'), inState('closed', { closed: 1, other: 0.6, still: 0.15 }), faces),
    pattern('waiting', patternName('wide', 'suspected'), only(['waiting'], 0.6), faces),
    pattern('kinds', INK_PATTERNS.kinds, only(['upgraded', 'downgraded'], 0.75), faces),
    pattern('recorded', INK_PATTERNS.recorded, only(['recorded'], 0.9), faces),
    pattern('re-opened', INK_PATTERNS['re-opened'], only(['re-opened'], 0.9), faces),
    {
      id: 'difference-line',
      type: 'line',
      ...faces,
      paint: {
        ...line,
        'line-opacity': byChange(
          { nothing: 0, waiting: 0, still: 0.25, ...Object.fromEntries(BESIDE.map((name) => [name, 0])) },
          1,
        ),
        'line-width': byChange({ recorded: 1.6, 're-opened': 1.6, cancelled: 0.6 }, 1),
      },
    },
    {
      id: 'difference-line-beside',
      type: 'line',
      ...faces,
      paint: { ...line, 'line-opacity': only(BESIDE, 1), 'line-width': 1, 'line-dasharray': [3, 2] },
    },
    // cells last, as those of the land: they stand for hazards too small to draw
    {
      id: 'difference-cells',
      type: 'fill',
      ...cells,
      paint: { ...fill, 'fill-opacity': byChange({ ...FILLED, unchanged: 0.45, waiting: 0.3 }, 0) },
    },
    pattern('cells-recorded', INK_PATTERNS.recorded, only(['recorded'], 0.9), cells),
    pattern('cells-re-opened', INK_PATTERNS['re-opened'], only(['re-opened'], 0.9), cells),
    // a square that is open, and in which land was released besides, has the release as its border
    {
      id: 'difference-cells-line',
      type: 'line',
      ...cells,
      paint: {
        'line-color': ['case', ['!=', LEFT, 'none'], byState(LEFT, (state) => colours[state]), byState(STATE, outline)],
        'line-width': ['case', ['!=', LEFT, 'none'], 2, 0.6],
        'line-opacity': byChange({ nothing: 0, still: 0.25 }, 0.9),
      },
    },
  ];
}

/** A tile of an ink pattern at twice the resolution; null: no such pattern. */
export function drawInk(name: string, scheme: Scheme): ImageData | null {
  const size = 16;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = scheme === 'light' ? '#1d2226' : '#f5f6f7';
  if (name === INK_PATTERNS.recorded) {
    context.fillRect(0, 0, size, 5);
    context.fillRect(0, 0, 5, size);
  } else if (name === INK_PATTERNS['re-opened']) context.fillRect(0, 0, size, 8);
  else if (name === INK_PATTERNS.kinds) context.fillRect(0, 0, 3, size);
  else return null;
  return context.getImageData(0, 0, size, size);
}
