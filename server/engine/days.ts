/** Days as the ledger counts them: whole days since 1970-01-01, negative before; and as people write them. */

export const MILLISECONDS_A_DAY = 86_400_000;

/** Days since 1970-01-01 of a date as YYYY-MM-DD, and back. Years 0001 to 9999. */
export const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_A_DAY);
export const dateOf = (day: number): string => new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
export const today = (): number => Math.floor(Date.now() / MILLISECONDS_A_DAY);
export const yearOf = (day: number): number => new Date(day * MILLISECONDS_A_DAY).getUTCFullYear();
/** The first day of a year. */
export const firstOfYear = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1) / MILLISECONDS_A_DAY;
