/** The largest rows, and those that have no line of their own: one sum of them, so that the lines add up. */
export interface Largest<Row> {
  shown: Row[];
  others: Row[];
}

/**
 * @param compare the first comes first.
 * @param most lines, that of the others among them: a single row is never called the others.
 */
export function largestOf<Row>(rows: readonly Row[], compare: (one: Row, other: Row) => number, most: number): Largest<Row> {
  const sorted = [...rows].sort(compare);
  if (sorted.length <= most) return { shown: sorted, others: [] };
  return { shown: sorted.slice(0, most - 1), others: sorted.slice(most - 1) };
}
