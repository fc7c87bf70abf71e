import { dateOf } from '../../../server/engine/days.ts';
import { isFiltered } from '../../../server/engine/filter.ts';
import type { Page } from '../state/page.svelte.ts';
import type { TablesQuestion } from './question.svelte.ts';

/** What the sheet has of its own date and place, and whether all of it is there. */
export class SheetFigures {
  readonly #page: Pick<Page, 'filters' | 'land' | 'preferences' | 'programme' | 'summary' | 'time'>;
  readonly #tables: TablesQuestion;

  constructor(page: Pick<Page, 'filters' | 'land' | 'preferences' | 'programme' | 'summary' | 'time'>, tables: TablesQuestion) {
    this.#page = page;
    this.#tables = tables;
  }

  /** Of the day and the place of this sheet: those of another place are not shown meanwhile. */
  readonly summary = $derived.by(() => {
    const { current: summary } = this.#page.summary;
    const { day } = this.#page.time;
    const { chosen: filter } = this.#page.filters;
    const { item: programme } = this.#page.programme;
    return summary !== null &&
      summary.as_of === dateOf(day) &&
      (summary.place ?? '') === filter.places.join() &&
      summary.programme === programme?.code
      ? summary
      : null;
  });
  /** Nothing is recorded by the date. */
  readonly isEmpty = $derived.by(() => {
    const { summary } = this;
    if (summary === null || this.#page.filters.chosen.states.length > 0) return false;
    return summary.recorded_km2 === 0 && summary.outside_km2.total === 0 && summary.unmapped.areas === 0;
  });
  /** What others printed is of the country: beside a part of it, it would mislead. */
  readonly isCountry = $derived.by(() => this.#page.programme.hasPublished && !isFiltered(this.#page.land.counted));
  /** Why the server that counts in the page's stead did not, in words; null: it did, or will. The map says its own. */
  readonly failure = $derived.by(() => {
    const { server } = this.#page.programme;
    const { speech } = this.#page.preferences;
    const { isCounting, movementColumns } = this.#page.land;
    const words = isCounting || movementColumns === null ? (server?.failure ?? null) : null;
    return words === '' ? speech.text('heavyLost') : words;
  });

  /** Nothing more is to come. @param isDrawn the map is drawn */
  hasAll(isDrawn: boolean): boolean {
    const { missing, accidents, published } = this.#page.programme;
    const { isCounting, movementColumns } = this.#page.land;
    const hasFailed = this.failure !== null;
    const hasMovements = movementColumns !== null && accidents !== null && (!this.isCountry || published !== null);
    return (
      this.summary !== null &&
      (this.#tables.report !== null || this.#tables.failure !== null) &&
      (!isCounting || hasFailed) &&
      (missing !== '' || hasFailed || hasMovements) &&
      (isDrawn || isCounting)
    );
  }
}
