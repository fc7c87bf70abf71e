import { MILLISECONDS_A_DAY } from './days.ts';

export const STEPS = ['year', 'quarter', 'month'] as const;
export type Step = (typeof STEPS)[number];
const MONTHS = { year: 12, quarter: 3, month: 1 };

/** A calendar period, cut to the span that is shown. Days since 1970: (from, to]. */
export interface Period {
  /** 2015, 2015-Q2 or 2015-03. */
  name: string;
  from: number;
  to: number;
}

/** The calendar periods from the day `first` to the day `last`, both in them; the first and the last are cut to it. */
export function periodsFrom(first: number, last: number, step: Step): Period[] {
  const months = MONTHS[step];
  const periods: Period[] = [];
  for (let from = first - 1; from < last; ) {
    const day = new Date((from + 1) * MILLISECONDS_A_DAY);
    const [year, month] = [day.getUTCFullYear(), Math.floor(day.getUTCMonth() / months) * months];
    const to = Math.min(last, firstOfMonth(year, month + months) - 1);
    const name = step === 'year' ? '' : step === 'quarter' ? `-Q${month / 3 + 1}` : `-${String(month + 1).padStart(2, '0')}`;
    periods.push({ name: `${String(year).padStart(4, '0')}${name}`, from, to });
    from = to;
  }
  return periods;
}

/** Not Date.UTC, which takes the years 0 to 99 for those from 1900 on. */
const firstOfMonth = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1) / MILLISECONDS_A_DAY;

/** The days on which sums by these periods begin and end, rising. */
export const endsOf = (periods: readonly Period[]): number[] =>
  periods.length === 0 ? [] : [(periods[0] as Period).from, ...periods.map(({ to }) => to)];

/** Whether a period ends with its calendar period, and is not cut. */
export function isWhole({ to }: Period, step: Step): boolean {
  const next = new Date((to + 1) * MILLISECONDS_A_DAY);
  return next.getUTCDate() === 1 && next.getUTCMonth() % MONTHS[step] === 0;
}
