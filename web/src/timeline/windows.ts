import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import { stepMonths } from './steps.ts';

/** Windows that a user can take with one choice. */
export const WINDOWS = ['all', 'last_year', 'twelve_months', 'five_years', 'ten_years'] as const;
export type WindowName = (typeof WINDOWS)[number];
const MONTHS = { twelve_months: 12, five_years: 60, ten_years: 120 } as const;

/** A window is (from, day], days since 1970; from null: since the first record. */
export interface TimeWindow {
  from: number | null;
  day: number;
}

/**
 * The window of that name. Last year is the calendar year before that of `lastDay`; the others end on the day shown.
 * @param shown what is shown now. @param lastDay the last day that the page can show.
 */
export function windowOf(name: WindowName, shown: TimeWindow, lastDay: number): TimeWindow {
  if (name === 'all') return { from: null, day: shown.day };
  if (name === 'last_year') {
    const year = new Date(lastDay * MILLISECONDS_A_DAY).getUTCFullYear();
    return { from: Date.UTC(year - 2, 11, 31) / MILLISECONDS_A_DAY, day: Date.UTC(year - 1, 11, 31) / MILLISECONDS_A_DAY };
  }
  return { from: stepMonths(shown.day, -MONTHS[name]), day: shown.day };
}

/** The name of the window shown; null where it is one of the user's own. */
export function nameOf(shown: TimeWindow, lastDay: number): WindowName | null {
  return (
    WINDOWS.find((name) => {
      const { from, day } = windowOf(name, shown, lastDay);
      return from === shown.from && day === shown.day;
    }) ?? null
  );
}
