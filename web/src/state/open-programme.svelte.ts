import type { LandFigures } from '../../../server/engine/figures.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { ProgrammeData } from './programme.svelte.ts';

/** The programme that the page shows, as far as it is loaded: before one is open there is nothing of it. */
export class OpenProgramme {
  #data = $state.raw<ProgrammeData | null>(null);
  readonly #preferences: Pick<Preferences, 'speech'>;
  readonly item = $derived(this.#data?.item ?? null);
  /** The spans, unfiltered; null: not there yet. */
  readonly columns = $derived(this.#data?.columns ?? null);
  /** What moved, unfiltered; null until asked for. */
  readonly movements = $derived(this.#data?.movements ?? null);
  readonly accidents = $derived(this.#data?.accidents ?? null);
  readonly places = $derived(this.#data?.places ?? []);
  /** Null: the page holds the spans and counts itself. */
  readonly server = $derived(this.#data?.server ?? null);

  constructor(preferences: Pick<Preferences, 'speech'>) {
    this.#preferences = preferences;
  }

  /** What is loaded of it. */
  get data() {
    return this.#data;
  }
  begin(data: ProgrammeData): void {
    this.#data = data;
  }

  /** In the user's language; empty before one is open. */
  get name() {
    return this.item === null ? '' : this.#preferences.speech.programme(this.item);
  }
  /** What was printed about the country; null until asked for. */
  get published() {
    return this.#data?.published ?? null;
  }
  get hasPublished() {
    return this.item?.published_figures === true;
  }
  /** What could not be had, in words; the rest is shown without it. */
  get missing() {
    const missing = this.#data?.missing ?? null;
    return missing === '' ? this.#preferences.speech.text('lost') : (missing ?? '');
  }
  /** Codes of operators that can be chosen: `none` last, where land was released by one that is not known. */
  get operators(): string[] {
    return this.#data?.operators ?? [];
  }
  /** The name of an operator; its code where it has none. */
  operatorName(code: string): string {
    return this.#data?.operatorName(code) ?? code;
  }
  /** Land of a place, or of all, at the end of a day, whatever the filters say; null before the columns are there. */
  landOfPlace(code: string | null): ((day: number) => LandFigures) | null {
    return this.#data?.landOfPlace(code) ?? null;
  }
  /** Loads what moved in the ledger, once. */
  askMovements(): void {
    void this.#data?.askMovements();
  }
  /** Loads what was printed about the country, once. */
  askPublished(): void {
    void this.#data?.askPublished();
  }
}
