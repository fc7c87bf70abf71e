const LONGEST_SHOWN = 60;

/** True where lists and objects stand in one another more than `limit` deep. Looks no deeper than that. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((member) => isDeeperThan(limit - 1, member));
}

/** A value as a sentence shows it: JSON, cut short. */
export function show(value: unknown): string {
  // JSON.stringify runs out of stack on what is nested ten thousand deep
  if (isDeeperThan(8, value)) return Array.isArray(value) ? 'a list nested deeply' : 'an object nested deeply';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}…` : text;
}
