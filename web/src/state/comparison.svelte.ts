import { dateOf, dayOf, MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import type { Choices } from './choices.svelte.ts';

export type ComparisonMode = 'swipe' | 'difference';
export type Side = 'earlier' | 'later';

/** The page's dates, days since 1970. */
interface Dates {
  readonly from: number | null;
  readonly day: number;
  readonly firstDay: number;
}

/** Two dates compared: that of the page, and an earlier one. All of it is in the address. */
export class Comparison {
  readonly #choices: Choices;
  readonly #dates: Dates;

  constructor(choices: Choices, dates: Dates) {
    this.#choices = choices;
    this.#dates = dates;
  }

  /** Null: one date is shown. */
  get mode(): ComparisonMode | null {
    return (this.#choices.of('compare') as ComparisonMode | undefined) ?? null;
  }
  set mode(mode: ComparisonMode | null) {
    this.#choices.choose('compare', mode ?? undefined);
  }

  /** The earlier date as the user set it; null: it goes with the page. */
  get chosen(): number | null {
    const chosen = this.#choices.of('compare_with');
    return chosen === undefined ? null : dayOf(chosen);
  }

  /** The earlier date: as set, else the end of the day before the window, else a year before; never past the page's date. */
  get day(): number {
    const { from, day } = this.#dates;
    return Math.min(this.chosen ?? from ?? yearBefore(day), day - 1);
  }
  set day(day: number) {
    const inside = Math.max(this.#dates.firstDay, Math.min(day, this.#dates.day - 1));
    this.#choices.choose('compare_with', dateOf(inside));
  }

  /** Percent of what no panel covers. */
  get divider(): number {
    return Number(this.#choices.of('compare_at') ?? 50);
  }
  set divider(percent: number) {
    const whole = Math.round(Math.max(0, Math.min(100, percent)));
    this.#choices.choose('compare_at', whole === 50 ? undefined : String(whole));
  }

  /** The date as of which a spot is asked about. */
  get askedDay(): number {
    const isEarlier = this.mode === 'swipe' && this.#choices.of('compare_side') !== undefined;
    return isEarlier ? this.day : this.#dates.day;
  }
  set side(side: Side) {
    this.#choices.choose('compare_side', side === 'earlier' ? side : undefined);
  }

  /** An earlier date that an address asks for and that is none is dropped. @returns it; null: all is well */
  dropImpossible(): string | null {
    const { chosen } = this;
    if (chosen === null || (chosen < this.#dates.day && chosen >= this.#dates.firstDay)) return null;
    const dropped = this.#choices.of('compare_with') as string;
    this.#choices.choose('compare_with', undefined);
    return dropped;
  }
}

/** The same day a year before; 28 February before a leap day. */
function yearBefore(day: number): number {
  const date = new Date(day * MILLISECONDS_A_DAY);
  const [year, month] = [date.getUTCFullYear() - 1, date.getUTCMonth()];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / MILLISECONDS_A_DAY;
}
