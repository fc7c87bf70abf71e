import type { Database, Query } from '../database/database.ts';

/** Ends a transaction that did its work for the answer alone. */
class Answered<T> extends Error {
  readonly answer: T;
  constructor(answer: T) {
    super('The work was done for its answer; it is rolled back.');
    this.answer = answer;
  }
}

/** One transaction of the keeper's; a dry run answers just so, and leaves everything as it was. */
export async function asKeeperOrDry<T>(database: Database, isDry: boolean, work: (query: Query) => Promise<T>): Promise<T> {
  if (!isDry) return database.asKeeper(work);
  try {
    return await database.asKeeper<T>(async (query) => {
      throw new Answered(await work(query));
    });
  } catch (error) {
    if (error instanceof Answered) return error.answer as T;
    throw error;
  }
}
