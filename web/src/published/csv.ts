import type { Laid } from './laid.ts';

export const PUBLISHED_COLUMNS = [
  'published_measure',
  'published_km2',
  'published_as_printed',
  'published_scope',
  'published_source',
  'published_note',
  'published_left_out',
  'ledger_km2',
] as const;

type Cells = (string | number)[];

/**
 * The columns and rows of a chart's file with the published figures below, in columns of their own: they never stand among the
 * chart's figures.
 * @param lead the first cells of a figure's row: its period and dates.
 */
export function withPublished(
  columns: readonly string[],
  rows: readonly Cells[],
  laid: readonly Laid[],
  lead: (one: Laid) => Cells,
): [columns: readonly string[], rows: readonly Cells[]] {
  if (laid.length === 0) return [columns, rows];
  const padded = (cells: Cells, length: number): Cells => [...cells, ...Array<string>(length - cells.length).fill('')];
  return [
    [...columns, ...PUBLISHED_COLUMNS],
    [
      ...rows.map((cells) => padded(cells, columns.length + PUBLISHED_COLUMNS.length)),
      ...laid.map((one) => {
        const { measure, value, value_text, scope, source, note } = one.figure;
        return [
          ...padded(lead(one), columns.length),
          ...[measure, value ?? '', value_text, scope ?? '', source, note ?? '', one.leftOut ?? '', one.own ?? ''],
        ];
      }),
    ],
  ];
}
