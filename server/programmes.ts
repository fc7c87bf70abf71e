import type { Database, Query } from './database/database.ts';
import { findProgramme, listVersions, noSuchProgramme, type Programme } from './places/queries.ts';

/** What is held of one version of a programme. */
export interface Held {
  dataVersion: string;
  /** What it takes in memory. */
  bytes: number;
}

/** A load under way, for all who wait. */
interface Loading<Land, First> {
  all: Promise<Land>;
  /** What is there before the rest; it stays open where the load has no such part. */
  first: Promise<First>;
}

interface Entry<Land extends Held, First> {
  /** The version that is answered from. */
  programme: Programme;
  /** Held of it; null: not loaded, or put out for others. */
  land: Land | null;
  loading: Loading<Land, First> | null;
  /** All answers turn to the next version: whoever asks meanwhile waits, for milliseconds. */
  turning: Promise<void> | null;
}

export interface ProgrammesOptions<Land extends Held, First> {
  /** Reads a programme in one transaction, which sees one version. `ready` may be given a part that is answered from before the rest is there. */
  load: (query: Query, programme: Programme, ready: (first: First) => void) => Promise<Land>;
  /** Of all programmes together; the least recently used goes first. */
  capacityBytes: number;
}

/** A question that came too late for its version: its rows would be of another one. */
export class VersionMoved extends Error {}

/** A database that does not say which versions there are is asked again so soon. */
const RETRY_MILLISECONDS = 1000;

/** Somebody changes data as fast as they are read. */
const MOST_TRIES = 20;

/**
 * Which version of each programme is answered from, and what is held of it: known without a question to the database, which tells when
 * something changed. The next version takes over once it is loaded; until then the older one answers. All answers of a programme turn to
 * it at once, in all processes: nobody gets an older version after a newer one.
 */
export class Programmes<Land extends Held & First, First extends { dataVersion: string } = Land> {
  readonly #database: Database;
  readonly #options: ProgrammesOptions<Land, First>;
  readonly #entries = new Map<string, Entry<Land, First>>();
  #refreshing: Promise<void> | null = null;
  #again = false;
  #isKnown = false;
  #isStale = false;
  #watching = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(database: Database, options: ProgrammesOptions<Land, First>) {
    this.#database = database;
    this.#options = options;
  }

  /** Hears of changes from now on. @returns how to stop */
  watch(): () => void {
    this.#watching += 1;
    const stop = this.#database.watch({
      changed: () => this.refresh(),
      lost: () => {
        this.#isStale = true;
      },
    });
    return () => {
      this.#watching -= 1;
      clearTimeout(this.#retry);
      stop();
    };
  }

  /** The database cannot be asked whether there is a newer version. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Takes every programme into memory, one after the other; what fails is loaded when it is asked for. */
  async loadAll(): Promise<void> {
    await this.refresh().catch(() => {});
    for (const code of [...this.#entries.keys()]) await this.land(code).catch(() => {});
  }

  /** The version that is answered from, if that can be said at once; null: it is not known, or all turn to the next, or it may be old. */
  versionOf(code: string): string | null {
    const entry = this.#entries.get(code);
    return entry === undefined || entry.turning !== null || this.#isStale ? null : entry.programme.dataVersion;
  }

  /** The version that is answered from. @throws Problem 404. */
  async find(code: string): Promise<Programme> {
    return (await this.#entry(code)).programme;
  }

  /** What is held of the version that is answered from; loaded once for all who ask meanwhile. @throws Problem 404. */
  async land(code: string): Promise<Land> {
    const entry = await this.#entry(code);
    if (entry.land === null) return this.#load(entry).all;
    // used last, put out last
    this.#entries.delete(code);
    this.#entries.set(code, entry);
    return entry.land;
  }

  /**
   * The part of it that is there first: while the rest is still being loaded it answers already, if it is of the version that is answered
   * from. A newer one waits for all answers to turn. @throws Problem 404.
   */
  async first(code: string): Promise<First> {
    const entry = await this.#entry(code);
    if (entry.land !== null) return this.land(code);
    const { all, first } = this.#load(entry);
    const ready = await Promise.race([first, all]);
    return entry.turning === null && ready.dataVersion === entry.programme.dataVersion ? ready : all;
  }

  /**
   * What `work` makes of the version that is answered from; again where the database had moved on meanwhile.
   * @param work throws VersionMoved where it met another version.
   */
  async atOneVersion<Made>(work: () => Promise<Made>): Promise<Made> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof VersionMoved) || tries === MOST_TRIES) throw error;
        await this.refresh();
      }
    }
  }

  /** Asks the database which versions there are, and resolves once they have taken over. */
  refresh(): Promise<void> {
    this.#again = true;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #entry(code: string): Promise<Entry<Land, First>> {
    if (!this.#isKnown) await this.refresh();
    // one that is new here may not have been told yet
    if (!this.#entries.has(code) && !this.#isStale) await this.refresh();
    const entry = this.#entries.get(code);
    if (entry === undefined) throw noSuchProgramme(code);
    await entry.turning;
    return entry;
  }

  async #refresh(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        const versions = await this.#database.asAudience('manager', listVersions);
        const codes = new Set(versions.map(({ code }) => code));
        for (const code of this.#entries.keys()) if (!codes.has(code)) this.#entries.delete(code);
        await Promise.all(versions.map((programme) => this.#meet(programme)));
        this.#isKnown = true;
        this.#isStale = false;
      } catch (error) {
        this.#isStale = true;
        this.#askAgain();
        throw error;
      }
    }
  }

  /** Whoever told of a change may not tell again. */
  #askAgain(): void {
    if (this.#watching === 0) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.refresh().catch(() => {}), RETRY_MILLISECONDS);
    this.#retry.unref();
  }

  /** A programme as the database has it. What is held is loaded anew while the older version answers. */
  async #meet(programme: Programme): Promise<void> {
    const { code, id, dataVersion, versionNumber } = programme;
    let entry = this.#entries.get(code);
    if (entry === undefined) {
      entry = { programme, land: null, loading: null, turning: null };
      this.#entries.set(code, entry);
      await this.#turn(entry, programme, null);
      return;
    }
    await entry.loading?.all.catch(() => {});
    // said again: a connection that was lost took it with it
    if (entry.programme.dataVersion === dataVersion) return this.#database.turns.answering(id, versionNumber);
    if (entry.land === null) return this.#turn(entry, programme, null);
    const next = await this.#read(code);
    await this.#database.turns.loaded(id, next.programme.versionNumber);
    await this.#turn(entry, next.programme, next.land);
  }

  /** All answers are of this version from now on, here and elsewhere. */
  async #turn(entry: Entry<Land, First>, programme: Programme, land: Land | null): Promise<void> {
    const told = this.#database.turns.answering(programme.id, programme.versionNumber).catch(() => {
      // the connection was lost, which is told otherwise
    });
    entry.turning = told.then(() => {
      entry.programme = programme;
      entry.land = land;
      entry.turning = null;
      this.#putOut(entry);
    });
    await entry.turning;
  }

  #load(entry: Entry<Land, First>): Loading<Land, First> {
    if (entry.loading !== null) return entry.loading;
    let ready: (first: First) => void = () => {};
    const first = new Promise<First>((resolve) => {
      ready = resolve;
    });
    const all = this.#read(entry.programme.code, ready)
      .then(async ({ programme, land }) => {
        await this.#turn(entry, programme, land);
        return land;
      })
      .finally(() => {
        entry.loading = null;
      });
    entry.loading = { all, first };
    return entry.loading;
  }

  #read(code: string, ready: (first: First) => void = () => {}): Promise<{ programme: Programme; land: Land }> {
    return this.#database.asAudience('manager', async (query) => {
      const programme = await findProgramme(query, code);
      return { programme, land: await this.#options.load(query, programme, ready) };
    });
  }

  /** Others make room for what was just loaded. */
  #putOut(loaded: Entry<Land, First>): void {
    const held = [...this.#entries.values()].filter(({ land }) => land !== null);
    let bytes = held.reduce((sum, { land }) => sum + (land?.bytes ?? 0), 0);
    for (const entry of held) {
      if (bytes <= this.#options.capacityBytes) break;
      if (entry === loaded) continue;
      bytes -= entry.land?.bytes ?? 0;
      entry.land = null;
    }
  }
}
