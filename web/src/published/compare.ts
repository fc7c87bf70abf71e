import type { AccidentColumns } from '../accidents/columns.ts';
import { UNKNOWN } from '../accidents/columns.ts';
import { areasAt, figuresOf, type LedgerColumns } from '../land/figures.ts';

const DAY = 86_400_000;

/** What somebody printed. */
export interface PublishedFigure {
  year: number | null;
  period: string | null;
  measure: string;
  value_text: string;
  value: number | null;
  unit: string;
  scope: string | null;
  source: string;
  note: string | null;
}

/** Measures in the order of their first figure. */
export const measuresOf = (figures: readonly PublishedFigure[]): string[] => [...new Set(figures.map(({ measure }) => measure))];

/**
 * What the programme's own records say of the same measure and year, for the column beside the published figure; null where they
 * say nothing of it. Remaining: at the end of the year, km². Casualties: people hurt in accidents of the year.
 */
export function ownFigure(
  measure: string,
  year: number | null,
  columns: LedgerColumns | null,
  accidents: AccidentColumns | null,
): number | null {
  if (year === null) return null;
  const [from, to] = [Date.UTC(year - 1, 11, 31) / DAY, Date.UTC(year, 11, 31) / DAY];
  if (measure === 'remaining_km2' && columns !== null) return figuresOf(areasAt(columns, to)).remaining.total;
  const counted = {
    casualties_total: ['killed', 'injured'],
    casualties_killed: ['killed'],
    casualties_injured_including_amputated: ['injured'],
  }[measure] as ('killed' | 'injured')[] | undefined;
  if (counted === undefined || accidents === null) return null;
  let people = 0;
  for (let index = 0; index < accidents.length; index += 1) {
    const day = accidents.day[index] as number;
    if (day === UNKNOWN || day <= from || day > to) continue;
    for (const column of counted) people += Math.max(0, accidents[column][index] as number);
  }
  return people;
}

/** A source's address where it names one, and its name before it. */
export function sourceParts(source: string): { name: string; address: string | null } {
  const found = /https?:\/\/[^\s;,)]+/.exec(source);
  if (found === null) return { name: source, address: null };
  const name = source.slice(0, found.index).replace(/[\s;,(–-]+$/, '');
  return { name: name === '' ? new URL(found[0]).hostname.replace(/^www\./, '') : name, address: found[0] };
}
