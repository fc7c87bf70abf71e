import type { Database } from './database/database.ts';
import type { Watcher } from './database/watchers.ts';
import { Problem } from './problems.ts';
import type { STARTING_STEPS, StartingStep } from './vocabulary.ts';

type Part = 'database' | 'client';

/** The steps in English, for the terminal and problem documents; the page has its own words. */
export const STEP_WORDS: Record<(typeof STARTING_STEPS)[number], string> = {
  opening_database: 'Opening the database',
  building_page: 'Building the page',
  demo_places: 'Loading the demo programme: provinces',
  demo_hazardous_areas: 'Loading the demo programme: hazardous areas',
  demo_land_releases: 'Loading the demo programme: land releases',
  demo_accidents: 'Loading the demo programme: accidents',
  demo_published_figures: 'Loading published figures',
};

/** "Loading the demo programme: accidents, 3 of 11". */
export const wordsOf = ({ step, done, total }: StartingStep): string =>
  total > 0 ? `${STEP_WORDS[step]}, ${done} of ${total}` : STEP_WORDS[step];

const OPENING: StartingStep = { step: 'opening_database', done: 0, total: 0 };

/**
 * What the server still waits for. It listens from the first moment, so that the page can say what is going on; questions to
 * the database are answered 503 until there is one.
 */
export class Readiness {
  readonly #waiting = new Map<Part, StartingStep>([['database', OPENING]]);
  readonly #watchers = new Set<Watcher>();
  readonly #stops = new Map<Watcher, () => void>();
  #database: Database | null = null;

  /** Says what is being done for a part, and how far it is; the part is not ready until `done`. */
  waitFor(part: Part, step: StartingStep): void {
    this.#waiting.set(part, step);
  }

  done(part: Part): void {
    this.#waiting.delete(part);
  }

  get ready(): boolean {
    return this.#waiting.size === 0;
  }

  get steps(): StartingStep[] {
    return [...this.#waiting.values()];
  }

  /** The database once it is open; until then every question to it fails with a 503 that says why. */
  get database(): Database {
    const open = (): Database => {
      if (this.#database === null)
        throw new Problem(503, 'Starting', `${wordsOf(this.#waiting.get('database') ?? OPENING)}; ask again in a moment.`);
      return this.#database;
    };
    return {
      get kind() {
        return open().kind;
      },
      asAudience: async (audience, work, options) => open().asAudience(audience, work, options),
      asKeeper: async (work) => open().asKeeper(work),
      watch: (watcher) => this.#watch(watcher),
      get turns() {
        return open().turns;
      },
      close: async () => this.#database?.close(),
    };
  }

  /** Whoever watches before there is a database begins with it. */
  #watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    const stop = this.#database?.watch(watcher);
    if (stop !== undefined) this.#stops.set(watcher, stop);
    return () => {
      this.#watchers.delete(watcher);
      this.#stops.get(watcher)?.();
    };
  }

  open(database: Database): void {
    this.#database = database;
    for (const watcher of this.#watchers) this.#stops.set(watcher, database.watch(watcher));
    this.done('database');
  }
}
