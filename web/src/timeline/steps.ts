import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';

/** The same day of the month some months on, or the last day of a shorter month. Days since 1970. */
export function stepMonths(day: number, months: number): number {
  const date = new Date(day * MILLISECONDS_A_DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / MILLISECONDS_A_DAY;
}
