const DAY = 86_400_000;

/** Days since 1970-01-01 of a date as YYYY-MM-DD, and back. */
export const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
export const today = (): number => Math.floor(Date.now() / DAY);
