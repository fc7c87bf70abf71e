import type { Database, Query } from './database/connect.ts';
import { findProgramme, listVersions, type Programme } from './places/queries.ts';
import { unknown } from './problems.ts';

/** What is held of one version of a programme. */
export interface Held {
  dataVersion: string;
  /** What it takes in memory. */
  bytes: number;
}

interface Entry<Land extends Held> {
  /** The version that is answered from. */
  programme: Programme;
  land: Land | null;
  /** Under way, for all who wait. */
  loading: Promise<Land> | null;
  /** Under way: the next version takes over. */
  takingOver: Promise<void> | null;
}

export interface ProgrammesOptions<Land extends Held> {
  /** Reads a programme in one transaction, which sees one version. */
  load: (query: Query, programme: Programme) => Promise<Land>;
  /** Of all programmes together; the least recently used goes first. */
  capacityBytes: number;
  log?: (message: string) => void;
}

/** A question that came too late for its version: its rows would be of the next one. */
export class VersionMoved extends Error {}

/**
 * Which version of each programme is answered from, and what is held of it: known without a question to the database, which tells when
 * something changed. The next version takes over once it is loaded; until then the older one answers. All answers of a programme turn to
 * it at once: nobody gets an older version after a newer one.
 */
export class Programmes<Land extends Held> {
  readonly #database: Database;
  readonly #options: ProgrammesOptions<Land>;
  readonly #entries = new Map<string, Entry<Land>>();
  #refreshing: Promise<void> | null = null;
  #again = false;
  #isKnown = false;
  #isStale = false;

  constructor(database: Database, options: ProgrammesOptions<Land>) {
    this.#database = database;
    this.#options = options;
  }

  /** Hears of changes from now on. @returns how to stop */
  watch(): () => void {
    return this.#database.watch({
      changed: () => this.refresh(),
      lost: () => {
        this.#isStale = true;
      },
    });
  }

  /** The database cannot be asked whether there is a newer version. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** The version that is answered from. @throws Problem 404. */
  async find(code: string): Promise<Programme> {
    if (!this.#isKnown) await this.refresh();
    const entry = this.#entries.get(code);
    if (entry === undefined)
      throw unknown('programme', `There is no programme ${code} here; /api/programmes lists those there are.`);
    return entry.programme;
  }

  /** What is held of the version that is answered from; loaded once for all who ask meanwhile. @throws Problem 404. */
  async land(code: string): Promise<Land> {
    await this.find(code);
    const entry = this.#entries.get(code) as Entry<Land>;
    if (entry.land === null) return this.#load(entry);
    // used last, goes last
    this.#entries.delete(code);
    this.#entries.set(code, entry);
    return entry.land;
  }

  /**
   * Rows of the database with what is held of the same version.
   * @param ask the question, in the transaction that it is given a query of. @throws Problem 404.
   */
  async withRows<Rows>(
    code: string,
    ask: (work: (query: Query) => Promise<Rows>) => Promise<Rows>,
    work: (query: Query, programme: Programme) => Promise<Rows>,
  ): Promise<{ land: Land; rows: Rows }> {
    for (;;) {
      const land = await this.land(code);
      let found = '';
      const rows = await ask(async (query) => {
        const programme = await findProgramme(query, code);
        found = programme.dataVersion;
        return work(query, programme);
      });
      if (found === land.dataVersion) return { land, rows };
      await this.refresh();
    }
  }

  /** Asks the database which versions there are, and resolves once they have taken over. */
  refresh(): Promise<void> {
    if (this.#refreshing !== null) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    do {
      this.#again = false;
      const versions = await this.#database.asAudience('manager', listVersions);
      this.#isKnown = true;
      this.#isStale = false;
      const codes = new Set(versions.map(({ code }) => code));
      for (const code of this.#entries.keys()) if (!codes.has(code)) this.#entries.delete(code);
      await Promise.all(versions.map((programme) => this.#turnTo(programme)));
    } while (this.#again);
  }

  async #turnTo(programme: Programme): Promise<void> {
    const entry = this.#entries.get(programme.code);
    if (entry === undefined) {
      this.#entries.set(programme.code, { programme, land: null, loading: null, takingOver: null });
    } else if (entry.programme.dataVersion !== programme.dataVersion) {
      if (entry.land === null && entry.loading === null) entry.programme = programme;
      else await this.#takeOver(entry);
    }
  }

  /** Loads the next version while the older one answers. A failure leaves it answering: the next refresh tries again. */
  async #takeOver(entry: Entry<Land>): Promise<void> {
    await entry.loading?.catch(() => {});
    entry.takingOver ??= this.#read(entry.programme.code)
      .then(({ programme, land }) => this.#hold(entry, programme, land))
      .finally(() => {
        entry.takingOver = null;
      });
    await entry.takingOver;
  }

  #load(entry: Entry<Land>): Promise<Land> {
    entry.loading ??= this.#read(entry.programme.code)
      .then(({ programme, land }) => {
        this.#hold(entry, programme, land);
        return land;
      })
      .finally(() => {
        entry.loading = null;
      });
    return entry.loading;
  }

  #read(code: string): Promise<{ programme: Programme; land: Land }> {
    return this.#database.asAudience('manager', async (query) => {
      const programme = await findProgramme(query, code);
      return { programme, land: await this.#options.load(query, programme) };
    });
  }

  #hold(entry: Entry<Land>, programme: Programme, land: Land): void {
    entry.programme = programme;
    entry.land = land;
    const held = () => [...this.#entries.values()].filter((other) => other.land !== null);
    for (const other of held()) {
      const bytes = held().reduce((sum, { land: one }) => sum + (one?.bytes ?? 0), 0);
      if (bytes <= this.#options.capacityBytes) break;
      if (other !== entry) other.land = null;
    }
  }
}
