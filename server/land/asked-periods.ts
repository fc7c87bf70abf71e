import { dateOf, dayOf } from '../engine/days.ts';
import { type Period, periodsFrom, type Step } from '../engine/periods.ts';
import type { ProgrammeLand } from '../engine/programme-land.ts';
import { malformed } from '../problems.ts';

const MOST_PERIODS = 4000;
const LONGEST_DAYS: Record<Step, number> = { year: 366, quarter: 92, month: 31 };
/** The database has no year 0. */
const FIRST_DAY = dayOf('0001-01-01');

/** The day before the year of the first movement, so that the whole year is a period; before `to` where nothing moved by then. */
function beginningOf({ firstDay }: ProgrammeLand, to: number): number {
  const first = firstDay === null || firstDay > to ? to : dayOf(`${dateOf(firstDay).slice(0, 4)}-01-01`);
  return Math.max(FIRST_DAY, first - 1);
}

/**
 * The periods that are asked for; where `from` is left out they begin with the year of the first movement.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export function periodsAsked(land: ProgrammeLand, range: { from: string | null; to: string }, step: Step): Period[] {
  const to = dayOf(range.to);
  const from = range.from === null ? beginningOf(land, to) : dayOf(range.from);
  if (from >= to) throw malformed('from', `from=${dateOf(from)} is not before to=${range.to}; a period is (from, to].`);
  const isTooLong = (to - from) / LONGEST_DAYS[step] >= MOST_PERIODS;
  const periods = isTooLong ? [] : periodsFrom(from + 1, to, step);
  if (isTooLong || periods.length >= MOST_PERIODS)
    throw malformed(
      'step',
      `step=${step} gives more than 4,000 periods from ${dateOf(from)} to ${range.to}; take a longer step.`,
    );
  return periods;
}

/** A period as answers name it. */
export const namedPeriod = ({ name, from, to }: Period): { period: string; from: string; to: string } => ({
  period: name,
  from: dateOf(from),
  to: dateOf(to),
});
