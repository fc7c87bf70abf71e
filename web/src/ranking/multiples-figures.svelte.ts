import type { LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import { movedIn, partsAt, partsOn } from '../../../server/engine/parts.ts';
import { periodsFrom } from '../../../server/engine/periods.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import type { Page } from '../state/page.svelte.ts';
import { AskedParts } from './asked-parts.svelte.ts';
import { isOfWindow, mostOf, rankingOf, seriesOf } from './multiples.ts';
import type { ChosenMultiples } from './multiples-choices.ts';
import { cutByOperator, cutByOrdnance, cutByPlace } from './multiples-cuts.ts';
import { partName } from './multiples-words.ts';

/** Parts that are shown where not all are asked for. */
export const FEW = 12;
/** Before every day that a record may have. */
const BEFORE = -2147483648;

/** What is counted, cut into parts as the user chose: ranked, and each over the years. Null: not there yet. */
export class MultiplesFigures {
  readonly #page: Pick<Page, 'area' | 'filters' | 'land' | 'preferences' | 'programme' | 'time'>;
  readonly #chosen: () => ChosenMultiples;
  /** Where the land comes from; also why it does not. */
  readonly parts: AskedParts;

  // by themselves, so that a choice of how to draw adds up nothing anew
  readonly #dimension = $derived.by(() => this.#chosen().dimension);
  readonly #measure = $derived.by(() => this.#chosen().measure);
  readonly #level = $derived.by(() => this.#chosen().level);

  readonly cut = $derived.by(() => {
    const { columns, movements } = this.parts.land;
    const counted = isOfWindow(this.#measure) ? movements : columns;
    return counted === null ? null : this.#cutOf(counted);
  });
  readonly #periods = $derived.by(() => periodsFrom(this.#page.time.firstDay, this.#page.time.lastDay, 'year'));
  /** Names of the years. */
  readonly years = $derived(this.#periods.map(({ name }) => name));
  readonly #yearEnds = $derived(Int32Array.from(this.#periods, ({ to }) => to));

  /** On the date, or in the window of the page. */
  readonly #now = $derived.by(() => {
    const { from, day } = this.#page.time;
    return isOfWindow(this.#measure)
      ? this.#movedBetween(Int32Array.of(from ?? BEFORE, day))
      : this.#figuresOn(Int32Array.of(day));
  });
  readonly #byYear = $derived.by(() =>
    isOfWindow(this.#measure) ? this.#movedBetween(Int32Array.of(BEFORE, ...this.#yearEnds)) : this.#figuresOn(this.#yearEnds),
  );

  readonly ranking = $derived.by(() => {
    const nameOf = (code: string) => partName(code, this.#dimension, this.#page);
    return this.#now === null || this.cut === null ? null : rankingOf(this.#now, this.cut, this.#measure, nameOf);
  });
  /** km² of each year, by code of the part. */
  readonly series = $derived.by(() =>
    this.#byYear === null || this.cut === null ? null : seriesOf(this.#byYear, this.cut, this.#measure),
  );
  /** The most km² that any part has in a year. */
  readonly most = $derived(this.series === null ? 0 : Math.max(0, ...[...this.series.values()].map(mostOf)));
  readonly withLand = $derived(this.ranking?.parts.filter(({ km2 }) => km2 !== 0) ?? []);
  readonly shown = $derived.by(() => (this.#chosen().showsAll ? this.withLand : this.withLand.slice(0, FEW)));

  /** Made where effects may be. */
  constructor(
    page: Pick<Page, 'area' | 'filters' | 'land' | 'preferences' | 'programme' | 'time'>,
    chosen: () => ChosenMultiples,
  ) {
    this.#page = page;
    this.#chosen = chosen;
    this.parts = new AskedParts(
      page,
      () => (this.#dimension === 'includes' ? 'ordnance' : this.#dimension),
      () => isOfWindow(this.#measure),
    );
  }

  /** The ledger and the movements have their lists of places and operators each. */
  #cutOf(counted: LedgerColumns | MovementColumns) {
    const { places } = this.#page.programme;
    const { chosen: filter } = this.#page.filters;
    if (this.#dimension === 'place') return cutByPlace(counted, places, filter.places, this.#level);
    if (this.#dimension === 'operator') return cutByOperator(counted);
    return cutByOrdnance(counted, this.parts.land.kept, this.#dimension);
  }

  #figuresOn(days: Int32Array) {
    const { columns, kept } = this.parts.land;
    if (this.cut === null || columns === null) return null;
    const { cubeCounted } = this.#page.land;
    return cubeCounted === null
      ? partsAt(columns, this.cut.partition, LAND_STATES.length, days, kept)
      : partsOn(cubeCounted.cube, this.cut.partition, days, cubeCounted.kept);
  }

  #movedBetween(bounds: Int32Array) {
    const { movements, kept } = this.parts.land;
    return this.cut === null || movements === null ? null : movedIn(movements, this.cut.partition, bounds, kept);
  }
}
