import { createHash } from 'node:crypto';
import type { ClientBase, QueryResult } from 'pg';
import type { Audience } from '../vocabulary.ts';
import type { Query } from './database.ts';
import { openingStatement } from './transaction.ts';

/** One statement with its values, each with its type in the text: `$1::integer`. Text and values are ours, never a caller's. */
export interface OneStatement {
  text: string;
  values: readonly (number | string)[];
  /** One plan serves all values: it is kept, and planning is saved. Else each question is planned for its values. */
  onePlan: boolean;
}

/** Work of a transaction that is one statement: PostGIS does it in one round trip, and keeps what it made of the text. */
export interface OneStatementWork<T> {
  (query: Query): Promise<T>;
  statement: OneStatement;
  read: (rows: never[]) => T;
}

export function oneStatement<T, Row extends object>(statement: OneStatement, read: (rows: Row[]) => T): OneStatementWork<T> {
  const work = async (query: Query) => read(await query<Row>(statement.text, statement.values));
  return Object.assign(work, { statement, read: read as (rows: never[]) => T });
}

export const isOneStatement = <T>(work: (query: Query) => Promise<T>): work is OneStatementWork<T> => 'statement' in work;

/** What takes longer is asked again as a question that can be stopped. */
const LONGEST_MILLISECONDS = 1000;

/** There is no such prepared statement, or there is one: a pooler gave this connection another server process. */
const OTHER_PROCESS = ['26000', '42P05'];

/**
 * Opens a transaction, runs its only statement and commits, all in one message; the statement is prepared once a connection. Prepared in SQL: a
 * pooler of connections need not know of it, and where one mixes up the processes nothing is prepared any more.
 */
export class OneTrip {
  readonly #prepared = new WeakMap<ClientBase, Set<string>>();
  #prepares = true;

  /** Whatever it throws, the connection must not be used again. */
  async rows(client: ClientBase, audience: Audience, { text, values, onePlan }: OneStatement): Promise<never[]> {
    const literals = values.map((value) => (typeof value === 'string' ? client.escapeLiteral(value) : numberOf(value)));
    const opening = openingStatement(audience, LONGEST_MILLISECONDS);
    const asked = this.#prepares
      ? `set local plan_cache_mode to force_${onePlan ? 'generic' : 'custom'}_plan; ${this.#prepare(client, text)}(${literals.join(', ')})`
      : text.replace(/\$(\d+)/g, (_, number: string) => `(${literals[Number(number) - 1]})`);
    try {
      const results = (await client.query(`${opening}; ${asked}; commit`)) as unknown as QueryResult<never>[];
      return results.at(-2)?.rows ?? [];
    } catch (error) {
      if (OTHER_PROCESS.includes((error as { code?: string }).code ?? '')) this.#prepares = false;
      throw error;
    }
  }

  /** SQL that runs a statement, up to its values. */
  #prepare(client: ClientBase, text: string): string {
    const name = `landclear_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    const prepared = this.#prepared.get(client) ?? new Set();
    this.#prepared.set(client, prepared);
    if (prepared.has(name)) return `execute ${name}`;
    prepared.add(name);
    return `prepare ${name} as ${text}; execute ${name}`;
  }
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number for a statement.`);
  return String(value);
}
