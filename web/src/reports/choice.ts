import type { ReportTableKey } from '../../../server/reports/contract.ts';

/** One table of the report, or all of them one below the other. */
export type TableChoice = ReportTableKey | 'all';

const CHOICES: Record<TableChoice, true> = {
  remaining_by_place: true,
  remaining_by_ordnance: true,
  remaining_by_place_and_ordnance: true,
  progress_by_year: true,
  progress_by_place: true,
  progress_by_place_and_year: true,
  progress_by_operator: true,
  all: true,
};
export const isTableChoice = (value: string): value is TableChoice => Object.hasOwn(CHOICES, value);
