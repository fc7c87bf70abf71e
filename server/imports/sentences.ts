/** `1,797`: as people read numbers in sentences. */
export const count = (number: number): string => number.toLocaleString('en');

/** The first few names in quotation marks, and how many more there are. */
export function some(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${count(more)} more` : shown.join(', ');
}
