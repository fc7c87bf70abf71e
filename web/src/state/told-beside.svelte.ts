import type { CellLook } from '../../../server/engine/cells.ts';
import { dateOf } from '../../../server/engine/days.ts';
import type { DifferenceSums } from '../../../server/engine/difference.ts';
import type { LandFilter } from '../../../server/engine/filter.ts';
import { RequestFailure } from '../api/request.ts';
import { type DifferenceLook, loadCells, loadDifference, loadDifferenceLooks, type SumsAsked } from '../api/sums.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { filterQuery } from '../filters/address.ts';
import type { AskLooks } from '../map/asked-looks.ts';
import { keyOf, type LandQuestion, REST_MILLISECONDS } from './land-question.ts';

/** What the server tells beside the page's figures, where it counts: how the map's cells look, and what became of land. */
export class ToldBeside {
  readonly #sums: (question: LandQuestion) => SumsAsked;
  readonly #area: Pick<DrawnArea, 'text'>;
  /** How many answers are awaited. */
  #awaited = $state(0);
  /** Why the last of each is not there, in the server's words, empty where it gave none. */
  #failures = $state<{ map: string | null; account: string | null }>({ map: null, account: null });
  /** How often the user asked again. */
  #turn = $state(0);

  /** @param sums what a question asks the server. @throws RequestFailure where its area cannot be read */
  constructor(sums: (question: LandQuestion) => SumsAsked, area: Pick<DrawnArea, 'text'>) {
    this.#sums = sums;
    this.#area = area;
  }

  /** Map or table wait for an answer. */
  get isAwaited() {
    return this.#awaited > 0;
  }
  get failure() {
    return this.#failures.map ?? this.#failures.account;
  }

  /** Asks again what failed. */
  again(): void {
    this.#turn += 1;
  }

  /** Asks how the map's cells look at the end of a day; another function once the user asks again. */
  cellsOf(asOf: string, filter: LandFilter): AskLooks<CellLook> {
    return this.#looks(`&as_of=${asOf}${filterQuery(filter)}`, loadCells);
  }

  /** Asks what became of what the map shows, from the end of one day to the end of another; as above. */
  differenceLooksOf(earlier: number, later: number, filter: LandFilter): AskLooks<DifferenceLook> {
    return this.#looks(`&since=${dateOf(earlier)}&as_of=${dateOf(later)}${filterQuery(filter)}`, loadDifferenceLooks);
  }

  #looks<Look>(parameters: string, load: (asked: SumsAsked, signal: AbortSignal) => Promise<Look[]>): AskLooks<Look> {
    void this.#turn;
    return ({ zoom, box }, signal) =>
      this.#answered(
        'map',
        load(this.#sums({ parameters: `&zoom=${zoom}&bbox=${box.join()}${parameters}`, area: null }), signal),
        signal,
      );
  }

  /** An answer that is not the page's figures: that it is awaited is said, and why there is none. */
  async #answered<Answer>(of: 'map' | 'account', answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    this.#awaited += 1;
    this.#failures[of] = null;
    try {
      return await answer;
    } catch (error) {
      if (!signal.aborted) this.#failures[of] = error instanceof RequestFailure ? error.message : '';
      throw error;
    } finally {
      this.#awaited -= 1;
    }
  }

  /**
   * What became of land between two days, once it is there; asked for by the first who wants it, once the dates rest. Null until the
   * server has told of these very dates and filters.
   */
  differenceOf(counted: LandFilter, earlier: number, later: number): DifferenceSums | null {
    const question = {
      parameters: `&since=${dateOf(earlier)}&as_of=${dateOf(later)}${filterQuery(counted)}`,
      area: this.#area.text,
    };
    const key = `${keyOf(question)} ${this.#turn}`;
    if (this.#difference?.key === key) return this.#difference.sums;
    if (this.#differenceAsked !== key) {
      this.#differenceAsked = key;
      this.#askingDifference?.abort();
      clearTimeout(this.#restingDifference);
      this.#restingDifference = setTimeout(() => void this.#tellDifference(key, question), REST_MILLISECONDS);
    }
    return null;
  }
  #difference = $state.raw<{ key: string; sums: DifferenceSums } | null>(null);
  #differenceAsked = '';
  #askingDifference: AbortController | null = null;
  #restingDifference: ReturnType<typeof setTimeout> | undefined;

  async #tellDifference(key: string, question: LandQuestion): Promise<void> {
    const asking = new AbortController();
    this.#askingDifference = asking;
    try {
      const sums = await this.#answered('account', loadDifference(this.#sums(question), asking.signal), asking.signal);
      if (!asking.signal.aborted) this.#difference = { key, sums };
    } catch {
      // why is said beside
    }
  }
}
