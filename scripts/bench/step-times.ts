import type { Database, Query } from '../../server/database/database.ts';

/** Adds up how long the steps of some work take, and how long each statement of it. */
export class StepTimes {
  /** Step → seconds, in the order in which they first began. */
  readonly seconds = new Map<string, number>();
  readonly #statements = new Map<string, number>();
  #running: { step: string; since: number } | null = null;

  begin(step: string): void {
    this.end();
    this.#running = { step, since: performance.now() };
  }

  /** What progress says: many times of one step. */
  step(step: string): void {
    if (this.#running?.step !== step) this.begin(step);
  }

  end(): void {
    if (this.#running === null) return;
    add(this.seconds, this.#running.step, this.#running.since);
    this.#running = null;
  }

  get total(): number {
    return [...this.seconds.values()].reduce((total, seconds) => total + seconds, 0);
  }

  /** The same database, which tells its statements here. */
  watching(database: Database): Database {
    const watched =
      (query: Query): Query =>
      async (text, values) => {
        const start = performance.now();
        try {
          return await query(text, values);
        } finally {
          add(this.#statements, `${this.#running?.step}: ${text.replace(/\s+/g, ' ').trim().slice(0, 100)}`, start);
        }
      };
    return { ...database, kind: database.kind, asKeeper: (work) => database.asKeeper((query) => work(watched(query))) };
  }

  slowest(count: number): [statement: string, seconds: number][] {
    return [...this.#statements].sort(([, first], [, second]) => second - first).slice(0, count);
  }
}

function add(sums: Map<string, number>, name: string, since: number): void {
  sums.set(name, (sums.get(name) ?? 0) + (performance.now() - since) / 1000);
}
