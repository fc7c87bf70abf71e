import { firstOfYear } from '../../../server/engine/days.ts';
import { startOf, yearOf } from '../charts/series.ts';
import { type Forecast, type Pace, type PaceAccount, releasedWithin } from './pace.ts';

export const DAYS_A_YEAR = 365.2425;

/** What remained at the ends of years, and how it would go on. Days since 1970, km². */
export interface Course {
  known: { day: number; km2: number }[];
  pace: Pace;
  /** null: none is set, or it is past. */
  deadline: number | null;
}

export interface CoursePoint {
  day: number;
  low: number;
  middle: number;
  high: number;
}

/** What would remain some years after the last known day: at least, by the mean, at most. */
export function remainingAfter({ known, pace }: Course, years: number): Omit<CoursePoint, 'day'> {
  const { km2 } = known.at(-1) as { km2: number };
  const released = releasedWithin(pace, years);
  const left = (km: number) => Math.max(0, km2 - km);
  return { low: left(released.high), middle: left(released.middle), high: left(released.low) };
}

/** By quarters of a year up to a day. */
export function forecastPoints(course: Course, until: number): CoursePoint[] {
  const from = (course.known.at(-1) as { day: number }).day;
  const count = Math.max(1, Math.ceil((until - from) / (DAYS_A_YEAR / 4)));
  return Array.from({ length: count + 1 }, (_, index) => {
    const day = from + ((until - from) * index) / count;
    return { day, ...remainingAfter(course, (day - from) / DAYS_A_YEAR) };
  });
}

/** Ends of years after the last known day, for the table: until the mean is through, and the deadline's; thirty at most. */
export function forecastYears(course: Course, last: number): { year: number; point: CoursePoint }[] {
  const from = (course.known.at(-1) as { day: number }).day;
  const rows: { year: number; point: CoursePoint }[] = [];
  for (let year = yearOf(from + 1); rows.length < 30; year += 1) {
    const day = firstOfYear(year + 1) - 1;
    if (day > last + 366) break;
    rows.push({ year, point: { day, ...remainingAfter(course, (day - from) / DAYS_A_YEAR) } });
  }
  return rows;
}

/** What remained at the ends of the account's years and on its day, and how it goes on; null: there is no pace, or nothing remains. */
export function courseOf(
  { day, years, pace, remaining }: PaceAccount,
  remainingAt: (day: number) => number,
  deadline: number | null,
): Course | null {
  if (pace === null || pace.mean <= 0 || remaining <= 0) return null;
  const ends = years.map((year) => startOf(year + 1) - 1).filter((end) => end < day);
  return {
    known: [...ends, day].map((at) => ({ day: at, km2: remainingAt(at) })),
    pace,
    deadline: deadline !== null && deadline > day ? deadline : null,
  };
}

/** The last day drawn: some years beyond the mean's end and the deadline; not so far that the years known are a speck. */
export const courseUntil = ({ known, deadline }: Course, { middle }: Forecast): number => {
  const { day } = known.at(-1) as { day: number };
  return Math.max(Math.min(deadline ?? day, day + 60 * DAYS_A_YEAR) + DAYS_A_YEAR, day + Math.min(50, middle + 2) * DAYS_A_YEAR);
};
