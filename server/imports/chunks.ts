const MAX_ROWS = 500;
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

/** A list in pieces of at most `size`. */
export function* slices<Item>(items: readonly Item[], size = 5000): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
