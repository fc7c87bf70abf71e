import type { Map as MapLibre } from 'maplibre-gl';

/** Asks how what is shown looks, of all that a box touches, at a zoom of the tiles. Another date or filter is another function. */
export type AskLooks<Look> = (
  asked: { zoom: number; box: readonly [number, number, number, number] },
  signal: AbortSignal,
) => Promise<Look[]>;

/** How the map is told what is known of its features. */
export interface Telling<Look> {
  /** The style knows the features. */
  isReady: () => boolean;
  tell: (looks: readonly Look[]) => void;
  /** What was told is true no more. */
  forget: (looks: readonly Look[]) => void;
}

const REST_MILLISECONDS = 200;
/** Asked for is half as much again on every side, so that a small move needs no request. */
const MARGIN = 0.5;

/**
 * Features of the map whose looks the server knows. While it is asked, they show that there is something, as they do before anything
 * is known: what was true of another date could hide a hazard.
 */
export class AskedLooks<Look> {
  readonly #map: MapLibre;
  readonly #container: HTMLElement;
  readonly #telling: Telling<Look>;
  #ask: AskLooks<Look> | null = null;
  #zoom = -1;
  #box: [number, number, number, number] | null = null;
  #looks: readonly Look[] = [];
  /** The style on the map has been told the looks. */
  #isTold = false;
  #asking: AbortController | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(map: MapLibre, container: HTMLElement, telling: Telling<Look>) {
    this.#map = map;
    this.#container = container;
    this.#telling = telling;
  }

  /** Brings them to what is chosen and shown; asks where that is not known. */
  show(ask: AskLooks<Look> | null, zoom: number): void {
    const view = this.#view();
    const isOther = ask !== this.#ask;
    if (isOther || zoom !== this.#zoom || this.#box === null || !contains(this.#box, view)) {
      if (isOther || zoom !== this.#zoom) this.#forget();
      [this.#ask, this.#zoom, this.#box] = [ask, zoom, widened(view)];
      this.#askAgain();
    } else if (!this.#isTold) this.#tell();
  }

  /** A new style knows nothing of what the last one was told. */
  restyled(): void {
    this.#isTold = false;
  }

  #forget(): void {
    if (this.#telling.isReady()) this.#telling.forget(this.#looks);
    this.#looks = [];
  }

  #askAgain(): void {
    clearTimeout(this.#resting);
    this.#asking?.abort();
    const [ask, zoom, box] = [this.#ask, this.#zoom, this.#box];
    if (ask === null || box === null) return;
    this.#container.setAttribute('data-cells', 'asked');
    const asking = new AbortController();
    this.#asking = asking;
    this.#resting = setTimeout(async () => {
      try {
        const looks = await ask({ zoom, box }, asking.signal);
        if (asking.signal.aborted) return;
        this.#looks = looks;
        this.#tell();
        this.#container.setAttribute('data-cells', 'told');
      } catch {
        // who asks says why; they go on showing that there is something
        if (!asking.signal.aborted) this.#container.setAttribute('data-cells', 'failed');
      }
    }, REST_MILLISECONDS);
  }

  #tell(): void {
    this.#isTold = this.#telling.isReady();
    if (this.#isTold) this.#telling.tell(this.#looks);
  }

  #view(): [number, number, number, number] {
    const bounds = this.#map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }
}

const contains = (outer: readonly number[], inner: readonly number[]): boolean =>
  (outer[0] as number) <= (inner[0] as number) &&
  (outer[1] as number) <= (inner[1] as number) &&
  (outer[2] as number) >= (inner[2] as number) &&
  (outer[3] as number) >= (inner[3] as number);

/** Wider by a margin, on whole hundredths of a degree; all longitudes where the map goes around the world. */
function widened([west, south, east, north]: [number, number, number, number]): [number, number, number, number] {
  const [across, up] = [(east - west) * MARGIN, (north - south) * MARGIN];
  const isAround = west - across < -180 || east + across > 180;
  return [
    isAround ? -180 : Math.floor((west - across) * 100) / 100,
    Math.max(-90, Math.floor((south - up) * 100) / 100),
    isAround ? 180 : Math.ceil((east + across) * 100) / 100,
    Math.min(90, Math.ceil((north + up) * 100) / 100),
  ];
}
