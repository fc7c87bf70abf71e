import type { LandFilter } from '../engine/filter.ts';
import type { HeldLand } from '../land/memory/load.ts';
import { malformed } from '../problems.ts';
import type { Article5Report } from './contract.ts';
import { sentence } from './method.ts';
import { reportPlaces } from './places.ts';
import { progressTables } from './progress.ts';
import { remainingTables } from './remaining.ts';

export interface ReportRange {
  asOf: string;
  from: string | null;
  to: string;
  level: number;
  /** The day of the answer. */
  madeOn: string;
}

const filtersInWords = (filters: Record<string, string>): string =>
  Object.entries(filters)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/**
 * The tables of a report under Article 5 of the Anti-Personnel Mine Ban Convention: what remains, and what was done.
 * @param filters as they were asked for, to be said in the note of method.
 * @throws Problem 400 where `from` is not before `to`.
 */
export function article5Report(
  land: HeldLand,
  filter: LandFilter,
  { asOf, from, to, level, madeOn }: ReportRange,
  filters: Record<string, string>,
): Article5Report {
  if (from !== null && from >= to) throw malformed('from', `from=${from} is not before to=${to}; a period is (from, to].`);
  const { programme } = land;
  const places = reportPlaces(land, filter, level);
  const remaining = remainingTables(land, filter, asOf, places);
  const progress = progressTables(land, filter, { from, to }, places);
  return {
    programme: land.code,
    programme_name: programme.name,
    synthetic: programme.synthetic,
    data_version: land.dataVersion,
    boundary_set: programme.boundarySet,
    made_on: madeOn,
    as_of: asOf,
    from,
    to,
    level,
    filters,
    tables: [...remaining.tables, ...progress.tables],
    method: [
      sentence('ledger'),
      sentence('remaining', { as_of: asOf }),
      sentence('unmapped', { without_size: remaining.withoutSize }),
      sentence('areas'),
      sentence('ordnance'),
      sentence('movements', { period: from === null ? `by ${to}` : `after ${from} and by ${to}`, from: from ?? '', to }),
      ...(progress.undatedSquareMetres === 0 ? [] : [sentence('undated', { undated_m2: progress.undatedSquareMetres })]),
      sentence(progress.destroyedIsRecorded ? 'destroyed' : 'destroyed_not_recorded'),
      programme.boundarySet === null
        ? sentence('places_unnamed', { level })
        : sentence('places', { boundary_set: programme.boundarySet, level }),
      Object.keys(filters).length === 0 ? sentence('not_filtered') : sentence('filters', { filters: filtersInWords(filters) }),
      sentence('source', { programme: land.code, data_version: land.dataVersion, made_on: madeOn }),
      ...(programme.synthetic ? [sentence('synthetic')] : []),
    ],
  };
}
