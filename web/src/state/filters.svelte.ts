import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import { leavesOfAny } from '../../../server/engine/places.ts';
import type { LandSelection } from '../map/selection.ts';
import type { Camera } from './camera.svelte.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';

/** Which land the user chose to count. */
export class Filters {
  #chosen = $state.raw<LandFilter>(NO_FILTER);
  #inView = $state(false);
  readonly #programme: Pick<OpenProgramme, 'places'>;
  readonly #camera: Camera;
  readonly #changed: () => void;

  /** Codes of the places without parts; null: all. */
  readonly leaves = $derived.by(() =>
    this.#chosen.places.length === 0 ? null : leavesOfAny(this.#chosen.places, this.#programme.places),
  );
  /** The same to the map. */
  readonly selection = $derived.by<LandSelection>(() => {
    const { operators, ordnance, methods, kinds, states } = this.#chosen;
    return { leaves: this.leaves === null ? null : [...this.leaves], operators, ordnance, methods, kinds, states };
  });

  /** @param changed called after each choice. */
  constructor(inView: boolean, programme: Pick<OpenProgramme, 'places'>, camera: Camera, changed: () => void) {
    this.#inView = inView;
    this.#programme = programme;
    this.#camera = camera;
    this.#changed = changed;
  }

  get chosen() {
    return this.#chosen;
  }
  set chosen(filter: LandFilter) {
    const isNewPlace = filter.places.some((code) => !this.#chosen.places.includes(code));
    this.#chosen = filter;
    if (isNewPlace) this.goToPlaces();
    this.#changed();
  }

  /** Another programme: nothing is chosen yet, or what the address chooses. */
  begin(filter: LandFilter): void {
    this.#chosen = filter;
  }

  /** Only what is in view counts. */
  get inView() {
    return this.#inView;
  }
  set inView(inView: boolean) {
    this.#inView = inView;
    this.#changed();
  }
  /** West, south, east, north of the view, where only what is in it counts. */
  get viewBox() {
    return this.#inView ? this.#camera.box : null;
  }

  goToPlaces(): void {
    this.#camera.goToPlaces(this.#chosen.places, this.#programme.places);
  }
}
