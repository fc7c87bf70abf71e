import { malformed } from '../problems.ts';

/** Where a page ended: its last record. The value by which it is sorted as text; null: nothing known. */
export interface PageKey {
  sort: string;
  value: string | null;
  id: number;
}

export type KeyType = 'text' | 'numeric' | 'date';

const READS: Record<KeyType, RegExp> = {
  text: /^[^\0]*$/,
  numeric: /^-?\d{1,20}(\.\d{1,10})?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
};

export const writePageKey = (key: PageKey): string =>
  Buffer.from(JSON.stringify([key.sort, key.value, key.id])).toString('base64url');

/** @throws Problem 400 where it is none of ours, or of another sort. */
export function readPageKey(text: string, sort: string, type: KeyType): PageKey {
  const problem = malformed('after', 'after is not the next of a page with this type and sort; begin without it.');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw problem;
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw problem;
  const [keySort, value, id] = parts as unknown[];
  const isValue = value === null || (typeof value === 'string' && READS[type].test(value));
  const isDay = type !== 'date' || value === null || !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
  if (keySort !== sort || !isValue || !isDay || !Number.isInteger(id) || Math.abs(id as number) > 2147483647) throw problem;
  return { sort, value: value as string | null, id: id as number };
}
