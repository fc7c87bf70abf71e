import { malformed } from './problems.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Checks a calendar day given as YYYY-MM-DD; the first is that of the year 1. @throws Problem 400 that names the field. */
export function parseDay(field: string, value: string): string {
  const match = DAY.exec(value);
  const date = match === null ? null : new Date(`${value}T00:00:00Z`);
  // the database has no year 0
  const isDay =
    date !== null && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value && match?.[1] !== '0000';
  if (!isDay)
    throw malformed(field, `${field}=${value} is not a day; give a calendar day as YYYY-MM-DD, for example 2024-07-31.`);
  return value;
}

/** Today, in UTC, as YYYY-MM-DD. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/**
 * The values of a comma-separated parameter; null where it is left out.
 * @throws Problem 400 where it is there and names nothing: zeros would be taken for the figures of all.
 */
export function listOf(field: string, value: string | undefined): string[] | null {
  if (value === undefined) return null;
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0)
    throw malformed(field, `${field}=${value} names nothing; give values separated by commas, or leave ${field} out.`);
  return items;
}
