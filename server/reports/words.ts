import type { ReportTableKey } from './contract.ts';

/** What the sheets and columns are called in files, which are in English. */
export const TABLE_NAMES: Record<ReportTableKey, string> = {
  remaining_by_place: 'Remaining by place',
  remaining_by_ordnance: 'Remaining by ordnance',
  remaining_by_place_and_ordnance: 'Remaining, place and ordnance',
  progress_by_year: 'Progress by year',
  progress_by_place: 'Progress by place',
  progress_by_place_and_year: 'Progress, place and year',
  progress_by_operator: 'Progress by operator',
};

/** Lines that stand beside a total. */
export const BESIDE_NAMES: Record<string, string> = {
  anti_personnel: 'Of it: with anti-personnel mines, improvised among them',
  undated: 'Undated, not in the total',
};

const COLUMN_NAMES: Record<string, string> = {
  place: 'Place code',
  place_name: 'Place',
  ordnance: 'Ordnance',
  anti_personnel: 'Anti-personnel mines',
  year: 'Year',
  operator: 'Operator code',
  operator_name: 'Operator',
  unmapped_areas: 'Areas without a polygon',
  unmapped_without_size: 'Of them without a size',
  released_m2: 'Released inside recorded hazards, m²',
  outside_m2: 'Released outside recorded hazards, m²',
  total_m2: 'Released, total, m²',
  ordnance_destroyed: 'Ordnance destroyed',
};
const STARTS: readonly [string, string][] = [
  ['sha_', 'SHA, '],
  ['cha_', 'CHA, '],
  ['all_', 'SHA and CHA, '],
  ['outside_', 'Outside, '],
];

/** The title of a column from its key. */
export function columnName(key: string): string {
  const known = COLUMN_NAMES[key];
  if (known !== undefined) return known;
  const [start, words] = STARTS.find(([prefix]) => key.startsWith(prefix)) ?? ['', ''];
  const rest = key.slice(start.length).replace(/_m2$/, ', m²').replaceAll('_', ' ');
  const title = `${words}${rest}`;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** A combination of ordnance in words. */
export const ordnanceWords = (combination: string): string =>
  combination === 'none' ? 'not stated' : combination.replaceAll('_', ' ').replaceAll('+', ' + ');
