import type { LandFilter } from '../../../server/engine/filter.ts';
import type { Parameters } from './url.ts';

export type Theme = 'system' | 'light' | 'dark';
/** What may lie under the land: what ships, street maps from files, a style of the deployment. */
export type GroundName = 'plain' | 'streets' | 'own';
export type LayerName = 'land' | 'heat' | 'hexagons';
export type DrawingMode = 'polygon' | 'circle';
export type Status = 'starting' | 'loading' | 'empty' | 'ready' | 'lost';

/** What the page shows, as far as its address holds it. */
export interface Shown {
  readonly programme: { readonly item: { code: string } | null };
  readonly filters: { readonly chosen: LandFilter; readonly inView: boolean };
  readonly area: { readonly text: string | null };
  readonly time: { readonly day: number; readonly from: number | null };
  readonly ground: { readonly spot: { at: readonly [number, number] } | null };
  readonly preferences: { readonly theme: Theme; readonly language: string };
  readonly camera: { readonly view: string | undefined };
  readonly layers: { readonly on: Record<LayerName, boolean> };
  readonly choices: { readonly made: Parameters };
}
