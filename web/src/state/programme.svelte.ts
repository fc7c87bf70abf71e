import type { LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import type { LandCube } from '../../../server/engine/cube.ts';
import { areasAt, figuresOf, type LandFigures } from '../../../server/engine/figures.ts';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import { keptGroups, keptSpans } from '../../../server/engine/kept.ts';
import type { Moved } from '../../../server/engine/moved.ts';
import { areasOn, timelineOf } from '../../../server/engine/timeline.ts';
import type { PlaceItem, ProgrammeItem } from '../../../server/places/contract.ts';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import type { AccidentColumns } from '../accidents/columns.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import type { ServerCount } from './server-count.svelte.ts';

/** What the page has loaded of one programme. What is under way for a programme the user has left goes nowhere. */
export class ProgrammeData {
  readonly item: ProgrammeItem;
  #columns = $state.raw<LedgerColumns | null>(null);
  #cube = $state.raw<LandCube | null>(null);
  #moved = $state.raw<Moved | null>(null);
  #accidents = $state.raw<AccidentColumns | null>(null);
  #movements = $state.raw<MovementColumns | null>(null);
  #published = $state.raw<PublishedFigure[] | null>(null);
  #places = $state.raw<PlaceItem[]>([]);
  #operatorNames = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** What could not be had, in the server's words, empty where it gave none; null: nothing. The rest is shown without it. */
  #missing = $state<string | null>(null);
  #movementsAsked = false;
  /** Counts in our stead where there are more spans than the page should hold; `columns` are then sums. */
  #server = $state.raw<ServerCount | null>(null);

  constructor(item: ProgrammeItem) {
    this.item = item;
  }

  get server() {
    return this.#server;
  }

  get columns() {
    return this.#columns;
  }
  /** The changes by day, once they are sorted. */
  get cube() {
    return this.#cube;
  }
  get accidents() {
    return this.#accidents;
  }
  get movements() {
    return this.#movements;
  }
  /** What moved, by day, once it is sorted. */
  get moved() {
    return this.#moved;
  }
  get published() {
    return this.#published;
  }
  get places() {
    return this.#places;
  }
  get missing() {
    return this.#missing;
  }

  /** The places, the operators and the ledger; the last is not shown before `show`, so that filters can be read first. @throws RequestFailure */
  async load(area: DrawnArea): Promise<LedgerColumns> {
    const { code } = this.item;
    const [columns, places, operators] = await Promise.all([
      this.item.counted_by === 'server' ? this.#openServer(area) : (await import('../api/columns.ts')).loadLedger(code),
      getJson<{ items: PlaceItem[] }>(`/api/places?programme=${code}`),
      getJson<{ items: { code: string; name: string }[] }>(`/api/operators?programme=${code}`),
    ]);
    this.#operatorNames = new Map(operators.items.map(({ code: operator, name }) => [operator, name]));
    this.#places = places.items;
    return columns;
  }

  async #openServer(area: DrawnArea): Promise<LedgerColumns> {
    const { ServerCount } = await import('./server-count.svelte.ts');
    const server = new ServerCount(this.item.code, area);
    const columns = await server.open();
    this.#server = server;
    return columns;
  }

  show(columns: LedgerColumns): void {
    this.#columns = columns;
  }

  /** Once the first figures are on the screen. Without a worker they go on coming from the columns, the same in every digit. */
  async makeCube(): Promise<void> {
    // sums are few: passes over them are as quick
    if (this.#columns === null || this.#server !== null) return;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    try {
      const { makeCube } = await import('../land/cube-loader.ts');
      this.#cube = await makeCube(this.#columns);
    } catch {
      this.#cube = null;
    }
  }

  /** Loads what moved in the ledger, once. */
  async askMovements(): Promise<void> {
    if (this.#movements !== null || this.#movementsAsked) return;
    this.#movementsAsked = true;
    await this.#orMiss(async () => {
      this.#server?.wantMovements();
      this.#movements = await (this.#server?.allMovements() ?? (await import('../api/columns.ts')).loadMovements(this.item.code));
    });
    this.#movementsAsked = false;
    await this.#makeMoved();
  }

  /** As with the ledger: without it the same figures come from the columns. */
  async #makeMoved(): Promise<void> {
    if (this.#movements === null || this.#server !== null) return;
    try {
      const { makeMoved } = await import('../land/cube-loader.ts');
      this.#moved = await makeMoved(this.#movements);
    } catch {
      this.#moved = null;
    }
  }

  async loadAccidents(): Promise<void> {
    if (this.#accidents !== null) return;
    await this.#orMiss(async () => {
      const { loadAccidents } = await import('../api/columns.ts');
      this.#accidents = await loadAccidents(this.item.code);
    });
  }

  /** Loads what was printed about the country, once; and, to stand beside it, what moved in the ledger. */
  async askPublished(): Promise<void> {
    if (this.#published !== null) return;
    void this.askMovements();
    await this.#orMiss(async () => {
      const { items } = await getJson<{ items: PublishedFigure[] }>(`/api/published-figures?programme=${this.item.code}`);
      this.#published = items;
    });
  }

  async #orMiss(load: () => Promise<void>): Promise<void> {
    try {
      await load();
    } catch (error) {
      this.#missing = error instanceof RequestFailure ? error.message : '';
    }
  }

  get operators(): string[] {
    return [...this.#operatorNames.keys()];
  }

  /** The name of an operator; its code where it has none. */
  operatorName(code: string): string {
    return this.#operatorNames.get(code) ?? code;
  }

  /** Land of a place, or of all, at the end of a day, whatever the filters say; null before the columns are there. */
  landOfPlace(code: string | null): ((day: number) => LandFigures) | null {
    const columns = this.#server === null || code === null ? this.#columns : this.#server.ofPlace(code);
    if (columns === null) return null;
    if (this.#server !== null) return (day) => figuresOf(areasAt(columns, day));
    const filter = { ...NO_FILTER, places: code === null ? [] : [code] };
    if (this.#cube === null) {
      const kept = keptSpans(columns, filter, this.#places);
      return (day) => figuresOf(areasAt(columns, day, kept));
    }
    const timeline = timelineOf(this.#cube, keptGroups(this.#cube, columns, filter, this.#places));
    return (day) => figuresOf(areasOn(timeline, day));
  }
}
