import { malformed } from './problems.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Checks a calendar day given as YYYY-MM-DD. @throws Problem 400 that names the field. */
export function parseDay(field: string, value: string): string {
  const match = DAY.exec(value);
  const date = match === null ? null : new Date(`${value}T00:00:00Z`);
  if (date === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value) {
    throw malformed(field, `${field}=${value} is not a day; give a calendar day as YYYY-MM-DD, for example 2024-07-31.`);
  }
  return value;
}

/** Today, in UTC, as YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The values of a comma-separated parameter; null where it is left out. */
export const listOf = (value: string | undefined): string[] | null =>
  value === undefined
    ? null
    : value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
