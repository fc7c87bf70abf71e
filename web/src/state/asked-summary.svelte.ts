import { dateOf } from '../../../server/engine/days.ts';
import type { Summary } from '../../../server/land/contract.ts';
import { getJson } from '../api/request.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { filterQuery } from '../filters/address.ts';
import type { CountedLand } from './counted-land.svelte.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';
import type { TimeWindow } from './time-window.svelte.ts';

interface Asked {
  programme: Pick<OpenProgramme, 'item'>;
  time: Pick<TimeWindow, 'day'>;
  land: Pick<CountedLand, 'counted'>;
  area: Pick<DrawnArea, 'text'>;
}

/** What only the server knows: of records, which it does not cut by a drawn area. */
export class AskedSummary {
  #summary = $state.raw<Summary | null>(null);
  #asking: AbortController | null = null;
  readonly #asked: Asked;
  readonly #heard: (dataVersion: string) => void;

  /** @param heard told of which version the answer is. */
  constructor(asked: Asked, heard: (dataVersion: string) => void) {
    this.#asked = asked;
    this.#heard = heard;
  }

  /** Null: not known yet, or an area is drawn. */
  get current() {
    return this.#asked.area.text === null ? this.#summary : null;
  }

  forget(): void {
    this.#summary = null;
  }

  async ask(): Promise<void> {
    this.#asking?.abort();
    const { programme, time, land, area } = this.#asked;
    if (programme.item === null || area.text !== null) return;
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const summary = await getJson<Summary>(
        `/api/summary?programme=${programme.item.code}&as_of=${dateOf(time.day)}${filterQuery(land.counted)}`,
        signal,
      );
      this.#summary = summary;
      this.#heard(summary.data_version);
    } catch {
      if (!signal.aborted) this.#summary = null;
    }
  }
}
