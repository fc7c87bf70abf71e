import type { Map as MapLibre } from 'maplibre-gl';
import { type CellBox, cellBox, holds } from '../../../server/engine/cell-grid.ts';
import { LandCells } from '../../../server/engine/cells.ts';
import type { LedgerColumns } from '../../../server/engine/columns.ts';

/** Zoom of the tiles that a map draws. */
export const tileZoom = (map: MapLibre): number => Math.min(14, Math.max(0, Math.floor(map.getZoom())));

/** Zooms of which cells are kept. */
const MOST_ZOOMS = 3;

interface ShownLand {
  columns: LedgerColumns | null;
  /** Spans that are selected, 1 a span; null: all. */
  kept: Uint8Array | null;
  day: number;
}

/** Told is a quarter more than what is seen, on every side: a small move tells nothing anew. */
const MARGIN = 0.25;

/**
 * Tells the squares of the map their state for the date: those that are seen, since a nation has a hundred times as many. The
 * others are told before the frame that shows them, so that none is ever seen as it was on another date.
 */
export class ShownCells {
  readonly #map: MapLibre;
  /** By zoom, of the columns shown. */
  #cells = new Map<number, LandCells>();
  #shown = new Map<number, { key: string; box: CellBox }>();
  #zoom = -1;

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

  /** On the way of a move, at the zoom that was shown last: another one is shown where the move ends. */
  follow(content: ShownLand): void {
    if (tileZoom(this.#map) === this.#zoom) this.show(content);
  }

  /** Says each cell that is seen its state for the date; only those that changed are told. */
  show({ columns, kept, day }: ShownLand): void {
    if (columns === null || !this.#map.getSource('land')) return;
    const z = tileZoom(this.#map);
    this.#zoom = z;
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
    const told = this.#shown.get(z);
    if (told?.key === key && holds(told.box, cellBox(z, this.#seen(0)))) return;
    const box = cellBox(z, this.#seen(MARGIN));
    this.#shown.set(z, { key, box });
    for (const { id, state, opacity } of cells.changesAt(day, kept, box))
      this.#map.setFeatureState({ source: 'land', sourceLayer: 'land_grid', id }, { state, opacity });
  }

  /** West, south, east, north of what is seen, wider by a share of its size. */
  #seen(margin: number): [number, number, number, number] {
    const bounds = this.#map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const [across, up] = [(east - west) * margin, (north - south) * margin];
    return [west - across, south - up, east + across, north + up];
  }
}
