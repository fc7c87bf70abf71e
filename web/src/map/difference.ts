import type { Map as MapLibre } from 'maplibre-gl';
import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { changeName, differenceOf, type LandDifference, stateName } from '../../../server/engine/difference.ts';
import { DifferenceCells } from '../../../server/engine/difference-cells.ts';
import { facesOf } from '../../../server/engine/faces.ts';
import { groupsOf } from '../../../server/engine/filter.ts';
import type { DifferenceLook } from '../api/sums.ts';
import type { Scheme } from '../theme/colours.ts';
import { AskedLooks, type AskLooks } from './asked-looks.ts';
import { differenceLayers, drawInk, INK_PATTERNS } from './difference-style.ts';
import type { LandSelection } from './selection.ts';
import { tileZoom } from './shown-cells.ts';

const SOURCE = 'difference';

interface Shown {
  programme: string | null;
  scheme: Scheme;
  columns: LedgerColumns | null;
  differenceOf: AskLooks<DifferenceLook> | null;
  keptOfAnyState: Uint8Array | null;
  selection: Pick<LandSelection, 'states'>;
  since: number | null;
  day: number;
}

/** What changed between two dates, in the place of the land: layers of its own, told by face and by square. */
export class ShownDifference {
  readonly #map: MapLibre;
  #difference: LandDifference | null = null;
  #of: readonly unknown[] = [];
  #cells = new Map<number, DifferenceCells>();
  /** By zoom: the difference that the squares were told. */
  #cellsTold = new Map<number, LandDifference>();
  #facesTold: LandDifference | null = null;
  #layers: readonly string[] = [];
  #isPlacing = false;

  /** Where the server holds the spans. */
  readonly #asked: AskedLooks<DifferenceLook>;

  constructor(map: MapLibre, container: HTMLElement) {
    this.#map = map;
    this.#asked = new AskedLooks(map, container, {
      isReady: () => map.getSource(SOURCE) !== undefined && map.getSource('land') !== undefined,
      tell: (looks) => {
        for (const { layer, id, change, now, left } of looks) this.#say(layer, id, { change, now, left });
      },
      // as of what nothing was told
      forget: (looks) => {
        for (const { layer, id } of looks) this.#say(layer, id, { change: 'unchanged', now: 'suspected', left: 'none' });
      },
    });
  }

  #say(layer: DifferenceLook['layer'], id: number, look: Pick<DifferenceLook, 'change' | 'now' | 'left'>): void {
    this.#map.setFeatureState({ source: layer === 'land' ? SOURCE : 'land', sourceLayer: layer, id }, look);
  }

  /** A new style knows nothing of what the last one was told. */
  forget(): void {
    this.#facesTold = null;
    this.#cellsTold.clear();
    this.#asked.restyled();
    for (const cells of this.#cells.values()) cells.forget();
  }

  /** Puts the layers under the land's, where a style has come without them, and shows or hides them. */
  place({ programme, scheme }: Shown, isShown: boolean): void {
    // an image that is added tells of a new style, and brings the map back here
    if (this.#isPlacing || this.#map.getSource('land') === undefined) return;
    if (this.#map.getSource(SOURCE) === undefined) {
      if (!isShown) return;
      this.#isPlacing = true;
      for (const name of Object.values(INK_PATTERNS)) {
        const image = drawInk(name, scheme);
        if (image !== null && !this.#map.hasImage(name)) this.#map.addImage(name, image, { pixelRatio: 2 });
      }
      this.#map.addSource(SOURCE, {
        type: 'vector',
        tiles: [`${location.origin}/tiles/land/{z}/{x}/{y}.mvt?programme=${programme}`],
        minzoom: 0,
        maxzoom: 14,
        // all spans of a face are one
        promoteId: { land: 'face' },
      });
      const layers = differenceLayers(scheme, SOURCE);
      this.#layers = layers.map(({ id }) => id);
      for (const layer of layers) this.#map.addLayer(layer, 'land-undated');
      this.#isPlacing = false;
    }
    const visibility = isShown ? 'visible' : 'none';
    for (const id of this.#layers)
      if ((this.#map.getLayoutProperty(id, 'visibility') ?? 'visible') !== visibility)
        this.#map.setLayoutProperty(id, 'visibility', visibility);
  }

  /** Tells each face and each square of the current zoom what became of it; only those of which that changed. */
  show({ columns, differenceOf: ask, keptOfAnyState: kept, selection: { states }, since, day }: Shown): void {
    if (ask !== null) this.#asked.show(ask, tileZoom(this.#map));
    if (columns === null || since === null || this.#map.getSource(SOURCE) === undefined) return;
    if (this.#of[0] !== columns) {
      this.#cells.clear();
      this.#cellsTold.clear();
      this.#facesTold = null;
    }
    const of = [columns, kept, since, day, states];
    if (this.#difference === null || of.some((value, index) => value !== this.#of[index])) {
      this.#difference = differenceOf(columns, since, day, kept, groupsOf({ states }));
      this.#of = of;
    }
    this.#tellFaces(columns, this.#difference);
    this.#tellCells(columns, this.#difference);
  }

  #tellFaces(columns: LedgerColumns, difference: LandDifference): void {
    const told = this.#facesTold;
    if (told === difference) return;
    const { ids } = facesOf(columns);
    const { change, state } = difference;
    for (let at = 0; at < ids.length; at += 1) {
      if (told !== null && told.change[at] === change[at] && told.state[at] === state[at]) continue;
      this.#map.setFeatureState(
        { source: SOURCE, sourceLayer: 'land', id: ids[at] as number },
        { change: changeName(change[at] as number), now: stateName(state[at] as number) ?? 'suspected' },
      );
    }
    this.#facesTold = difference;
  }

  #tellCells(columns: LedgerColumns, difference: LandDifference): void {
    const z = tileZoom(this.#map);
    if (this.#cellsTold.get(z) === difference) return;
    this.#cellsTold.set(z, difference);
    let cells = this.#cells.get(z);
    if (cells === undefined) {
      cells = new DifferenceCells(columns, z);
      this.#cells.set(z, cells);
    }
    for (const { id, change, state, left } of cells.changesOf(difference))
      this.#map.setFeatureState({ source: 'land', sourceLayer: 'land_grid', id }, { change, now: state, left });
  }
}
