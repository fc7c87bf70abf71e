import type { History } from '../../../server/land/contract.ts';
import type { AccidentCounts } from '../accidents/columns.ts';
import { getJson, RequestFailure } from '../api/request.ts';

/** A spot on the map that the user asks about. */
export interface Spot {
  /** Longitude, latitude. */
  at: readonly [number, number];
  /** Where land is too small to draw: what the square of the map gathers, areas in m². */
  cell: { areas: number; squareMetres: number; outsideSquareMetres: number } | null;
  /** Where a hexagon of accidents was meant. */
  accidents: AccidentCounts | null;
}

export type GroundStatus = 'asking' | 'known' | 'failed';

/** What is known of one spot: what the map says at once, its history once the server answers. */
export class Ground {
  #spot = $state.raw<Spot | null>(null);
  #history = $state.raw<History | null>(null);
  #status = $state<GroundStatus>('asking');
  #failure = $state('');
  #asking: AbortController | null = null;

  get spot() {
    return this.#spot;
  }
  get history() {
    return this.#history;
  }
  get status() {
    return this.#status;
  }
  get failure() {
    return this.#failure;
  }

  async open(programme: string, spot: Spot, asOf: string): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#spot = spot;
    this.#history = null;
    this.#status = 'asking';
    try {
      const history = await getJson<History>(`/api/history?programme=${programme}&at=${spot.at.join(',')}&as_of=${asOf}`, signal);
      if (signal.aborted) return;
      this.#history = history;
      this.#status = 'known';
    } catch (error) {
      if (signal.aborted) return;
      this.#status = 'failed';
      this.#failure = error instanceof RequestFailure ? error.message : String(error);
    }
  }

  close(): void {
    this.#asking?.abort();
    this.#spot = null;
    this.#history = null;
  }
}
