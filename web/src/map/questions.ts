import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { Spot } from '../state/ground.svelte.ts';
import type { Hover } from './content.ts';
import { visibleBox } from './covered.ts';
import type { ShownAccidents } from './shown-accidents.ts';

/** What the pointer and the keys ask for depends on what is on the map. */
interface Asked {
  map: MapLibre;
  accidents: ShownAccidents;
  /** Nothing covers the map. */
  isBare: boolean;
  /** Clicks belong to an area that is being drawn. */
  isDrawing: () => boolean;
}

/**
 * Hears what a user asks of the map.
 * @param ask the user wants to know what is at a spot: by a click, or by Enter with the map in focus, for its middle.
 * @param hover what is under the pointer; null: nothing.
 */
export function hearQuestions(asked: Asked, ask: (spot: Spot) => void, hover: (hover: Hover | null) => void): void {
  const { map, accidents, isBare, isDrawing } = asked;
  let isPicking = false;
  map.on('click', ({ point }) => !isDrawing() && ask(spotAt(asked, point.x, point.y)));
  map.on('mousemove', (event: MapMouseEvent) => {
    if (!accidents.isThere || isPicking) return;
    isPicking = true;
    // picking draws: once a frame is enough
    requestAnimationFrame(() => {
      isPicking = false;
      const { x, y } = event.point;
      const counts = accidents.countsAt(x, y);
      hover(counts === null ? null : { x, y, counts });
    });
  });
  map.on('mouseout', () => hover(null));
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const [west, south, east, north] = visibleBox(map, isBare);
    const { x, y } = map.project([(west + east) / 2, (south + north) / 2]);
    ask(spotAt(asked, x, y));
  });
}

/** What is at a pixel of the map. */
function spotAt({ map, accidents }: Asked, x: number, y: number): Spot {
  const { lng, lat } = map.unproject([x, y]).wrap();
  const layers = ['land-cells', 'difference-cells'].filter((layer) => map.getLayer(layer));
  const [cell] = map
    .queryRenderedFeatures([x, y], { layers })
    .filter(({ layer, state }) => (layer.id === 'land-cells' ? state.state !== 'none' : state.change !== 'nothing'));
  const { count = 0, m2 = 0, outside_m2: outside = 0 } = cell?.properties ?? {};
  return {
    at: [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6],
    cell: cell === undefined ? null : { areas: Number(count), squareMetres: Number(m2), outsideSquareMetres: Number(outside) },
    accidents: accidents.countsAt(x, y),
  };
}
