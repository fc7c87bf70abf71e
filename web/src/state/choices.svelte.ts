import type { PARTS } from '../sharing/unfit.ts';
import { CHOICE_NAMES, type ChoiceName, type Parameters } from './url.ts';

/** What is chosen within a dialog over the whole page: it leaves the address with the dialog. */
export const DIALOG_CHOICES: readonly ChoiceName[] = CHOICE_NAMES.filter((name) => /^(dialog$|records?_|reports?_)/.test(name));

/** A part of the panel that opens. */
export type PanelPart = (typeof PARTS)[number];

type Values = Partial<Record<ChoiceName, string>>;
const choicesIn = (parameters: Parameters): Values =>
  Object.fromEntries(CHOICE_NAMES.flatMap((name) => (parameters[name] === undefined ? [] : [[name, parameters[name]]])));

/**
 * What the user chose in parts of the page that have their own choices: which parts are open, by what a chart steps, which
 * dialog is shown. It travels in the address; what is as it was at first does not.
 */
export class Choices {
  #values = $state.raw<Values>({});
  readonly #changed: () => void;

  /** @param changed called after each choice: the address is written anew. */
  constructor(parameters: Parameters, changed: () => void) {
    this.#changed = changed;
    this.#values = choicesIn(parameters);
  }

  /** Takes them from an address that the page is at already. */
  take(parameters: Parameters): void {
    this.#values = choicesIn(parameters);
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
    this.chooseTogether({ [name]: value });
  }

  /** Several at once: one change of the address. */
  chooseTogether(choices: { [Name in ChoiceName]?: string | undefined }): void {
    const names = Object.keys(choices) as ChoiceName[];
    if (names.every((name) => this.#values[name] === choices[name])) return;
    this.#values = choicesIn({ ...this.#values, ...choices } as Parameters);
    this.#changed();
  }

  /** Takes a value back that names nothing here, unless the user has chosen another meanwhile. Of a list, this one only. */
  drop(name: ChoiceName, value: string): void {
    const left = this.#values[name]?.split(',').filter((one) => one !== value) ?? [];
    this.choose(name, left.length === 0 ? undefined : left.join());
  }

  closeDialog(): void {
    this.chooseTogether(Object.fromEntries(DIALOG_CHOICES.map((name) => [name, undefined])));
  }

  /** Whether a part that opens is open. */
  isOpen(part: PanelPart): boolean {
    return this.#parts.includes(part);
  }

  open(part: PanelPart, isOpen: boolean): void {
    if (this.isOpen(part) === isOpen) return;
    const parts = isOpen ? [...this.#parts, part].sort() : this.#parts.filter((other) => other !== part);
    this.choose('open', parts.length === 0 ? undefined : parts.join());
  }

  get #parts(): string[] {
    return this.#values.open?.split(',') ?? [];
  }
}
