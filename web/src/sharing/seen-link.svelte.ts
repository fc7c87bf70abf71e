import type { DataVersionAnswer } from '../../../server/places/contract.ts';
import { getJson } from '../api/request.ts';
import type { Page } from '../state/page.svelte.ts';
import type { Seen } from '../state/seen.ts';

/** A link made on other data than those that are shown: how these stand to one another, as far as that is known. */
export class SeenLink {
  readonly seen: Seen;
  readonly #page: Pick<Page, 'programme'>;
  readonly #shown: string;
  #answer = $state.raw<DataVersionAnswer | null>(null);
  #isSilent = $state(false);

  constructor(page: Pick<Page, 'programme'>, seen: Seen) {
    this.#page = page;
    this.seen = seen;
    this.#shown = page.programme.columns?.dataVersion ?? '';
    if (this.isOther) void this.#ask();
  }

  get isOther(): boolean {
    return this.seen.version !== this.#shown;
  }
  /** The version that the page shows. */
  get shown(): string {
    return this.#shown;
  }
  get answer() {
    return this.#answer;
  }
  /** The server could not be asked. */
  get isSilent() {
    return this.#isSilent;
  }

  async #ask(): Promise<void> {
    const { item: programme } = this.#page.programme;
    try {
      this.#answer = await getJson<DataVersionAnswer>(
        `/api/data-versions?programme=${programme?.code}&version=${encodeURIComponent(this.seen.version)}`,
      );
    } catch {
      this.#isSilent = true;
    }
  }
}

/** Remaining and released land of what is counted, km²; null: not known yet. */
export function figuresShown({
  area,
  land: { figures, isCounting },
}: Pick<Page, 'area' | 'land'>): { remaining: number; released: number } | null {
  // while the server counts they are still those of another choice
  if (figures === null || area.isPending || isCounting) return null;
  return { remaining: figures.remaining.total, released: figures.released.total + figures.outside.total };
}
