import { untrack } from 'svelte';
import type { MovementColumns } from '../../../server/engine/columns.ts';
import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import type { Partition } from '../../../server/engine/parts.ts';
import { RequestFailure } from '../api/request.ts';
import { type LandChanges, loadChanges, loadMoved, type SumsAsked } from '../api/sums.ts';
import { AreaCut } from '../area/cut.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { decodeOutline } from '../area/outline.ts';
import { filterQuery } from '../filters/address.ts';
import { ALL, keyOf, type LandQuestion, REST_MILLISECONDS } from './land-question.ts';
import { ToldBeside } from './told-beside.svelte.ts';

/** Land of a programme that has more spans than a browser should hold: the server adds up, the page counts with its sums. */
export class ServerCount {
  readonly #programme: string;
  readonly #area: DrawnArea;
  readonly beside: ToldBeside;
  #all: LandChanges | null = null;
  #columns = $state.raw<LandChanges | null>(null);
  #movements = $state.raw<MovementColumns | null>(null);
  /** Key of the question that is answered. */
  #answered = $state('');
  #failure = $state<string | null>(null);
  #ofPlaces = $state.raw<ReadonlyMap<string, LandChanges | null>>(new Map());
  #wantsMovements = false;
  #asked: LandQuestion = ALL;
  #asking: AbortController | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(programme: string, area: DrawnArea) {
    this.#programme = programme;
    this.#area = area;
    this.beside = new ToldBeside((question) => this.#readable(question), area);
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
    return this.#failure ?? this.beside.failure;
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
    this.beside.again();
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

  #sums({ parameters, area }: LandQuestion): SumsAsked {
    const polygons = area === null ? null : decodeOutline(area);
    const outline = polygons === null ? null : { type: 'MultiPolygon', coordinates: polygons };
    return { programme: this.#programme, parameters, outline };
  }
}
