import type { Map as MapLibre } from 'maplibre-gl';
import { LandCells } from '../land/cells.ts';
import type { LedgerColumns } from '../land/figures.ts';

/** Zoom of the tiles that a map draws. */
export const tileZoom = (map: MapLibre): number => Math.min(14, Math.max(0, Math.floor(map.getZoom())));

/** Zooms of which cells are kept. */
const MOST_ZOOMS = 3;

/** Tells the squares of the map their state for the date. */
export class ShownCells {
  readonly #map: MapLibre;
  /** By zoom, of the columns shown. */
  #cells = new Map<number, LandCells>();
  #shown = new Map<number, string>();

  constructor(map: MapLibre) {
    this.#map = map;
  }

  /** Other columns: all is found anew. */
  clear(): void {
    this.#cells.clear();
    this.#shown.clear();
  }

  /** Others of the spans are shown: what was told may be wrong. */
  tellAnew(): void {
    this.#shown.clear();
  }

  /** A new style knows nothing of what the last one was told. */
  forget(): void {
    this.#shown.clear();
    for (const cells of this.#cells.values()) cells.forget();
  }

  /** Says each cell of the current zoom its state for the date; only those that changed are told. */
  show({ columns, kept, day }: { columns: LedgerColumns | null; kept: Uint8Array | null; day: number }): void {
    if (columns === null || !this.#map.getSource('land')) return;
    const z = tileZoom(this.#map);
    let cells = this.#cells.get(z);
    if (cells === undefined) {
      cells = new LandCells(columns, z);
      // 26 MB a million spans: those of the zooms looked at last are kept
      for (const oldest of [...this.#cells.keys()].slice(0, Math.max(0, this.#cells.size + 1 - MOST_ZOOMS))) {
        this.#cells.delete(oldest);
        this.#shown.delete(oldest);
      }
      this.#cells.set(z, cells);
    }
    const key = `${day} ${columns.dataVersion}`;
    if (this.#shown.get(z) === key) return;
    this.#shown.set(z, key);
    for (const { id, state, opacity } of cells.changesAt(day, kept))
      this.#map.setFeatureState({ source: 'land', sourceLayer: 'land_grid', id }, { state, opacity });
  }
}
