import type { Map as MapLibre } from 'maplibre-gl';
import type { CellLook } from '../../../server/engine/cells.ts';
import type { AskedLooks } from './asked-looks.ts';
import type { MapContent } from './content.ts';
import type { ShownDifference } from './difference.ts';
import { ShownCells, tileZoom } from './shown-cells.ts';

const CELLS = { source: 'land', sourceLayer: 'land_grid' };

/**
 * Says what the tiles cannot know: the states of squares on the date, by the spans or as the server tells them, or what changed
 * between two dates. The latter two are loaded when first asked for.
 */
export class ShownStates {
  readonly #map: MapLibre;
  readonly #container: HTMLElement;
  readonly #content: () => MapContent;
  readonly #cells: ShownCells;
  /** Of a programme whose spans the server holds. */
  #askedCells: AskedLooks<CellLook> | null = null;
  #loadingAskedCells = false;
  /** What changed since an earlier date. */
  #difference: ShownDifference | null = null;
  #loadingDifference = false;

  /** @param content what the map shows now; parts that were loading ask again */
  constructor(map: MapLibre, container: HTMLElement, content: () => MapContent) {
    this.#map = map;
    this.#container = container;
    this.#content = content;
    this.#cells = new ShownCells(map);
    map.on('sourcedata', () => this.show());
    map.on('moveend', () => (this.#askedCells !== null || this.#content().differenceOf !== null) && this.show());
    map.on('zoomend', () => this.show());
    map.on('move', () => !this.showsDifference && this.#cells.follow(content()));
  }

  /** Until its part is there the land of the day stays. */
  get showsDifference(): boolean {
    return this.#content().since !== null && this.#difference !== null;
  }

  /** Other spans than before, or others of them selected: what was told may be wrong. */
  changed(now: MapContent, before: MapContent): void {
    if (now.columns !== before.columns) this.#cells.clear();
    if (now.columns !== before.columns || now.kept !== before.kept) this.#cells.tellAnew();
  }

  /** A new style knows nothing of what the last one was told. */
  forget(): void {
    this.#cells.forget();
    this.#askedCells?.restyled();
    this.#difference?.forget();
  }

  show(): void {
    if (this.showsDifference) this.#difference?.show(this.#content());
    else {
      this.#showAskedCells();
      this.#cells.show(this.#content());
    }
  }

  /** Puts the layers of what changed on the map, or hides them. */
  placeDifference(): void {
    this.#difference?.place(this.#content(), this.#content().layers.land && this.showsDifference);
  }

  /** @param loaded once what changed can be shown, where that is asked for */
  async loadDifference(loaded: () => void): Promise<void> {
    if (this.#content().since === null || this.#difference !== null || this.#loadingDifference) return;
    this.#loadingDifference = true;
    const { ShownDifference: Difference } = await import('./difference.ts');
    this.#difference = new Difference(this.#map, this.#container);
    loaded();
  }

  #showAskedCells(): void {
    const { cellsOf } = this.#content();
    if ((cellsOf === null && this.#askedCells === null) || !this.#map.getSource('land')) return;
    this.#askedCells?.show(cellsOf, tileZoom(this.#map));
    if (this.#askedCells !== null || this.#loadingAskedCells) return;
    this.#loadingAskedCells = true;
    void import('./asked-looks.ts').then(({ AskedLooks: Looks }) => {
      this.#askedCells = new Looks<CellLook>(this.#map, this.#container, {
        isReady: () => this.#map.getSource('land') !== undefined,
        tell: (looks) => {
          for (const { id, state, opacity } of looks) this.#map.setFeatureState({ ...CELLS, id }, { state, opacity });
        },
        forget: () => this.#map.removeFeatureState(CELLS),
      });
      this.show();
    });
  }
}
