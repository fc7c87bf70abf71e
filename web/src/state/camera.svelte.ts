import { boxOf } from '../../../server/engine/places.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';

type Box = [west: number, south: number, east: number, north: number];

/** Where the map looks, and where it is asked to look. Degrees. */
export class Camera {
  #view = $state<string | undefined>(undefined);
  #box = $state.raw<Box | null>(null);
  #goTo = $state.raw<Box | null>(null);
  #zoomTo = $state.raw<readonly [number, number] | null>(null);
  /** Where the map looks, chosen or not. */
  #viewOnMap: string | undefined;
  #isVisiting = false;
  readonly #moved: (isChosen: boolean) => void;

  /** @param view of the address. @param moved called when the map shows another part, chosen or not. */
  constructor(view: string | undefined, moved: (isChosen: boolean) => void) {
    this.#view = view;
    this.#moved = moved;
  }

  /** Where the user chose to look: zoom/latitude/longitude; undefined: where the map fits the land. */
  get view() {
    return this.#view;
  }
  /** The same, chosen or not. Undefined before there is a map. */
  get viewOnMap() {
    return this.#viewOnMap ?? this.#view;
  }
  /** What the map shows. */
  get box() {
    return this.#box;
  }
  /** Where the map is asked to go. */
  get goTo() {
    return this.#goTo;
  }
  /** The spot to which the map is asked to go closer. */
  get zoomTo() {
    return this.#zoomTo;
  }

  /** Another programme. @param keepView the address says where to look. */
  begin(keepView: boolean): void {
    this.#goTo = null;
    if (!keepView) this.#view = undefined;
  }

  /** The map shows another part. @param isUsers false where it moved by itself: the address then says nothing of it. */
  moved(box: Box, view: string, isUsers: boolean): void {
    this.#box = box;
    this.#viewOnMap = view;
    const isChosen = isUsers || this.#isVisiting;
    this.#isVisiting = false;
    if (isChosen) this.#view = view;
    this.#moved(isChosen);
  }

  goToPlaces(codes: readonly string[], places: readonly PlaceItem[]): void {
    const box = boxOf(codes, places);
    if (box !== null) this.#goTo = box;
  }

  /** Goes where something is that is shown now, unless the address or the user says where to look. */
  showIfFree(box: Box): void {
    if (this.#view === undefined) this.#goTo = box;
  }

  /** Goes to a box, as the user's choice. */
  visit(box: Box): void {
    this.#isVisiting = true;
    this.#goTo = box;
  }

  closerTo(at: readonly [number, number]): void {
    this.#zoomTo = [...at];
  }
}
