import type { Audience } from '../vocabulary.ts';
import type { Turns } from './turns.ts';
import type { Watcher } from './watchers.ts';

/** Runs one statement with parameters; resolves to its rows. */
export type Query = <Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface AskOptions {
  /** Aborts when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
}

export interface Database {
  readonly kind: 'embedded' | 'postgis';
  /**
   * One read transaction as the audience's role; unqualified names resolve to that audience's views. Rejects with GivenUp where the
   * signal aborts: what has not begun does not begin, and PostGIS is told to stop what runs (nothing stops it on the embedded database).
   */
  asAudience<T>(audience: Audience, work: (query: Query) => Promise<T>, options?: AskOptions): Promise<T>;
  /** One read-write transaction as the owner of the tables: migrations, imports, the ledger. Never a visitor's question. */
  asKeeper<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /**
   * Hears from now on when data may have changed: by this process, whose keeper goes on once all who watch have taken it in, and on PostGIS by
   * others. @returns how to stop
   */
  watch(watcher: Watcher): () => void;
  /** Turns to new versions, together with the other processes of this database. */
  readonly turns: Turns;
  close(): Promise<void>;
}

/** How long things may take. A limit of the embedded database ends its process, since nothing else stops a statement there. */
export interface DatabaseLimits {
  /** one statement of a visitor's question */
  questionMilliseconds: number;
  /** one statement of the keeper's work, on the embedded database only */
  keeperStatementMilliseconds: number;
  /** a visitor's question waiting behind other questions, on the embedded database only */
  waitMilliseconds: number;
  /** the same while the keeper works, which may take minutes: better told so than left waiting */
  loadWaitMilliseconds: number;
}

export const DEFAULT_LIMITS: DatabaseLimits = {
  questionMilliseconds: 30_000,
  keeperStatementMilliseconds: 600_000,
  waitMilliseconds: 60_000,
  loadWaitMilliseconds: 10_000,
};
