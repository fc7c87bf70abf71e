const MAX_ROWS = 2000;
const MAX_CHARACTERS = 4_000_000;

/** Rows as JSON texts in pieces that the embedded database takes without running out of memory. */
export function* jsonChunks(rows: Iterable<object>): Generator<{ json: string; rows: number }> {
  let parts: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (parts.length > 0 && (parts.length >= MAX_ROWS || characters + text.length > MAX_CHARACTERS)) {
      yield { json: `[${parts.join(',')}]`, rows: parts.length };
      parts = [];
      characters = 0;
    }
    parts.push(text);
    characters += text.length;
  }
  if (parts.length > 0) yield { json: `[${parts.join(',')}]`, rows: parts.length };
}

/** Sends rows piece by piece: while the database works on one, the next is written. */
export async function sendChunks(
  rows: Iterable<object>,
  send: (chunk: { json: string; rows: number }) => Promise<unknown>,
): Promise<void> {
  let sent: Promise<unknown> = Promise.resolve();
  for (const chunk of jsonChunks(rows)) {
    await sent;
    sent = send(chunk);
    // awaited below or in the next turn, where it is reported
    sent.catch(() => {});
    // lets the piece go out before the next one is written
    await new Promise(setImmediate);
  }
  await sent;
}

const MOST_SLICES = 8;

/**
 * A list in pieces, few however long it is: for each the database may read a whole table, since looking up thousands of keys one by one
 * takes longer.
 */
export function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  const size = Math.max(5000, Math.ceil(items.length / MOST_SLICES));
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
