import { untrack } from 'svelte';
import type { CellLook } from '../../../server/engine/cells.ts';
import type { MovementColumns } from '../../../server/engine/columns.ts';
import { dateOf } from '../../../server/engine/days.ts';
import type { DifferenceSums } from '../../../server/engine/difference.ts';
import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import type { Partition } from '../../../server/engine/parts.ts';
import { RequestFailure } from '../api/request.ts';
import {
  type DifferenceLook,
  type LandChanges,
  loadCells,
  loadChanges,
  loadDifference,
  loadDifferenceLooks,
  loadMoved,
  type SumsAsked,
} from '../api/sums.ts';
import { AreaCut } from '../area/cut.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { decodeOutline } from '../area/outline.ts';
import { filterQuery } from '../filters/address.ts';
import type { AskLooks } from '../map/asked-looks.ts';

/** What land is meant: all that the server must choose. Operators, states, methods and kinds are chosen from its answer. */
export interface LandQuestion {
  /** Filters and what is told apart, as parameters; begins with &, or is empty. */
  parameters: string;
  /** The drawn area as the address holds it; null: none. */
  area: string | null;
}

const ALL: LandQuestion = { parameters: '', area: null };
const keyOf = ({ parameters, area }: LandQuestion): string => `${parameters} ${area ?? ''}`;
/** What changes many times a second is asked for when it rests. */
const REST_MILLISECONDS = 150;

/** Land of a programme that has more spans than a browser should hold: the server adds up, the page counts with its sums. */
export class ServerCount {
  readonly #programme: string;
  readonly #area: DrawnArea;
  #all: LandChanges | null = null;
  #columns = $state.raw<LandChanges | null>(null);
  #movements = $state.raw<MovementColumns | null>(null);
  /** Key of the question that is answered. */
  #answered = $state('');
  #failure = $state<string | null>(null);
  #ofPlaces = $state.raw<ReadonlyMap<string, LandChanges | null>>(new Map());
  /** How many answers beside the figures are awaited. */
  #awaited = $state(0);
  /** Why the last of each is not there; as `#failure`. */
  #failuresBeside = $state<{ map: string | null; account: string | null }>({ map: null, account: null });
  /** How often the reader asked again. */
  #turn = $state(0);
  #wantsMovements = false;
  #asked: LandQuestion = ALL;
  #asking: AbortController | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(programme: string, area: DrawnArea) {
    this.#programme = programme;
    this.#area = area;
  }

  /** Of the last question that was answered. */
  get columns() {
    return this.#columns;
  }
  /** The same; null until asked for. */
  get movements() {
    return this.#movements;
  }
  /** Why the last question has no answer, in the server's words, empty where it gave none; null: it has, or is on its way. */
  get failure() {
    return this.#failure ?? this.#failuresBeside.map ?? this.#failuresBeside.account;
  }
  /** Map or table wait for what is told beside the figures. */
  get awaitsMore() {
    return this.#awaited > 0;
  }

  /**
   * What the server must choose: ground. What else a filter says is chosen from its answer.
   * @param apart what the answer tells apart for its own sake
   */
  questionOf(counted: LandFilter, apart?: Partition['by']): LandQuestion {
    const ground = filterQuery({ ...counted, operators: [], states: [], methods: [], kinds: [] });
    const by = new Set([...(apart === undefined ? [] : [apart]), ...(counted.operators.length > 0 ? ['operator'] : [])]);
    return { parameters: ground + (by.size > 0 ? `&by=${[...by].join()}` : ''), area: this.#area.text };
  }

  /** What of a filter is left to choose from the answer that is there. */
  leftOf({ operators, states, methods, kinds }: LandFilter): LandFilter {
    return { ...NO_FILTER, states, methods, kinds, operators: this.#columns?.by.includes('operator') ? operators : [] };
  }

  /**
   * Asks whatever is to be asked, from now on.
   * @param question null: no more. @param goTo is told the bounds of each area that is counted.
   */
  follow(question: () => LandQuestion | null, goTo: (bounds: [number, number, number, number]) => void): void {
    this.#goTo = goTo;
    const stop = $effect.root(() => {
      $effect(() => {
        const asked = question();
        if (asked !== null) untrack(() => this.ask(asked));
        else stop();
      });
    });
  }
  #goTo: (bounds: [number, number, number, number]) => void = () => {};

  answers(question: LandQuestion): boolean {
    return this.#answered === keyOf(question);
  }

  /** All land: what a programme opens with. @throws RequestFailure */
  async open(): Promise<LandChanges> {
    this.#all = await loadChanges(this.#sums(ALL), new AbortController().signal);
    this.#columns = this.#all;
    this.#answered = keyOf(ALL);
    return this.#all;
  }

  /** Asks for other land. Outdated questions are dropped; until the answer is there the last one stands. */
  ask(question: LandQuestion): void {
    // an area that is drawn again as it was has to be counted again
    if (keyOf(question) === keyOf(this.#asked) && !(question.area !== null && this.#area.isPending)) return;
    this.#asked = question;
    clearTimeout(this.#resting);
    this.#asking?.abort();
    this.#resting = setTimeout(() => void this.#answer(), REST_MILLISECONDS);
  }

  /** Asks again what failed, for figures and map. */
  again(): void {
    this.#turn += 1;
    void this.#answer();
  }

  /** From now on what moved is told with every answer. */
  wantMovements(): void {
    if (this.#wantsMovements) return;
    this.#wantsMovements = true;
    void this.#answer();
  }

  /** @throws RequestFailure */
  allMovements(): Promise<MovementColumns> {
    return loadMoved(this.#sums(ALL), new AbortController().signal);
  }

  /** Land of a question beside the page's own. @throws RequestFailure */
  changesOf(question: LandQuestion, signal: AbortSignal): Promise<LandChanges> {
    return loadChanges(this.#readable(question), signal);
  }

  /** What moved, of the same. @throws RequestFailure */
  movedOf(question: LandQuestion, signal: AbortSignal): Promise<MovementColumns> {
    return loadMoved(this.#readable(question), signal);
  }

  /** An area that cannot be read is no question about all land. @throws RequestFailure */
  #readable(question: LandQuestion): SumsAsked {
    const sums = this.#sums(question);
    if (question.area !== null && sums.outline === null) throw new RequestFailure(400, '');
    return sums;
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { signal } = asking;
    this.#failure = null;
    try {
      const sums = this.#sums(asked);
      if (asked.area !== null && sums.outline === null) {
        this.#area.fail({ reason: 'unreadable' });
        return;
      }
      const isAll = keyOf(asked) === keyOf(ALL);
      const [columns, movements] = await Promise.all([
        isAll && this.#all !== null ? this.#all : loadChanges(sums, signal),
        this.#wantsMovements ? loadMoved(sums, signal) : null,
      ]);
      if (signal.aborted) return;
      this.#columns = columns;
      this.#movements = movements;
      this.#answered = keyOf(asked);
      if (asked.area !== null && columns.drawn !== null) {
        const { coordinates, area_m2, repaired } = columns.drawn;
        const cut = new AreaCut(coordinates, area_m2, repaired, new Map(columns.length === 0 ? [] : [[0, 0]]));
        this.#area.counted(cut);
        this.#goTo(cut.bounds);
      }
    } catch (error) {
      if (signal.aborted) return;
      const words = error instanceof RequestFailure ? error.message : '';
      if (asked.area !== null) this.#area.fail(words === '' ? { reason: 'broken' } : { reason: 'server', detail: words });
      else this.#failure = words;
    }
  }

  /** Land of a place, once it is there; asked for by the first who wants it. */
  ofPlace(code: string): LandChanges | null {
    const known = this.#ofPlaces.get(code);
    if (known === undefined && !this.#placesAsked.has(code)) {
      this.#placesAsked.add(code);
      loadChanges(
        this.#sums({ parameters: `&place=${encodeURIComponent(code)}`, area: null }),
        new AbortController().signal,
      ).then(
        (columns) => {
          this.#ofPlaces = new Map(this.#ofPlaces).set(code, columns);
        },
        () => this.#placesAsked.delete(code),
      );
    }
    return known ?? null;
  }
  readonly #placesAsked = new Set<string>();

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
      this.#beside(
        'map',
        load({ programme: this.#programme, parameters: `&zoom=${zoom}&bbox=${box.join()}${parameters}`, outline: null }, signal),
        signal,
      );
  }

  /** An answer that is not the page's figures: that it is awaited is said, and why there is none. */
  async #beside<Answer>(of: 'map' | 'account', answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    this.#awaited += 1;
    this.#failuresBeside[of] = null;
    try {
      return await answer;
    } catch (error) {
      if (!signal.aborted) this.#failuresBeside[of] = error instanceof RequestFailure ? error.message : '';
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
      const sums = await this.#beside('account', loadDifference(this.#readable(question), asking.signal), asking.signal);
      if (!asking.signal.aborted) this.#difference = { key, sums };
    } catch {
      // why is said beside
    }
  }

  #sums({ parameters, area }: LandQuestion): SumsAsked {
    const polygons = area === null ? null : decodeOutline(area);
    const outline = polygons === null ? null : { type: 'MultiPolygon', coordinates: polygons };
    return { programme: this.#programme, parameters, outline };
  }
}
