import { DatabaseUnavailable, GivenUp } from './errors.ts';

/** How long a piece of work waits for its turn before it is given up. */
export interface Patience {
  /** behind a load, which may take minutes */
  loadMilliseconds: number;
  /** behind whatever there is */
  milliseconds: number;
  /** aborts when the asker has gone */
  signal?: AbortSignal | undefined;
}

/** A wait longer than a timer can count is no limit. */
const LONGEST_TIMER = 2_147_483_647;
const BUSY = 'The database is busy with other work; ask again in a moment.';
const LOADING = 'An import is being loaded, and the database can do nothing else meanwhile; ask again in a moment.';

/** One piece of work at a time, in the order asked. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  #loading = false;

  /** A load: waits for its turn however long it takes. */
  load<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#loading = true;
      try {
        return await work();
      } finally {
        this.#loading = false;
      }
    });
  }

  /** Rejects with DatabaseUnavailable or GivenUp, and never runs the work, where its turn does not come within the asker's patience. */
  async ask<T>({ loadMilliseconds, milliseconds, signal }: Patience, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted) throw new GivenUp();
    let givenUp = false;
    const timers: NodeJS.Timeout[] = [];
    let onGone = () => {};
    const waited = new Promise<never>((_resolve, reject) => {
      onGone = () => {
        givenUp = true;
        for (const timer of timers) clearTimeout(timer);
        reject(new GivenUp());
      };
      signal?.addEventListener('abort', onGone, { once: true });
      const after = (limit: number, isMeant: () => boolean) => {
        if (limit > LONGEST_TIMER) return;
        timers.push(
          setTimeout(() => {
            if (!isMeant()) return;
            givenUp = true;
            reject(new DatabaseUnavailable(this.#loading ? LOADING : BUSY));
          }, limit),
        );
      };
      after(loadMilliseconds, () => this.#loading);
      after(milliseconds, () => true);
    });
    const turn = this.#inTurn(async () => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', onGone);
      return givenUp ? undefined : work();
    });
    return (await Promise.race([turn, waited])) as T;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
