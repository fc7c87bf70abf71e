import type { Map as MapLibre } from 'maplibre-gl';

/** Pixels of the map that the panel covers at its left on wide screens; as App.svelte and theme.css have it. */
export const panelWidth = (): number => (matchMedia('(min-width: 2560px)').matches ? 532 : 380);

/** Pixels that it covers at the bottom of narrow ones, while it shows the numbers only. */
export const PANEL_HEIGHT = 200;

/** Degrees of what no panel covers: west, south, east, north. @param isBare nothing covers the map. */
export function visibleBox(map: MapLibre, isBare: boolean): [number, number, number, number] {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const isWide = width >= 720;
  const { lng: west, lat: north } = map.unproject([isWide && !isBare ? panelWidth() : 0, 0]);
  const { lng: east, lat: south } = map.unproject([width, isWide || isBare ? height : Math.max(1, height - PANEL_HEIGHT)]);
  const rounded = (value: number, limit: number) => Math.round(Math.max(-limit, Math.min(limit, value)) * 1e5) / 1e5;
  return [rounded(west, 180), rounded(south, 90), rounded(east, 180), rounded(north, 90)];
}

/** What the panel covers, and some air. */
export function paddingOf(map: MapLibre, isBare: boolean): { left: number; right: number; top: number; bottom: number } {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  if (isBare) return { left: 24, right: 24, top: 24, bottom: 24 };
  return width >= 720
    ? { left: panelWidth() + 40, right: 60, top: 40, bottom: 60 }
    : { left: 24, right: 24, top: 40, bottom: Math.min(PANEL_HEIGHT + 30, Math.round(height / 2)) };
}
