import { DatabaseUnavailable } from './errors.ts';

/** One piece of work at a time, in the order asked. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects with DatabaseUnavailable, and never runs the work, where its turn does not come within `waitMilliseconds`. */
  async run<T>(waitMilliseconds: number, work: () => Promise<T>): Promise<T> {
    let givenUp = false;
    const turn = this.#last.then(() => {
      clearTimeout(timer);
      if (!givenUp) return work();
      return undefined;
    });
    this.#last = turn.catch(() => {});
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<never>((_resolve, reject) => {
      // a wait longer than a timer can count is no limit
      if (waitMilliseconds > 2_147_483_647) return;
      timer = setTimeout(() => {
        givenUp = true;
        reject(new DatabaseUnavailable('The database is busy with other work, such as an import; ask again in a moment.'));
      }, waitMilliseconds);
    });
    return (await Promise.race([turn, waited])) as T;
  }
}
