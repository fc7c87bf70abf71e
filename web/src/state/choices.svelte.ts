import { CHOICE_NAMES, type ChoiceName, type Parameters } from './url.ts';

/**
 * What the reader chose in parts of the page that have their own choices: which parts are open, by what a chart steps, which
 * dialog is shown. It travels in the address; what is as it was at first does not.
 */
export class Choices {
  #values = $state.raw<Parameters>({});
  readonly #changed: () => void;

  /** @param changed called after each choice: the address is written anew. */
  constructor(parameters: Parameters, changed: () => void) {
    this.#changed = changed;
    this.#values = Object.fromEntries(CHOICE_NAMES.flatMap((name) => (name in parameters ? [[name, parameters[name]]] : [])));
  }

  /** All that were made, as the address has them. */
  get made(): Parameters {
    return this.#values;
  }

  /** Undefined: as it was at first. */
  of(name: ChoiceName): string | undefined {
    return this.#values[name];
  }

  /** @param value undefined: as it was at first. */
  choose(name: ChoiceName, value: string | undefined): void {
    if (this.#values[name] === value) return;
    const { [name]: _before, ...others } = this.#values;
    this.#values = value === undefined ? others : { ...others, [name]: value };
    this.#changed();
  }

  /** Whether a part that opens is open. */
  isOpen(part: string): boolean {
    return this.#parts.includes(part);
  }

  open(part: string, isOpen: boolean): void {
    if (this.isOpen(part) === isOpen) return;
    const parts = isOpen ? [...this.#parts, part].sort() : this.#parts.filter((other) => other !== part);
    this.choose('open', parts.length === 0 ? undefined : parts.join());
  }

  get #parts(): string[] {
    return this.#values.open?.split(',') ?? [];
  }
}
