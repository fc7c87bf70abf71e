import type { Map as MapLibre } from 'maplibre-gl';
import type { AccidentCounts } from '../accidents/columns.ts';
import type { MapContent } from './content.ts';

/** Accidents above the land; their part is loaded when there are first any to show. */
export class ShownAccidents {
  readonly #map: MapLibre;
  #overlay: import('../accidents/overlay.ts').AccidentOverlay | null = null;
  #isLoading = false;

  constructor(map: MapLibre) {
    this.#map = map;
  }

  /** The map can show accidents: its part is there. */
  get isThere(): boolean {
    return this.#overlay !== null;
  }

  /** @param content what the map shows; asked again once the part is there. */
  async show(content: () => Pick<MapContent, 'accidents' | 'layers' | 'scheme'>): Promise<void> {
    const { layers, accidents } = content();
    if (this.#overlay === null) {
      if ((!layers.heat && !layers.hexagons) || accidents.length === 0 || this.#isLoading) return;
      this.#isLoading = true;
      const { AccidentOverlay } = await import('../accidents/overlay.ts');
      this.#overlay = new AccidentOverlay(this.#map);
    }
    this.#overlay.show(content());
  }

  /** Of the hexagon at a pixel of the map; null: there is none. */
  countsAt(x: number, y: number): AccidentCounts | null {
    return this.#overlay?.countsAt(x, y) ?? null;
  }
}
