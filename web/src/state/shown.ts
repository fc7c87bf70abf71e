import type { LandFilter } from '../../../server/engine/filter.ts';
import type { Parameters } from './url.ts';

export type Theme = 'system' | 'light' | 'dark';
export type LayerName = 'land' | 'heat' | 'hexagons';
export type DrawingMode = 'polygon' | 'circle';
export type Status = 'starting' | 'loading' | 'empty' | 'ready' | 'lost';

/** What the page shows, as far as its address holds it. */
export interface Shown {
  readonly programme: { code: string } | null;
  readonly filter: LandFilter;
  readonly inView: boolean;
  readonly area: { readonly text: string | null };
  readonly day: number;
  readonly from: number | null;
  readonly ground: { readonly spot: { at: readonly [number, number] } | null };
  readonly theme: Theme;
  readonly view: string | undefined;
  readonly layers: Record<LayerName, boolean>;
  readonly language: string;
  readonly choices: { readonly made: Parameters };
}
