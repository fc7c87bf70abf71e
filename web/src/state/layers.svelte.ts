import type { LayerName } from './shown.ts';

/** Which layers the map shows. */
export class Layers {
  #on = $state<Record<LayerName, boolean>>({ land: true, heat: false, hexagons: false });
  readonly #changed: () => void;

  /** @param changed called after each choice: the address is written anew. */
  constructor(on: Record<LayerName, boolean>, changed: () => void) {
    this.#on = on;
    this.#changed = changed;
  }

  get on() {
    return this.#on;
  }

  toggle(layer: LayerName): void {
    this.#on = { ...this.#on, [layer]: !this.#on[layer] };
    this.#changed();
  }
}
