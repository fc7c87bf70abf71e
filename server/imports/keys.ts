import { createHash } from 'node:crypto';

/** JSON with the members of every object in order, so that the same content is the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([first], [second]) => (first < second ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * The key under which a record is known: its local id, else a hash of what the file says of it. A hash sign in a local id is doubled,
 * so that `H#2` and the second record of `H` differ.
 */
export const baseKey = (localId: string | null, said: () => string): string =>
  localId === null ? `#${sha256(said()).slice(0, 24)}` : localId.replaceAll('#', '##');

/**
 * Numbers what repeats in a file: the first keeps its key, the next are `key#2`, `key#3`. Records of one key are ordered by content,
 * so that the same records in another order get the same keys.
 */
export function numberRepeats<Item extends { key: string; contentHash: string }>(records: readonly Item[]): Map<Item, number> {
  const groups = new Map<string, Item[]>();
  for (const record of records) {
    const group = groups.get(record.key);
    if (group === undefined) groups.set(record.key, [record]);
    else group.push(record);
  }
  const occurrences = new Map<Item, number>();
  for (const group of groups.values()) {
    if (group.length > 1)
      group.sort((first, second) =>
        first.contentHash < second.contentHash ? -1 : first.contentHash > second.contentHash ? 1 : 0,
      );
    for (const [index, record] of group.entries()) occurrences.set(record, index + 1);
  }
  return occurrences;
}
