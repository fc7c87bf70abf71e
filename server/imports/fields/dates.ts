import type { DatePrecision } from '../../vocabulary.ts';
import { saysNothing } from './words.ts';

export type DateOrder = 'dmy' | 'mdy';

/** First day of the period (YYYY-MM-DD) and how much of it is known. */
export interface PartialDate {
  day: string;
  precision: DatePrecision;
}

export type DateReading =
  | { kind: 'date'; date: PartialDate }
  | { kind: 'none' }
  /** Day and month could be either way round. */
  | { kind: 'ambiguous' }
  /** `formed`: it is written like a date, yet is none that can be: a year of another calendar, a serial number. */
  | { kind: 'unreadable'; why: string; formed: boolean };

const FIRST_YEAR = 1900;
const YEARS_AHEAD = 50;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T\s].*)?$/;

const two = (value: number): string => String(value).padStart(2, '0');
const monthNumber = (name: string): number => {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return lower.length < 3 ? 0 : MONTHS.findIndex((month) => lower.startsWith(month)) + 1;
};

/** The order that one value proves by itself: a number above 12 can only be the day. */
export function orderProved(value: unknown): DateOrder | null {
  const parts = SLASHED.exec(String(value ?? '').trim());
  if (parts === null) return null;
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  if (first > 12 && second <= 12) return 'dmy';
  return second > 12 && first <= 12 ? 'mdy' : null;
}

const impossible = (why: string): DateReading => ({ kind: 'unreadable', why, formed: true });

/**
 * Reads a date of day, month or year precision. Times are dropped, the day stays as written. Whole numbers beyond ±10,000,000,000 are
 * milliseconds since 1970 (as ArcGIS exports them), read as UTC; serial numbers of spreadsheets are refused.
 * @param order which of two small numbers is the day; null: not known.
 * @param today YYYY-MM-DD; up to 50 years after it are plausible.
 */
export function readDate(value: unknown, order: DateOrder | null, today: string): DateReading {
  if (saysNothing(value)) return { kind: 'none' };
  const text = String(value).trim();
  const lastYear = Number(today.slice(0, 4)) + YEARS_AHEAD;
  const build = (year: number, month: number, day: number): DateReading => {
    if (year < FIRST_YEAR || year > lastYear) return impossible(`the year ${year} is not between ${FIRST_YEAR} and ${lastYear}`);
    if (month === 0) return { kind: 'date', date: { day: `${year}-01-01`, precision: 'year' } };
    if (month > 12) return impossible(`there is no month ${month}`);
    if (day === 0) return { kind: 'date', date: { day: `${year}-${two(month)}-01`, precision: 'month' } };
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (day > days) return impossible(`${year}-${two(month)} has ${days} days, not ${day}`);
    return { kind: 'date', date: { day: `${year}-${two(month)}-${two(day)}`, precision: 'day' } };
  };

  // zeros for what is not known, as some databases write it
  let parts = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T\s].*)?)?$/.exec(text);
  if (parts !== null) {
    if (Number(parts[1]) === 0) return { kind: 'none' };
    return build(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0));
  }
  if (/^\d{4}(\.0)?$/.test(text)) return build(Number.parseInt(text, 10), 0, 0);
  parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts !== null) return build(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  parts = SLASHED.exec(text);
  if (parts !== null) {
    const [first, second, year] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    const sure = orderProved(text) ?? (first === second ? 'dmy' : order);
    if (sure === null) return first > 12 ? build(year, second, first) : { kind: 'ambiguous' };
    return sure === 'dmy' ? build(year, second, first) : build(year, first, second);
  }
  parts = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
  if (parts !== null) return build(Number(parts[2]), Number(parts[1]), 0);
  parts = /^(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+)?([a-z]{3,9}\.?)[\s,-]+(\d{4})(?:[T\s].*)?$/i.exec(text);
  if (parts !== null && monthNumber(parts[2] as string) > 0)
    return build(Number(parts[3]), monthNumber(parts[2] as string), Number(parts[1] ?? 0));
  parts = /^([a-z]{3,9}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[T\s].*)?$/i.exec(text);
  if (parts !== null && monthNumber(parts[1] as string) > 0)
    return build(Number(parts[3]), monthNumber(parts[1] as string), Number(parts[2]));
  if (/^-?\d{11,14}(\.0+)?$/.test(text)) {
    const instant = new Date(Number(text));
    if (!Number.isNaN(instant.getTime())) return build(instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate());
  }
  if (/^\d{5}(\.\d+)?$/.test(text)) return impossible('it looks like the serial number of a spreadsheet');
  return { kind: 'unreadable', why: 'it is not a date', formed: false };
}

/** Last day of a period, YYYY-MM-DD. */
export function lastDayOf({ day, precision }: PartialDate): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  if (precision === 'year') return `${year}-12-31`;
  return precision === 'month' ? `${day.slice(0, 8)}${two(new Date(Date.UTC(year, month, 0)).getUTCDate())}` : day;
}
