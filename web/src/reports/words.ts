import { dayOf } from '../../../server/engine/days.ts';
import type { Article5Report, ReportColumn, ReportRow } from '../../../server/reports/contract.ts';
import type { Speech, TextKey } from '../i18n/index.ts';
import type { Page } from '../state/page.svelte.ts';

export type ColumnGroup = 'sha' | 'cha' | 'all' | 'inside' | 'outside';
const INSIDE = ['cancelled_m2', 'reduced_m2', 'cleared_m2', 'released_m2'];

/** Under which head a column stands; null: under its own. */
export function groupOf(key: string): ColumnGroup | null {
  if (INSIDE.includes(key)) return 'inside';
  const [start] = key.split('_');
  return start === 'sha' || start === 'cha' || start === 'all' || start === 'outside' ? start : null;
}

/** Columns side by side under one head. */
export function groupsOf(columns: readonly ReportColumn[]): { group: ColumnGroup | null; columns: ReportColumn[] }[] {
  const groups: { group: ColumnGroup | null; columns: ReportColumn[] }[] = [];
  for (const column of columns) {
    const group = groupOf(column.key);
    const last = groups.at(-1);
    if (group !== null && last?.group === group) last.columns.push(column);
    else groups.push({ group, columns: [column] });
  }
  return groups;
}

/** Which text names a column; codes of places and operators are not shown beside their names. */
export function columnText(key: string): TextKey {
  const ownGroup = groupOf(key);
  const name = ownGroup === null || ownGroup === 'inside' ? key : key.slice(ownGroup.length + 1);
  return `reportColumn_${name}` as TextKey;
}
export const isShown = ({ key }: ReportColumn): boolean => key !== 'place' && key !== 'operator';

/** What a cell says; null: a total has none. */
export function cellWords(page: Pick<Page, 'programme'>, speech: Speech, { key, type }: ReportColumn, row: ReportRow): string {
  const value = row[key] ?? null;
  if (type !== 'text') return value === null ? speech.text('reportNotRecorded') : speech.whole(Number(value));
  const text = String(value ?? '');
  if (text === '') return '';
  if (key === 'place_name') {
    if (row.place === 'none') return speech.text('noPlace');
    return page.programme.places.find(({ code }) => code === row.place)?.names[speech.language] ?? text;
  }
  if (key === 'operator_name') return row.operator === '' ? speech.text('reportOperatorUnknown') : text;
  if (key === 'anti_personnel') return speech.text(text === 'yes' ? 'reportYes' : 'reportNo');
  if (key !== 'ordnance') return text;
  if (text === 'none') return speech.text('reportOrdnanceNone');
  return text
    .split('+')
    .map((kind) => speech.text(`ordnance_${kind}` as TextKey))
    .join(' + ');
}

/** A sentence of the note of method, in the user's language. */
export function methodWords(speech: Speech, { key, values }: Article5Report['method'][number]): string {
  const words = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'number') return [name, speech.whole(value)];
      return [name, /^\d{4}-\d{2}-\d{2}$/.test(value) ? speech.day(dayOf(value)) : value];
    }),
  );
  return speech.text(`reportMethod_${key === 'movements' && values.from === '' ? 'movements_all' : key}` as TextKey, words);
}
