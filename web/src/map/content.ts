import type { CellLook } from '../../../server/engine/cells.ts';
import type { LedgerColumns } from '../../../server/engine/columns.ts';
import type { AccidentCounts, AccidentPoint } from '../accidents/columns.ts';
import type { DifferenceLook } from '../api/sums.ts';
import type { Polygons } from '../area/outline.ts';
import type { Language } from '../i18n/index.ts';
import type { GroundName } from '../state/shown.ts';
import type { Scheme } from '../theme/colours.ts';
import type { AskLooks } from './asked-looks.ts';
import type { LandSelection } from './selection.ts';

/** What the page tells the map, and what it hears of it. */

export interface MapTexts {
  zoomIn: string;
  zoomOut: string;
  map: string;
}

export interface MapContent {
  programme: string | null;
  bbox: [number, number, number, number] | null;
  /** The address says where to look: opening a programme does not move the map. */
  keepView: boolean;
  /** The spans; null: not there yet, or the server holds them. */
  columns: LedgerColumns | null;
  /** Asks the server for the states of cells; null: the columns say them. */
  cellsOf: AskLooks<CellLook> | null;
  /** Asks the server what became of faces and cells between two dates; null: the columns say it, or nobody wants to know. */
  differenceOf: AskLooks<DifferenceLook> | null;
  accidents: AccidentPoint[];
  day: number;
  /** The map shows what changed from the end of this day to that of `day`; null: the land of `day`. */
  since: number | null;
  scheme: Scheme;
  language: Language;
  /** What lies under the land; null: what the deployment has for it. */
  ground: GroundName | null;
  layers: { land: boolean; heat: boolean; hexagons: boolean };
  selection: LandSelection;
  /** Spans that are selected, 1 a span; null: all. */
  kept: Uint8Array | null;
  /** The same of land in whatever state, for what changed; null: all, or no changes are shown. */
  keptOfAnyState: Uint8Array | null;
  /** Longitude and latitude of the spot that the user asks about. */
  spot: readonly [number, number] | null;
  /** Outline of the area that the figures are of. */
  area: Polygons | null;
  /** The programme has places, with outlines of their own. */
  hasPlaces: boolean;
  /** Nothing covers the map: an embedded one. */
  bare: boolean;
  /** It lies on another map, which has the buttons. */
  follows: boolean;
}

/** What cannot be shown under the land: the deployment's own style, or tiles of its street maps. */
export type GroundFailure = { ground: 'own'; address: string } | { ground: 'streets' };

/** Accidents under the pointer, and where it is on the map, in pixels. */
export interface Hover {
  x: number;
  y: number;
  counts: AccidentCounts;
}
