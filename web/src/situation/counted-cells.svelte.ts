import { untrack } from 'svelte';
import type { CellLook } from '../../../server/engine/cells.ts';
import { dateOf } from '../../../server/engine/days.ts';
import { RequestFailure } from '../api/request.ts';
import type { Frame } from '../map/picture.ts';
import type { Page } from '../state/page.svelte.ts';
import { boxOfFrame } from './place-frame.ts';

/** Of the place, and with its neighbours' land where there is a place; null: nobody is shown beside it. */
interface Looks {
  own: CellLook[];
  all: CellLook[] | null;
}

/** The cells of the map on paper where the server counts. They are of what is asked now, or not there. */
export class CountedCells {
  readonly #asked: () => { frame: Frame; zoom: number } | null;
  readonly #page: () => Pick<Page, 'programme' | 'time' | 'filters'>;
  #looks = $state.raw<Looks | null>(null);
  #failure = $state<string | null>(null);

  /** Null until they are there, and where the page holds the spans. */
  get looks() {
    return this.#looks;
  }
  /** In the server's words, empty where it gave none; null: none. */
  get failure() {
    return this.#failure;
  }

  /** @param asked what the map shows, with the zoom of its tiles; null: not known. Made where effects may be. */
  constructor(page: () => Pick<Page, 'programme' | 'time' | 'filters'>, asked: () => { frame: Frame; zoom: number } | null) {
    this.#page = page;
    this.#asked = asked;
    $effect(() => {
      const question = this.#asked();
      const {
        programme: { server },
        time: { day },
        filters: { chosen: filter },
      } = this.#page();
      this.#looks = null;
      this.#failure = null;
      if (question === null || server === null || question.zoom < 0) return;
      const asking = new AbortController();
      const box = boxOfFrame(question.frame);
      // the server's count of what is asked is no reason to ask again
      const ask = (of: typeof filter) =>
        untrack(() => server.beside.cellsOf(dateOf(day), of)({ zoom: question.zoom, box }, asking.signal));
      Promise.all([ask(filter), filter.places.length === 0 ? null : ask({ ...filter, places: [] })]).then(
        ([own, all]) => {
          if (!asking.signal.aborted) this.#looks = { own, all };
        },
        (error) => {
          if (!asking.signal.aborted) this.#failure = error instanceof RequestFailure ? error.message : '';
        },
      );
      return () => asking.abort();
    });
  }
}
