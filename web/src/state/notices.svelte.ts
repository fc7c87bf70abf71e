import { readSeen, type Seen } from './seen.ts';
import type { Ignored } from './url.ts';

/** What is to be said of the link that opened the page, and of data that are others by now. */
export class Notices {
  #ignored = $state.raw<readonly Ignored[]>([]);
  #newerFormat = $state<number | null>(null);
  #seen = $state.raw<Seen | null>(null);
  #hasChanged = $state(false);
  #mayBeOld = $state(false);
  readonly #isStale: () => boolean;
  readonly #shownVersion: () => string | null;

  /**
   * @param isStale whether what is shown was counted from other data than those of today. @param shownVersion the data version that is
   * shown; null: none yet
   */
  constructor(
    { ignored, newerFormat, seen }: { ignored: readonly Ignored[]; newerFormat: number | null; seen: string | undefined },
    isStale: () => boolean,
    shownVersion: () => string | null,
  ) {
    this.#ignored = ignored;
    this.#newerFormat = newerFormat;
    this.#seen = seen === undefined ? null : readSeen(seen);
    this.#isStale = isStale;
    this.#shownVersion = shownVersion;
  }

  /** What the address asked for that is not here. */
  get ignored() {
    return this.#ignored;
  }
  /** The address is of a newer Landclear: its format; null: it is not. */
  get newerFormat() {
    return this.#newerFormat;
  }
  /** What the sender of the link saw; null: it does not say, or the user knows. */
  get seen() {
    return this.#seen;
  }
  /** The data are others by now than those shown. */
  get hasChanged() {
    return this.#hasChanged || this.#isStale();
  }
  /** The last answer was of the last version that the server knows: it cannot ask its database. */
  get mayBeOld() {
    return this.#mayBeOld;
  }
  get areAny() {
    return this.hasChanged || this.#mayBeOld || this.#ignored.length > 0 || this.#newerFormat !== null || this.#seen !== null;
  }

  ignore(parameter: string, value: string): void {
    this.#ignored = [...this.#ignored, { parameter, value: value.slice(0, 60) }];
  }

  /** What the sender saw is of another programme. */
  forgetSeen(): void {
    this.#seen = null;
  }

  /** The user has read what there was to say of the link. */
  dismiss(): void {
    this.#ignored = [];
    this.#newerFormat = null;
    this.#seen = null;
  }

  /** Whether the server could ask its database when it answered last. */
  answered(mayBeOld: boolean): void {
    this.#mayBeOld = mayBeOld;
  }

  /** Something was answered from data of this version. */
  heard(dataVersion: string): void {
    const shown = this.#shownVersion();
    if (shown !== null && dataVersion !== shown) this.changed(true);
  }

  /** Something was answered from other data than those shown, or (false) those shown are new. */
  changed(hasChanged: boolean): void {
    this.#hasChanged = hasChanged;
  }
}
