import { dateOf } from '../../../server/engine/days.ts';
import type { RecordPage, RecordSelection, RecordSort, RecordType } from '../../../server/records/contract.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import { filterQuery } from '../filters/address.ts';
import type { Page } from '../state/page.svelte.ts';
import { readChosen, SELECTIONS, writeChosen } from './chosen.ts';

export const PAGE_ROWS = 100;

/** The most that the server gives at once. */
const MOST_ROWS = 1000;

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
  /** Which page it is, from 1 on. */
  #number = $state(1);
  /** The keys after which pages begin, by their number, as far as known; the first has none. */
  #keys = new Map<number, string | null>();
  #asking: AbortController | null = null;
  readonly #about: Pick<Page, 'choices' | 'land' | 'notices' | 'programme' | 'time'>;
  readonly #question: string;

  constructor(about: Pick<Page, 'choices' | 'land' | 'notices' | 'programme' | 'time'>) {
    this.#about = about;
    const from = about.time.from === null ? '' : `&from=${dateOf(about.time.from)}`;
    this.#question = `programme=${about.programme.item?.code}&as_of=${dateOf(about.time.day)}${from}${filterQuery(about.land.counted)}`;
    const chosen = readChosen((name) => about.choices.of(name));
    this.#type = chosen.type;
    this.#only = chosen.only;
    this.#sort = chosen.sort;
    this.#descending = chosen.descending;
    void this.#ask(chosen.page);
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
    return (this.#number - 1) * PAGE_ROWS + 1;
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
    this.#begin();
  }
  set only(only: RecordSelection | null) {
    this.#only = only;
    if (only === 'difference' || only === 'overlap' || only === 'outside') {
      // what is asked for is how large it is
      this.#sort = `${only}_m2`;
      this.#descending = true;
    }
    this.#begin();
  }

  /** By this column; again: the other way round. */
  sortBy(sort: RecordSort): void {
    this.#descending = sort === this.#sort ? !this.#descending : !isText(sort);
    this.#sort = sort;
    this.#begin();
  }

  next(): void {
    if ((this.#page?.next ?? null) !== null) void this.#ask(this.#number + 1);
  }
  previous(): void {
    if (this.#number > 1) void this.#ask(this.#number - 1);
  }

  /** It is looked at no longer: what is still under way goes nowhere. */
  stop(): void {
    this.#asking?.abort();
  }

  /** From the first page of what is chosen now. */
  #begin(): void {
    this.#keys.clear();
    void this.#ask(1);
  }

  #address(): string {
    const only = this.#only === null ? '' : `&only=${this.#only}`;
    return `/api/records?${this.#question}&type=${this.#type}${only}&sort=${this.#descending ? '-' : ''}${this.#sort}`;
  }

  /** @param number of the page; the first is shown where there are not as many, which is said where an address asked for it. */
  async #ask(number: number): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const after = await this.#keyOf(number, signal);
      const page = await getJson<RecordPage>(
        `${this.#address()}&limit=${PAGE_ROWS}${after === null ? '' : `&after=${after}`}`,
        signal,
      );
      if (signal.aborted) return;
      this.#page = page;
      this.#number = after === null ? 1 : number;
      const isAskedFor = this.#about.choices.of('records_page') === String(number);
      if (isAskedFor && this.#number !== number) this.#about.notices.ignore('records_page', String(number));
      if (page.next !== null) this.#keys.set(this.#number + 1, page.next);
      this.#failure = null;
      this.#about.notices.heard(page.data_version);
      this.#choose();
    } catch (error) {
      if (signal.aborted) return;
      this.#failure = error instanceof RequestFailure ? error.message : String(error);
    }
  }

  #choose(): void {
    const { type, only, sort, descending } = this;
    this.#about.choices.chooseTogether(writeChosen({ type, only, sort, descending, page: this.#number }));
  }

  /**
   * The key after which a page begins. A link says only its number: which records stand on it is read off the records as they are
   * now, from the first on, in pages as large as the server gives. Null: it is the first, or there is no such page.
   */
  async #keyOf(number: number, signal: AbortSignal): Promise<string | null> {
    let after = this.#keys.get(number) ?? null;
    for (let rows = after === null ? (number - 1) * PAGE_ROWS : 0; rows > 0; rows -= MOST_ROWS) {
      const key: string = after === null ? '' : `&after=${after}`;
      after = (await getJson<RecordPage>(`${this.#address()}&limit=${Math.min(rows, MOST_ROWS)}${key}`, signal)).next;
      if (after === null) return null;
    }
    return after;
  }
}
