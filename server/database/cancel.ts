import pg from 'pg';

/** A cancel that comes before the server has begun the statement is lost, so it is sent again. */
const AGAIN_AFTER_MILLISECONDS = 200;

/**
 * Stops the statements of questions whose readers have gone. It has a connection of its own: those of the pool may all be busy,
 * with questions like these.
 */
export class ServerCanceller {
  readonly #pool: pg.Pool;
  readonly #log: (message: string) => void;

  constructor(connection: pg.PoolConfig, log: (message: string) => void) {
    // a cancel not answered in time fails, rather than keep a connection of the other pool waiting for it
    this.#pool = new pg.Pool({ ...connection, max: 1, query_timeout: 10_000 });
    this.#pool.on('error', () => {});
    this.#log = log;
  }

  /**
   * Does the work of a transaction. When the signal aborts, the server's process is told to stop, again and again until the work has
   * settled. Settles only after every cancel has been answered: the signal has then arrived at the process, where an idle one ignores
   * it, so that none can meet the end of the transaction, nor the next question on that connection. `onUnanswered` is called where
   * that is not known; the connection must not be used again.
   */
  async watch<T>(
    signal: AbortSignal,
    serverProcess: number,
    { work, onUnanswered }: { work: () => Promise<T>; onUnanswered: () => void },
  ): Promise<T> {
    let settled = false;
    let cancelling: Promise<void> | undefined;
    let again: NodeJS.Timeout | undefined;
    const cancel = () => {
      cancelling = this.#pool.query('select pg_cancel_backend($1)', [serverProcess]).then(
        () => {
          if (!settled) again = setTimeout(cancel, AGAIN_AFTER_MILLISECONDS);
        },
        (error: Error) => {
          this.#log(`A question that nobody waits for goes on, since it could not be stopped: ${error.message}`);
          onUnanswered();
        },
      );
    };
    signal.addEventListener('abort', cancel, { once: true });
    // it may have aborted while the transaction was opened; then the first query refuses itself
    try {
      return await work();
    } finally {
      settled = true;
      clearTimeout(again);
      signal.removeEventListener('abort', cancel);
      await cancelling;
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}
