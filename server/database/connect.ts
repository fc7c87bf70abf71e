import type { Audience } from '../vocabulary.ts';

/** Runs one statement with parameters; resolves to its rows. */
export type Query = <Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Database {
  readonly kind: 'embedded' | 'postgis';
  /** One read transaction as the audience's role; unqualified names resolve to that audience's views. */
  asAudience<T>(audience: Audience, work: (query: Query) => Promise<T>): Promise<T>;
  /** One read-write transaction as the owner of the tables: migrations, imports, the ledger. Never a visitor's question. */
  asKeeper<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
