import type { Database } from './database/connect.ts';
import { Problem } from './problems.ts';

type Part = 'database' | 'client';

/**
 * What the server still waits for. It listens from the first moment, so that the page can say what is going on; questions to
 * the database are answered 503 until there is one.
 */
export class Readiness {
  readonly #waiting = new Map<Part, string>([['database', 'Opening the database']]);
  #database: Database | null = null;

  /** Says what is being done for a part; the part is not ready until `done`. */
  waitFor(part: Part, step: string): void {
    this.#waiting.set(part, step);
  }

  done(part: Part): void {
    this.#waiting.delete(part);
  }

  get ready(): boolean {
    return this.#waiting.size === 0;
  }

  get steps(): string[] {
    return [...this.#waiting.values()];
  }

  /** The database once it is open; until then every question to it fails with a 503 that says why. */
  get database(): Database {
    const open = (): Database => {
      if (this.#database === null)
        throw new Problem(503, 'Starting', `${this.#waiting.get('database') ?? 'Opening the database'}; ask again in a moment.`);
      return this.#database;
    };
    return {
      get kind() {
        return open().kind;
      },
      asAudience: async (audience, work) => open().asAudience(audience, work),
      asKeeper: async (work) => open().asKeeper(work),
      close: async () => this.#database?.close(),
    };
  }

  open(database: Database): void {
    this.#database = database;
    this.done('database');
  }
}
