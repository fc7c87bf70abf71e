import { dayOf, today } from '../../../server/engine/days.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';

type Programme = Pick<OpenProgramme, 'item' | 'askMovements'>;

/** The date of the page, and the window that ends with it; days since 1970. */
export class TimeWindow {
  #day = $state(today());
  #from = $state<number | null>(null);
  #askedDates = $state.raw<{ day: number; from: number | null } | null>(null);
  readonly #programme: Programme;
  readonly #preferences: Pick<Preferences, 'speech'>;
  readonly #changed: () => void;

  readonly firstDay = $derived.by(() => {
    const first = this.#programme.item?.first_day;
    return first ? dayOf(`${first.slice(0, 4)}-01-01`) : today() - 365;
  });
  readonly lastDay = $derived.by(() => {
    const last = this.#programme.item?.last_day;
    return Math.max(today(), last ? dayOf(last) : 0);
  });
  /** In words: "since the first record", "1 Jan 2015 – 24 Nov 2026". */
  readonly words = $derived.by(() => {
    const { speech } = this.#preferences;
    return this.#from === null
      ? speech.text('until', { date: speech.day(this.#day) })
      : `${speech.day(this.#from + 1)} – ${speech.day(this.#day)}`;
  });

  /** @param opening as the address has them; null: today, and no window. @param changed called after each choice. */
  constructor(
    opening: { day: number | null; from: number | null },
    programme: Programme,
    preferences: Pick<Preferences, 'speech'>,
    changed: () => void,
  ) {
    this.#day = opening.day ?? today();
    this.#from = opening.from;
    this.#programme = programme;
    this.#preferences = preferences;
    this.#changed = changed;
  }

  get day() {
    return this.#day;
  }
  set day(day: number) {
    this.#askedDates = null;
    this.#day = Math.min(this.lastDay, Math.max(this.firstDay, Math.round(day)));
    if (this.#from !== null && this.#from >= this.#day) this.#from = this.#day - 1;
    this.#changed();
  }

  /** The window begins after this day; null: with the first record. */
  get from() {
    return this.#from;
  }
  /** @param from the day before the window's first; null, or before the first record: no window. */
  set from(from: number | null) {
    this.#askedDates = null;
    this.#from = from === null || from < this.firstDay ? null : Math.min(Math.round(from), this.#day - 1);
    this.#changed();
    if (this.#from !== null) this.#programme.askMovements();
  }

  /** The day of the first record of all; null: there is none. */
  get firstRecord() {
    const first = this.#programme.item?.first_day ?? null;
    return first === null ? null : dayOf(first);
  }

  /** The dates that the programme was opened for, whether they can be shown or not; null once the user has chosen others. */
  get askedDates() {
    return this.#askedDates;
  }

  /** Brings the dates into the programme that is opened, and remembers which were asked for. */
  fitIn(): void {
    const asked = { day: this.#day, from: this.#from };
    this.day = asked.day;
    this.from = asked.from;
    this.#askedDates = asked;
  }
}
