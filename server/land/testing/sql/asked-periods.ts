import type { Query } from '../../../database/database.ts';
import { malformed } from '../../../problems.ts';
import { type Period, periodsBetween, type Step } from './periods.ts';

/** First and last day on which the programme's ledger changes; null where it is empty. */
async function ledgerDays(query: Query, programmeId: number): Promise<{ first: string; last: string } | null> {
  const [row] = await query<{ first: string | null; last: string }>(
    `select min(day) as first, max(day) as last from ledger_movement where programme_id = $1`,
    [programmeId],
  );
  return row === undefined || row.first === null ? null : { first: row.first, last: row.last };
}

/** The day before; that of the first day of all is itself. */
const dayBefore = (day: string): string =>
  day === '0001-01-01' ? day : new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/**
 * The periods that are asked for; where `from` is left out they begin with the year of the first movement.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export async function periodsAsked(
  query: Query,
  programmeId: number,
  range: { from: string | null; to: string },
  step: Step,
): Promise<{ from: string; periods: Period[] }> {
  const days = await ledgerDays(query, programmeId);
  const from = range.from ?? dayBefore(days === null || days.first > range.to ? range.to : `${days.first.slice(0, 4)}-01-01`);
  if (from >= range.to) throw malformed('from', `from=${from} is not before to=${range.to}; a period is (from, to].`);
  const periods = periodsBetween(from, range.to, step);
  if (periods.length === 4000)
    throw malformed('step', `step=${step} gives more than 4,000 periods from ${from} to ${range.to}; take a longer step.`);
  return { from, periods };
}
