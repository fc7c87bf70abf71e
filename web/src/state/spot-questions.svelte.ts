import { dateOf } from '../../../server/engine/days.ts';
import type { Camera } from './camera.svelte.ts';
import type { Choices } from './choices.svelte.ts';
import type { Comparison, Side } from './comparison.svelte.ts';
import type { Ground, Spot } from './ground.svelte.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';

interface About {
  ground: Ground;
  programme: Pick<OpenProgramme, 'item'>;
  comparison: Comparison;
  choices: Choices;
  camera: Camera;
}

/** Asks what is known of a spot, and remembers it in the address. */
export class SpotQuestions {
  readonly #about: About;
  readonly #changed: () => void;

  /** @param changed called after each question: the address is written anew. */
  constructor(about: About, changed: () => void) {
    this.#about = about;
    this.#changed = changed;
  }

  /** @param side as of which of the dates that are compared. */
  ask(spot: Spot, side: Side = 'later'): void {
    if (this.#about.programme.item === null) return;
    this.#about.comparison.side = side;
    this.#about.choices.choose('at_open', undefined);
    this.open(spot);
  }

  /** The same as the address has it: the date and what is open in the sheet stay. */
  open(spot: Spot): void {
    const { ground, programme, comparison } = this.#about;
    if (programme.item !== null) void ground.open(programme.item.code, spot, dateOf(comparison.askedDay));
    this.#changed();
  }

  close(): void {
    this.#about.ground.close();
    this.#about.choices.choose('at_open', undefined);
    this.#changed();
  }

  /** Goes closer to the spot. */
  closer(): void {
    const at = this.#about.ground.spot?.at;
    if (at !== undefined) this.#about.camera.closerTo(at);
  }

  /** Goes to a box; asks about a spot in it where one is meant. */
  visit(bbox: [number, number, number, number] | null, at: readonly [number, number] | null): void {
    if (bbox !== null) this.#about.camera.visit(bbox);
    if (at !== null) this.ask({ at, cell: null, accidents: null });
  }
}
