import { hash } from 'node:crypto';
import type { ImportEntity } from '../../vocabulary.ts';
import { slices } from '../chunks.ts';

/** JSON with the members of every object in order, so that the same content is the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    let list = '';
    for (const item of value) list += `${list === '' ? '' : ','}${canonicalJson(item ?? null)}`;
    return `[${list}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const object = value as Record<string, unknown>;
  let members = '';
  // by code units, as sort() does
  for (const name of Object.keys(object).sort())
    if (object[name] !== undefined)
      members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(object[name])}`;
  return `{${members}}`;
}

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');

/**
 * The key under which a record is known: its local id, else a hash of what the file says of it. A hash sign in a local id is doubled,
 * so that `H#2` and the second part of `H` differ.
 */
export const baseKey = (localId: string | null, said: () => string): string =>
  localId === null ? `#${sha256(said()).slice(0, 24)}` : localId.replaceAll('#', '##');

/**
 * Numbers what repeats in a file. Records of one key are ordered by content, so that the same records in another order get the same
 * numbers. A number tells rows of one file apart, nothing more: which part of its record a row speaks of is found by parts.ts.
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

/** The key of a part of a record: the first has the record's own, the next `key#2`, `key#3`. */
export const partKey = (base: string, number: number): string => (number === 1 ? base : `${base}#${number}`);

/** A key as the record it belongs to and the number of its part. Places have no parts: a code is one place. */
export function splitKey(entity: ImportEntity, key: string): { base: string; number: number } {
  if (entity === 'places') return { base: key, number: 1 };
  const [, start = '', signs = '', number = ''] = /^(.*?)(#+)([1-9]\d*)$/s.exec(key) ?? [];
  // an even number of signs stands in a local id, and a hash of the content begins with one
  if (signs.length % 2 === 0 || /^#[0-9a-f]{24}$/.test(key)) return { base: key, number: 1 };
  return { base: start + signs.slice(1), number: Number(number) };
}

/**
 * The rows of all parts of these records: parts are numbered without gaps, so more are asked for until there are none.
 * @param ask gives the rows of some keys.
 */
export async function rowsOfParts<Row extends { record_key: string }>(
  entity: ImportEntity,
  bases: readonly string[],
  ask: (keys: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let going = [...new Set(bases)];
  for (let [from, to] = [1, entity === 'places' ? 1 : 2]; going.length > 0; [from, to] = [to + 1, to * 4]) {
    const keys = going.flatMap((base) => Array.from({ length: to - from + 1 }, (_, index) => partKey(base, from + index)));
    const found = new Set<string>();
    for (const some of slices(keys)) {
      for (const row of await ask(some)) {
        rows.push(row);
        found.add(row.record_key);
      }
    }
    const last = to;
    going = entity === 'places' ? [] : going.filter((base) => found.has(partKey(base, last)));
  }
  return rows;
}
