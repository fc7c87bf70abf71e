import { DEFAULT_LIMITS } from './database.ts';
import { openEmbedded } from './embedded.ts';

/**
 * Writes numbered rows into the embedded database of a directory, one or several a transaction, and says each committed number on
 * standard output; runs until it is killed. Its one purpose is to be killed by embedded.test.ts.
 */
const directory = process.argv[2] as string;
const database = await openEmbedded(directory, { limits: DEFAULT_LIMITS, log: () => {} });
await database.asKeeper((query) => query('create table if not exists killed (number integer primary key, padding text)'));
const [last] = await database.asKeeper((query) =>
  query<{ number: number }>('select coalesce(max(number), 0) as number from killed'),
);
console.log(`database ${database.processId}`);
for (let number = (last?.number ?? 0) + 1; ; number += 10) {
  await database.asKeeper(async (query) => {
    for (let row = number; row < number + 10; row += 1) {
      await query('insert into killed values ($1, $2)', [row, 'x'.repeat(2000)]);
    }
  });
  console.log(number + 9);
}
