export type Step = 'year' | 'quarter' | 'month';

export interface Period {
  /** 2015, 2015-Q2 or 2015-03. */
  period: string;
  /** The day before the first day: periods are (from, to]. */
  from: string;
  to: string;
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The first day of a month, counted from January of the year. Not Date.UTC, which takes the years 0 to 99 for those from 1900 on. */
const firstOfMonth = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1);

/**
 * The calendar periods that meet (from, to], oldest first; the first and the last are cut to it.
 * Years lie between 1 and 9999; at most 4,000 periods come back (the caller checks the span).
 */
export function periodsBetween(from: string, to: string, step: Step): Period[] {
  if (from >= to) return [];
  const months = { year: 12, quarter: 3, month: 1 }[step];
  const first = new Date(`${from}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() + 1);
  const periods: Period[] = [];
  let start = firstOfMonth(first.getUTCFullYear(), Math.floor(first.getUTCMonth() / months) * months);
  const end = Date.parse(`${to}T00:00:00Z`);
  while (start <= end && periods.length < 4000) {
    const opening = new Date(start);
    const year = opening.getUTCFullYear();
    const named = iso(start).slice(0, 4);
    const month = opening.getUTCMonth();
    const next = firstOfMonth(year, month + months);
    const dayBefore = iso(start - 86_400_000);
    const lastDay = iso(next - 86_400_000);
    periods.push({
      period: step === 'year' ? named : step === 'quarter' ? `${named}-Q${month / 3 + 1}` : iso(start).slice(0, 7),
      from: dayBefore < from ? from : dayBefore,
      to: lastDay > to ? to : lastDay,
    });
    start = next;
  }
  return periods;
}
