import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientBase } from 'pg';
import { AUDIENCES, type Audience } from '../vocabulary.ts';
import type { Query } from './database.ts';
import { GivenUp } from './errors.ts';

/** Who a transaction runs as: an audience, or the keeper of the tables. */
export type Asker = Audience | 'keeper';

/** Every statement on a connection goes through this, so that the embedded database can watch the time it takes. */
export type RunStatement = <T>(statement: () => Promise<T>) => Promise<T>;

interface OpenTransaction {
  open: boolean;
}
const currentTransaction = new AsyncLocalStorage<OpenTransaction>();

/**
 * The embedded database has one session: a transaction opened while another waits for it would wait for ever. The same is refused
 * on PostGIS, so that what works on one database works on the other.
 */
export function refuseNestedTransaction(): void {
  if (currentTransaction.getStore()?.open) {
    throw new Error('A transaction was opened inside another one: pass the query function of the outer one on instead.');
  }
}

/** Begins a transaction as an asker. */
export function openingStatement(asker: Asker, statementTimeoutMilliseconds: number): string {
  // SET LOCAL takes no parameters; both values come from fixed lists and numbers, never from a request
  const timeout = `set local statement_timeout to ${Math.trunc(statementTimeoutMilliseconds)}`;
  // the planner takes spatial functions for so expensive that it would compile the statement first, which takes longer than to run it
  const settings = `set local jit to off; ${timeout}`;
  if (asker === 'keeper') return `begin; set local search_path to landclear, public; ${settings}`;
  if (!AUDIENCES.includes(asker)) throw new Error(`"${String(asker)}" is not an audience.`);
  // one snapshot for all statements: an answer of several never mixes the land before an import with the land after it
  const begin = 'begin isolation level repeatable read read only';
  return `${begin}; set local role landclear_${asker}; set local search_path to landclear_${asker}, public; ${settings}`;
}

export interface TransactionOptions {
  statementTimeoutMilliseconds: number;
  runStatement: RunStatement;
  /** Called once the database has accepted the transaction, with the server's process: a failure before is no failure of `work`. */
  onBegun?: (serverProcess: number) => void;
  /** No statement of `work` is sent once it has aborted: GivenUp. */
  signal?: AbortSignal | undefined;
}

/** One transaction on an idle connection: committed when `work` resolves, rolled back when it rejects. */
export async function runTransaction<T>(
  client: ClientBase,
  asker: Asker,
  work: (query: Query) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const { runStatement, statementTimeoutMilliseconds, onBegun, signal } = options;
  const transaction: OpenTransaction = { open: true };
  // asked within the transaction: behind a pooler of connections only that is the process which works on it
  const opening = `${openingStatement(asker, statementTimeoutMilliseconds)}; select pg_backend_pid() as process`;
  const opened: unknown = await runStatement(() => client.query(opening));
  onBegun?.((opened as { rows: { process: number }[] }[]).at(-1)?.rows[0]?.process as number);
  let lastError: unknown;
  const query: Query = async (text, values) => {
    if (!transaction.open) throw new Error('A query was sent after its transaction had ended.');
    if (signal?.aborted) throw new GivenUp();
    // Visitors' questions are always one statement: the extended protocol refuses a second one.
    const extended = values !== undefined || asker !== 'keeper';
    const config = { text, values: (values ?? []) as unknown[], ...(extended && { queryMode: 'extended' as const }) };
    const result: unknown = await runStatement(() => client.query(config)).catch((error) => {
      lastError = error;
      throw error;
    });
    // several statements in one text give several results: the rows are those of the last
    const last = (Array.isArray(result) ? result.at(-1) : result) as { rows: never[] };
    return last.rows;
  };
  try {
    const answer = await currentTransaction.run(transaction, () => work(query));
    transaction.open = false;
    const { command } = await runStatement(() => client.query('commit'));
    // the server answers a commit after an error that `work` swallowed with a rollback, and no error
    if (command !== 'COMMIT') throw lastError ?? new Error(`The transaction ended with ${command} instead of COMMIT.`);
    return answer;
  } catch (error) {
    transaction.open = false;
    await runStatement(() => client.query('rollback')).catch(() => {
      // the connection is broken too; its owner throws it away, and the server rolls back
    });
    throw error;
  }
}
