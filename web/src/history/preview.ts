/** What has a date that can be moved: the page. */
interface Dated {
  day: number;
}

/** Shows another date for as long as the user points at it, and gives back the date before, unless the user keeps it. */
export class DatePreview {
  readonly #dated: Dated;
  #before: number | null = null;
  #shown: number | null = null;

  constructor(dated: Dated) {
    this.#dated = dated;
  }

  get isShowing(): boolean {
    return this.#before !== null;
  }

  show(day: number): void {
    // moved meanwhile by something else, as by the play button: that is the date to give back
    if (this.#before === null || this.#dated.day !== this.#shown) this.#before = this.#dated.day;
    if (this.#dated.day !== day) this.#dated.day = day;
    // as it was taken: the page keeps dates within its own
    this.#shown = this.#dated.day;
  }

  /** The date shown, or the one named, is the date from now on. */
  keep(day: number = this.#dated.day): void {
    if (this.#dated.day !== day) this.#dated.day = day;
    this.#before = null;
    this.#shown = null;
  }

  leave(): void {
    const { day } = this.#dated;
    if (this.#before !== null && day === this.#shown && day !== this.#before) this.#dated.day = this.#before;
    this.#before = null;
    this.#shown = null;
  }
}
