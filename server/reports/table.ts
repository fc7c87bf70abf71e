import type { ReportColumn, ReportRow, ReportTable, ReportTableKey } from './contract.ts';

/** What stands in a column, of one cell: m² as whole hundredths, so that sums are exact; null: not recorded. */
export interface Measure<Cell> {
  key: string;
  type: 'count' | 'm2';
  of: (cell: Cell) => number | null;
  /** Of no cell at all; 0 where left out. */
  ofNone?: number | null;
}

export interface TableShape<Cell> {
  key: ReportTableKey;
  /** Keys of the text columns at the start. */
  labels: readonly string[];
  /** The texts of the row in which a cell stands. */
  rowOf: (cell: Cell) => readonly string[];
  measures: readonly Measure<Cell>[];
  /** Rows that stand there though no cell is in them, in this order and before all others. */
  always?: readonly (readonly string[])[];
}

/** Sums of cells, by measure. Null where every cell says that it is not recorded. */
function sumsOf<Cell>(cells: readonly Cell[], measures: readonly Measure<Cell>[]): ReportRow {
  return Object.fromEntries(
    measures.map(({ key, type, of, ofNone = 0 }) => {
      const known = cells.map(of).filter((value) => value !== null);
      if (known.length === 0) return [key, cells.length === 0 ? ofNone : null];
      const sum = known.reduce((total, value) => total + value, 0);
      return [key, type === 'm2' ? sum / 100 : sum];
    }),
  );
}

/** A table whose rows add up to its total: each cell stands in one row. @param beside cells under a line of their own, by its label. */
export function tableOf<Cell>(
  { key, labels, rowOf, measures, always = [] }: TableShape<Cell>,
  cells: readonly Cell[],
  beside: Record<string, readonly Cell[]> = {},
): ReportTable {
  const rows = new Map<string, { texts: readonly string[]; cells: Cell[] }>(
    always.map((texts) => [texts.join('\n'), { texts, cells: [] }]),
  );
  for (const cell of cells) {
    const texts = rowOf(cell);
    const row = rows.get(texts.join('\n')) ?? { texts, cells: [] };
    row.cells.push(cell);
    rows.set(texts.join('\n'), row);
  }
  const named = (texts: readonly string[]): ReportRow =>
    Object.fromEntries(labels.map((label, index) => [label, texts[index] ?? '']));
  const columns: ReportColumn[] = [
    ...labels.map((label) => ({ key: label, type: 'text' as const })),
    ...measures.map((measure) => ({ key: measure.key, type: measure.type })),
  ];
  return {
    key,
    columns,
    rows: [...rows.values()].map((row) => ({ ...named(row.texts), ...sumsOf(row.cells, measures) })),
    total: { ...named([]), ...sumsOf(cells, measures) },
    beside: Object.entries(beside).map(([label, besideCells]) => ({
      label,
      row: { ...named([]), ...sumsOf(besideCells, measures) },
    })),
  };
}
