import type { Moves } from '../../../server/engine/columns.ts';
import { firstOfYear, MILLISECONDS_A_DAY, yearOf } from '../../../server/engine/days.ts';
import { type MovementsByPeriod, movementsByPeriod } from '../../../server/engine/movements-by-period.ts';
import { type Period, periodsFrom } from '../../../server/engine/periods.ts';
import { type AccidentColumns, type AccidentCounts, accidentFigures, accidentsIn } from '../accidents/columns.ts';
import { drawnKm2, type MovementKey } from '../movements/movement-bars.ts';

/** How many calendar years are told one by one; the last may be one that is not over. */
export const YEARS = 5;

/** The last calendar years up to the end of a day. */
export const lastYears = (day: number, count = YEARS): Period[] => {
  const year = yearOf(day);
  return periodsFrom(firstOfYear(year - count + 1), day, 'year');
};

/** Where the last year is not over: its name and the day up to which it is told; null: it is whole. */
export const lastYearUntil = (day: number): number | null => {
  const year = yearOf(day);
  return day === Date.UTC(year, 11, 31) / MILLISECONDS_A_DAY ? null : year;
};

/** km² that moved in a year, inside and outside recorded hazards together. */
export type YearMoved = Record<MovementKey | 'released', number> & { name: string };

/** @param kept 1 for movements that count; null: all do. */
export function movedInYears(moves: Moves, periods: Period[], kept: Uint8Array | null): YearMoved[] {
  const { moved }: MovementsByPeriod = movementsByPeriod(moves, periods, kept);
  return periods.map(({ name }, index) => {
    const km2 = (key: MovementKey) => drawnKm2(moved[index] as (typeof moved)[number], key);
    const [cancelled, reduced, cleared] = [km2('cancelled'), km2('reduced'), km2('cleared')];
    return {
      name,
      ...{ recorded: km2('recorded'), 're-opened': km2('re-opened'), closed: km2('closed') },
      ...{ cancelled, reduced, cleared, released: cancelled + reduced + cleared },
    };
  });
}

/** Accidents of each year. @param leaves codes of leaf places; null: all. */
export const accidentsByYear = (
  columns: AccidentColumns,
  periods: readonly Period[],
  leaves: ReadonlySet<string> | null,
): (AccidentCounts & { name: string })[] =>
  periods.map(({ name, from, to }) => {
    const { accidents, killed, injured } = accidentFigures(columns, accidentsIn(columns, { from, to, leaves, bbox: null }));
    return { name, accidents, killed, injured };
  });

/** Of the accidents at these positions, those that do not state how many were killed or how many injured. */
export const withoutVictims = ({ killed, injured }: AccidentColumns, chosen: Int32Array): number =>
  chosen.filter((index) => (killed[index] as number) < 0 || (injured[index] as number) < 0).length;
