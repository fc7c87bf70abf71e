import { untrack } from 'svelte';
import type { LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import { keptMovements, keptSpans } from '../../../server/engine/kept.ts';
import type { Partition } from '../../../server/engine/parts.ts';
import { RequestFailure } from '../api/request.ts';
import type { Page } from '../state/page.svelte.ts';

/** What parts are added up from: land of days, or what moved, and which of it counts. Null: not there. */
export interface PartsLand {
  columns: LedgerColumns | null;
  movements: MovementColumns | null;
  /** 1 for entries that count; null: all do. */
  kept: Uint8Array | null;
}

const NOTHING: PartsLand = { columns: null, movements: null, kept: null };
const REST_MILLISECONDS = 150;

/**
 * The land that is counted, told apart by a dimension. Where the page holds the spans they tell it; where the server counts, its
 * sums do not, and it is asked. Until it has answered this very question there is nothing: figures of another are never shown.
 */
export class AskedParts {
  readonly #page: Pick<Page, 'land' | 'programme'>;
  readonly #by: () => Partition['by'];
  readonly #isOfWindow: () => boolean;
  #answer = $state.raw<{ key: string; land: Omit<PartsLand, 'kept'> } | null>(null);
  #failure = $state<{ key: string; words: string } | null>(null);
  #asking: AbortController | null = null;

  /** Of what the server is asked; null: the page holds the spans. */
  readonly #question = $derived.by(() => {
    const { server } = this.#page.programme;
    const { counted } = this.#page.land;
    return server?.questionOf(counted, this.#by()) ?? null;
  });
  readonly #key = $derived.by(() => {
    const question = this.#question;
    return question === null ? '' : `${question.parameters} ${question.area ?? ''} ${this.#isOfWindow()}`;
  });

  readonly land = $derived.by((): PartsLand => {
    const { server, places } = this.#page.programme;
    const { movementColumns: movements, columns, counted } = this.#page.land;
    if (server === null) {
      const kept = this.#isOfWindow() && movements !== null ? keptMovements(movements, counted, places) : this.#page.land.kept;
      return { columns, movements, kept };
    }
    if (this.#answer?.key !== this.#key) return NOTHING;
    const { land } = this.#answer;
    const { states, methods, kinds, operators } = counted;
    // the ground is the server's choice
    const left: LandFilter = { ...NO_FILTER, states, methods, kinds, operators };
    const kept =
      land.movements !== null
        ? keptMovements(land.movements, left, places)
        : land.columns !== null
          ? keptSpans(land.columns, left, places)
          : null;
    return { ...land, kept };
  });
  /** Why the server did not answer, in its words, empty where it gave none; null: it did, or will. */
  readonly failure = $derived(this.#failure?.key === this.#key ? (this.#failure?.words ?? null) : null);

  /** @param by the dimension. @param isOfWindow what moved is asked for, not the land of days. Made where effects may be. */
  constructor(page: Pick<Page, 'land' | 'programme'>, by: () => Partition['by'], isOfWindow: () => boolean) {
    this.#page = page;
    this.#by = by;
    this.#isOfWindow = isOfWindow;
    $effect(() => {
      const key = this.#key;
      if (key === '') return;
      const resting = setTimeout(() => untrack(() => void this.#ask(key)), REST_MILLISECONDS);
      return () => {
        clearTimeout(resting);
        this.#asking?.abort();
      };
    });
  }

  /** Asks again what failed. */
  again(): void {
    void this.#ask(this.#key);
  }

  async #ask(key: string): Promise<void> {
    const [{ server }, question] = [this.#page.programme, this.#question];
    if (server === null || question === null) return;
    this.#failure = null;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const land = this.#isOfWindow()
        ? { columns: null, movements: await server.movedOf(question, asking.signal) }
        : { columns: await server.changesOf(question, asking.signal), movements: null };
      if (!asking.signal.aborted) this.#answer = { key, land };
    } catch (error) {
      if (!asking.signal.aborted) this.#failure = { key, words: error instanceof RequestFailure ? error.message : '' };
    }
  }
}
