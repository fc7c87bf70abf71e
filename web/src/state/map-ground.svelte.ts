import type { RefusedFile } from '../../../server/ground/contract.ts';
import type { Choices } from './choices.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { GroundName } from './shown.ts';

/** What a deployment has to lie under the land. */
export interface OfferedGrounds {
  offered: readonly GroundName[];
  /** Shown unless the user chooses another. */
  usual: GroundName;
  /** Street maps that it was to have. */
  refused: readonly RefusedFile[];
}

/** What lies under the land: what of it there is, known once the map is open, and what the user chose. */
export class MapGround {
  #has = $state.raw<OfferedGrounds>({ offered: [], usual: 'plain', refused: [] });
  readonly #choices: Choices;
  readonly #notices: Notices;

  constructor(choices: Choices, notices: Notices) {
    this.#choices = choices;
    this.#notices = notices;
  }

  get offered() {
    return this.#has.offered;
  }
  get refused() {
    return this.#has.refused;
  }
  /** Null: what the deployment has for it. */
  get chosen(): GroundName | null {
    return (this.#choices.of('ground') as GroundName | undefined) ?? null;
  }
  get shown(): GroundName {
    return this.chosen ?? this.#has.usual;
  }

  choose(name: GroundName): void {
    this.#choices.choose('ground', name === this.#has.usual ? undefined : name);
  }

  /** What there is to choose from is known; what an address asks for and is not here is said. */
  begin(has: OfferedGrounds): void {
    this.#has = has;
    const { chosen } = this;
    if (chosen === null || has.offered.includes(chosen)) return;
    this.#notices.ignore('ground', chosen);
    this.#choices.choose('ground', undefined);
  }
}
