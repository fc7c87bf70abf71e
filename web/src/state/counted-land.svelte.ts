import { untrack } from 'svelte';
import { Answers } from '../../../server/engine/answers.ts';
import type { LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import { areasAt, figuresOf, undatedHundredths } from '../../../server/engine/figures.ts';
import type { LandFilter } from '../../../server/engine/filter.ts';
import { keptGroups, keptSpans } from '../../../server/engine/kept.ts';
import { movementsIn } from '../../../server/engine/movements.ts';
import { areasOn, keptEntries, timelineFor } from '../../../server/engine/timeline.ts';
import { NO_ORDNANCE_BIT } from '../../../server/vocabulary.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import type { ProgrammeData } from './programme.svelte.ts';

/** What of a programme the user chose, and when; days since 1970. */
export interface Chosen {
  readonly programme: { readonly data: ProgrammeData | null };
  /** `viewBox`: west, south, east, north of the view, where only what is in it counts. */
  readonly filters: { readonly chosen: LandFilter; readonly viewBox: LandFilter['bbox'] };
  readonly area: DrawnArea;
  /** The window begins after `from`; null: with the first record. */
  readonly time: { readonly day: number; readonly from: number | null };
}

/**
 * The land that the page counts: of the filters, the view and the drawn area, by the page itself or by the server, from the cube once
 * there is one. Figures of the page's date and window, and of whatever other is asked.
 */
export class CountedLand {
  readonly #chosen: Chosen;
  readonly #places = $derived.by(() => this.#chosen.programme.data?.places ?? []);
  readonly #own = $derived.by(() => this.#chosen.programme.data?.columns ?? null);
  /** Null until the worker has made it: figures then come from passes over the columns. */
  readonly #cube = $derived.by(() => this.#chosen.programme.data?.cube ?? null);
  /** Null: the page holds the spans and counts itself. */
  readonly #server = $derived.by(() => this.#chosen.programme.data?.server ?? null);
  /** What is counted: the ledger of the programme, cut where an area is drawn; null until it is. The map draws `held`. */
  readonly columns = $derived.by(() => {
    const { area } = this.#chosen;
    if (this.#server !== null) return area.isPending ? null : this.#server.columns;
    return area.text === null ? this.#own : this.#cut(this.#own);
  });
  /** The spans, as far as the page holds them: what the map takes the states of its cells from. */
  readonly held = $derived(this.#server === null ? this.#own : null);
  readonly #keptGroups = $derived.by(() =>
    this.#cube === null || this.#own === null
      ? null
      : keptGroups(this.#cube, this.#own, this.#chosen.filters.chosen, this.#places),
  );
  /** Which spans the filters keep, the view left aside: what the map draws. */
  readonly shape = $derived.by(() => {
    const [columns, { chosen: filter }, places] = [this.held, this.#chosen.filters, this.#places];
    if (columns === null) return null;
    // that the cube has come changes nothing that is drawn
    return untrack(() => (this.#cube === null ? keptSpans(columns, filter, places) : keptEntries(this.#cube, this.#keptGroups)));
  });
  /** The same whatever state the land is in: of what became of it, one end may be in a state that is not chosen. */
  readonly shapeOfAnyState = $derived.by(() =>
    this.held === null || this.#chosen.filters.chosen.states.length === 0
      ? this.shape
      : keptSpans(this.held, { ...this.#chosen.filters.chosen, states: [] }, this.#places),
  );
  /** The filters and, where the user asked for it, the view: what the figures count. */
  readonly counted = $derived.by<LandFilter>(() => {
    const { chosen: filter, viewBox } = this.#chosen.filters;
    return viewBox === null ? filter : { ...filter, bbox: viewBox };
  });
  /** What the server is asked for where it counts; null: the page counts. */
  readonly question = $derived(this.#server?.questionOf(this.counted) ?? null);
  /** The server counts, and the figures are still those of another choice. */
  readonly isCounting = $derived(this.question !== null && this.#server?.answers(this.question) === false);
  /** What of `counted` is left to choose from `columns`: all of it, unless the server has chosen the ground. */
  readonly countedHere = $derived.by<LandFilter>(() => this.#server?.leftOf(this.#chosen.filters.chosen) ?? this.counted);
  /** Every day's figures of what is counted, once the cube is there: a new date is looked up, a new filter is one merge. */
  readonly timeline = $derived.by(() => {
    // a drawn area cuts faces: what lies within is counted span by span
    if (this.#cube === null || this.#own === null || this.#chosen.area.text !== null) return null;
    return timelineFor(this.#cube, this.#own, this.#keptGroups, this.counted.bbox);
  });
  /** Which spans are counted, a drawn area left aside: for passes over the columns, as long as there is no cube. */
  readonly #keptOfAll = $derived(
    this.#own === null || this.#server !== null || this.counted.bbox === null
      ? this.shape
      : keptSpans(this.#own, this.counted, this.#places),
  );
  /** Which of `columns` are counted; null: all. */
  readonly kept = $derived.by(() => {
    if (this.#server !== null) return this.columns === null ? null : keptSpans(this.columns, this.countedHere, this.#places);
    const { cut } = this.#chosen.area;
    return this.#own === null || cut === null ? this.#keptOfAll : cut.kept(this.#own, this.#keptOfAll);
  });
  /** The same whatever state the land is in; as `shapeOfAnyState`, where neither view nor area leave anything out. */
  readonly keptOfAnyState = $derived.by(() => {
    const { counted, shapeOfAnyState: shape } = this;
    if (this.#own === null || counted.states.length === 0) return this.kept;
    const kept = counted.bbox === null ? shape : keptSpans(this.#own, { ...counted, states: [] }, this.#places);
    return this.#chosen.area.cut?.kept(this.#own, kept) ?? kept;
  });
  /** The cube and which of its groups are counted; null where spans must be counted one by one. */
  readonly cubeCounted = $derived.by(() =>
    this.#cube === null || this.#chosen.area.text !== null || this.counted.bbox !== null
      ? null
      : { cube: this.#cube, kept: this.#keptGroups },
  );
  readonly figures = $derived.by(() => {
    if (this.timeline !== null) return figuresOf(areasOn(this.timeline, this.#chosen.time.day));
    return this.columns === null ? null : figuresOf(areasAt(this.columns, this.#chosen.time.day, this.kept));
  });
  readonly undated = $derived.by(() => {
    if (this.timeline !== null) return this.timeline.undated;
    return this.columns === null ? null : undatedHundredths(this.columns, this.kept);
  });
  /** Bit i: ORDNANCE_CHOICES[i] occurs in the programme. Kept: it is a pass over all spans, and asked for at every date. */
  readonly ordnanceSeen = $derived(
    this.#server?.columns?.ordnanceSeen ?? this.#own?.ordnance.reduce((mask, bits) => mask | (bits || NO_ORDNANCE_BIT), 0) ?? 0,
  );
  /** What moved, cut where an area is drawn; null until asked for. */
  readonly movementColumns = $derived.by(() => {
    const { area, programme } = this.#chosen;
    if (this.#server !== null) return area.isPending ? null : this.#server.movements;
    const own = programme.data?.movements ?? null;
    return area.text === null ? own : this.#cut(own);
  });
  /** Land of any day, and what moved, of what is counted. */
  readonly answers = $derived.by(() => this.answersOf(this.counted));
  /** What moved in the window; null where none is set. */
  readonly movements = $derived.by(() => {
    const { from, day } = this.#chosen.time;
    if (from === null) return null;
    const moved = this.answers.movedBy([from, day]);
    return moved === null ? null : movementsIn(moved.moves, from, day, moved.kept);
  });

  constructor(chosen: Chosen) {
    this.#chosen = chosen;
  }

  /** Columns with what lies within the drawn area; null until it is counted. */
  #cut<Columns extends LedgerColumns | MovementColumns>(columns: Columns | null): Columns | null {
    const { cut } = this.#chosen.area;
    return columns === null || cut === null ? null : cut.columns(columns);
  }

  /** The same of another filter, within the drawn area where there is one; to be kept as long as the filter stays. */
  answersOf(filter: LandFilter): Answers {
    const isCut = this.#chosen.area.text !== null || this.#server !== null;
    const land = {
      columns: this.columns,
      movements: this.movementColumns,
      cube: isCut ? null : this.#cube,
      moved: isCut ? null : (this.#chosen.programme.data?.moved ?? null),
    };
    const left = this.#server?.leftOf(filter) ?? filter;
    return new Answers(land, left, this.#places, filter === this.counted ? this.timeline : null);
  }
}
