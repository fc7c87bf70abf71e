import type { RecordPage, RecordSelection, RecordSort, RecordType } from '../../../server/records/contract.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import { filterQuery } from '../filters/filter.ts';
import { type Dashboard, dateOf } from '../state/dashboard.svelte.ts';

export const PAGE_ROWS = 100;

/** What a reader may ask for alone. */
export const SELECTIONS: Record<RecordType, readonly RecordSelection[]> = {
  hazardous_area: ['open', 'difference', 'overlap', 'conflict', 'unmapped', 'undated'],
  land_release: ['in_progress', 'difference', 'outside', 'conflict', 'unmapped', 'undated'],
};

/** Texts go from the first on, numbers and days from the largest. */
const isText = (sort: RecordSort) => ['local_id', 'name', 'place', 'operator'].includes(sort);

/** The records behind the figures, a page at a time, for date, period and filters as they are when it is opened. */
export class Records {
  #type = $state<RecordType>('hazardous_area');
  #only = $state<RecordSelection | null>(null);
  #sort = $state<RecordSort>('local_id');
  #descending = $state(false);
  #page = $state.raw<RecordPage | null>(null);
  #failure = $state<string | null>(null);
  /** Keys of the pages gone through, this one's last; the first has none. */
  #keys = $state.raw<readonly (string | null)[]>([null]);
  #asking: AbortController | null = null;
  readonly #question: string;

  constructor(dashboard: Dashboard) {
    const from = dashboard.from === null ? '' : `&from=${dateOf(dashboard.from)}`;
    this.#question = `programme=${dashboard.programme?.code}&as_of=${dateOf(dashboard.day)}${from}${filterQuery(dashboard.counted)}`;
    void this.#ask([null]);
  }

  get type() {
    return this.#type;
  }
  get only() {
    return this.#only;
  }
  get sort() {
    return this.#sort;
  }
  get descending() {
    return this.#descending;
  }
  get page() {
    return this.#page;
  }
  get failure() {
    return this.#failure;
  }
  /** Number of the first record of the page, from 1 on. */
  get first() {
    return (this.#keys.length - 1) * PAGE_ROWS + 1;
  }
  /** Where all of them are to be had as a file. */
  get csvAddress() {
    return `${this.#address()}&format=csv`;
  }

  set type(type: RecordType) {
    this.#type = type;
    if (this.#only !== null && !SELECTIONS[type].includes(this.#only)) this.#only = null;
    if (['remaining_m2', 'overlap_m2', 'outside_m2'].includes(this.#sort)) {
      this.#sort = 'local_id';
      this.#descending = false;
    }
    void this.#ask([null]);
  }
  set only(only: RecordSelection | null) {
    this.#only = only;
    if (only === 'difference' || only === 'overlap' || only === 'outside') {
      // what is asked for is how large it is
      this.#sort = `${only}_m2`;
      this.#descending = true;
    }
    void this.#ask([null]);
  }

  /** By this column; again: the other way round. */
  sortBy(sort: RecordSort): void {
    this.#descending = sort === this.#sort ? !this.#descending : !isText(sort);
    this.#sort = sort;
    void this.#ask([null]);
  }

  next(): void {
    const next = this.#page?.next ?? null;
    if (next !== null) void this.#ask([...this.#keys, next]);
  }
  previous(): void {
    if (this.#keys.length > 1) void this.#ask(this.#keys.slice(0, -1));
  }

  #address(): string {
    const only = this.#only === null ? '' : `&only=${this.#only}`;
    return `/api/records?${this.#question}&type=${this.#type}${only}&sort=${this.#descending ? '-' : ''}${this.#sort}`;
  }

  async #ask(keys: readonly (string | null)[]): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const key = keys.at(-1) ?? null;
    try {
      const page = await getJson<RecordPage>(
        `${this.#address()}&limit=${PAGE_ROWS}${key === null ? '' : `&after=${key}`}`,
        signal,
      );
      if (signal.aborted) return;
      this.#page = page;
      this.#keys = keys;
      this.#failure = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#failure = error instanceof RequestFailure ? error.message : String(error);
    }
  }
}
