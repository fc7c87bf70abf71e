/** Farther than any date, and near enough that the difference of two days stays within 32 bits. */
const FARTHEST_DAY = 2 ** 30 - 1;

/** A day, days since 1970, that passes may subtract from another and take the sign of; `STILL` is nearer then, and still to come. */
export const near = (day: number): number => Math.max(-FARTHEST_DAY, Math.min(FARTHEST_DAY, day));
