import type { Query } from '../../database/database.ts';

/** Rows that travel at once: some megabytes. */
const BATCH_ROWS = 100_000;

/** Columns as the database packed them: words of eight bytes, each with two whole numbers or one. */
export interface Packed<Word extends string> {
  length: number;
  /** The upper and the lower 32 bits of a word, signed. */
  high(word: Word): Int32Array;
  low(word: Word): Int32Array;
  /** A word as one number: exact up to 2^53. */
  whole(word: Word): Float64Array;
}

/** SQL of a word of two whole numbers. */
export const pair = (high: string, low: string): string => `((${high})::bigint << 32) | ((${low})::bigint & 4294967295)`;

/**
 * Reads rows as a few binary words each, in the order of their key: a tenth of the time that a value a column takes.
 * @param words SQL of bigints over `source`; names and SQL are ours, never a caller's.
 * @param source what follows `from`, with a `where` that ends in a condition. @param values its parameters, from $3 on.
 */
export async function readPacked<Word extends string>(
  query: Query,
  { words, source, key, values }: { words: Record<Word, string>; source: string; key: string; values: readonly unknown[] },
): Promise<Packed<Word>> {
  const names = Object.keys(words) as Word[];
  const batches: ({ rows: number; last: number } & Record<Word, Buffer>)[] = [];
  let after = 0;
  for (;;) {
    const [batch] = await query<{ rows: number; last: number } & Record<Word, Buffer>>(
      `select count(*)::integer as rows, max(key)::float8 as last, ${names.map((name) => `string_agg(int8send(${name}), '') as ${name}`).join(', ')}
       from (select ${key} as key, ${names.map((name) => `(${words[name]}) as ${name}`).join(', ')}
         from ${source} and ${key} > $1 order by ${key} limit $2) batch`,
      [after, BATCH_ROWS, ...values],
    );
    if (batch === undefined || batch.rows === 0) break;
    batches.push(batch);
    if (batch.rows < BATCH_ROWS) break;
    after = batch.last;
  }
  const length = batches.reduce((sum, { rows }) => sum + rows, 0);
  const known = new Map<Word, Int32Array>();
  /** The halves of each word, the lower one first. */
  const halves = (word: Word): Int32Array => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const all = new Uint8Array(length * 8);
    let at = 0;
    for (const batch of batches) {
      all.set(batch[word], at);
      at += batch[word].length;
    }
    // they travel with the highest byte first
    Buffer.from(all.buffer).swap64();
    const made = new Int32Array(all.buffer);
    known.set(word, made);
    return made;
  };
  const everySecond = (word: Word, from: 0 | 1): Int32Array => {
    const of = halves(word);
    const into = new Int32Array(length);
    for (let row = 0; row < length; row += 1) into[row] = of[row * 2 + from] as number;
    return into;
  };
  return {
    length,
    high: (word) => everySecond(word, 1),
    low: (word) => everySecond(word, 0),
    whole: (word) => {
      const of = halves(word);
      const into = new Float64Array(length);
      for (let row = 0; row < length; row += 1)
        into[row] = (of[row * 2 + 1] as number) * 4294967296 + ((of[row * 2] as number) >>> 0);
      return into;
    },
  };
}
