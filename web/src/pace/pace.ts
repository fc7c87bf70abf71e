import type { Answers } from '../../../server/engine/answers.ts';
import type { Moves } from '../../../server/engine/columns.ts';
import { isChosen, type LandFilter } from '../../../server/engine/filter.ts';
import { movementsIn } from '../../../server/engine/movements.ts';
import { LAND_STATES, RELEASE_METHODS, type ReleaseMethod } from '../../../server/vocabulary.ts';
import { startOf, yearOf } from '../charts/series.ts';
import { studentQuantile } from './student.ts';

/** Of an interval: 95 of 100 such intervals hold the truth, where years are independent and alike. */
export const CONFIDENCE = 0.95;
/** With fewer years nothing can be said of their spread. */
export const FEWEST_YEARS = 3;

/** km² a year: the mean of some years and how sure it is. */
export interface Pace {
  mean: number;
  /** Standard deviation of the years; n − 1. */
  deviation: number;
  /** Interval of the mean by Student's t. */
  low: number;
  high: number;
  years: number;
}

/** @param yearly km² of each year, at least two. */
export function paceOf(yearly: readonly number[]): Pace {
  const years = yearly.length;
  const mean = yearly.reduce((sum, km2) => sum + km2, 0) / years;
  const deviation = Math.sqrt(yearly.reduce((sum, km2) => sum + (km2 - mean) ** 2, 0) / (years - 1));
  const half = (studentQuantile((1 + CONFIDENCE) / 2, years - 1) * deviation) / Math.sqrt(years);
  return { mean, deviation, low: mean - half, high: mean + half, years };
}

/**
 * The last calendar years that are complete at the end of `day`: they are over, and the records reach into their last month or
 * beyond, for a year of which half was not reported yet would look slow.
 * @param lastRecord day of the last dated movement; null: there is none.
 */
export function completeYears(firstRecord: number | null, lastRecord: number | null, day: number, count: number): number[] {
  if (firstRecord === null || lastRecord === null) return [];
  // 1 December is in the year that is over 31 days later
  const last = Math.min(yearOf(day + 1), yearOf(lastRecord + 31)) - 1;
  // the year of the first record may have begun without records
  const first = Math.max(yearOf(firstRecord) + 1, last - count + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** First and last day of dated movements; null where there are none. */
export function datedDays(columns: Pick<Moves, 'length' | 'day' | 'undated'>): { first: number | null; last: number | null } {
  let first: number | null = null;
  let last: number | null = null;
  for (let index = 0; index < columns.length; index += 1) {
    if (columns.undated[index] === 1) continue;
    const day = columns.day[index] as number;
    if (first === null || day < first) first = day;
    if (last === null || day > last) last = day;
  }
  return { first, last };
}

/** km² by which releases lessened what remained, a year, by method; undated ones never enter. */
export type Releases = Record<ReleaseMethod | 'total', number[]>;

/**
 * @param years rising, without a gap. @param kept 1 for movements that count; null: all do.
 * @param isOpen by index into LAND_STATES: the remaining states that are meant. Releases of other ground lessen nothing.
 */
export function releasesByYear(
  columns: Moves,
  years: readonly number[],
  kept: Uint8Array | null,
  isOpen: readonly boolean[],
): Releases {
  const sums = Object.fromEntries(RELEASE_METHODS.map((method) => [method, new Float64Array(years.length)])) as Record<
    ReleaseMethod,
    Float64Array
  >;
  const first = years[0] as number;
  // of MOVEMENT_KINDS: cancelled, reduced, cleared
  const methodOf = [null, null, null, null, ...RELEASE_METHODS, null, null];
  for (let index = 0; index < columns.length; index += 1) {
    const method = methodOf[columns.kind[index] as number] ?? null;
    if (method === null || columns.undated[index] === 1 || (kept !== null && kept[index] === 0)) continue;
    if (isOpen[columns.fromState[index] as number] !== true) continue;
    const at = yearOf(columns.day[index] as number) - first;
    if (at < 0 || at >= years.length) continue;
    sums[method][at] = (sums[method][at] as number) + (columns.area[index] as number);
  }
  const km2 = (hundredths: (at: number) => number) => years.map((_, at) => hundredths(at) / 1e8);
  return {
    cancelled: km2((at) => sums.cancelled[at] as number),
    reduced: km2((at) => sums.reduced[at] as number),
    cleared: km2((at) => sums.cleared[at] as number),
    total: km2((at) => (sums.cancelled[at] as number) + (sums.reduced[at] as number) + (sums.cleared[at] as number)),
  };
}

/** By index into LAND_STATES: the remaining states that are meant; none where remaining land is not chosen. */
export const openStates = ({ kinds, states }: Pick<LandFilter, 'kinds' | 'states'>): boolean[] =>
  LAND_STATES.map(
    (state) =>
      isChosen('remaining', { states }) &&
      ((state === 'suspected' && (kinds.length === 0 || kinds.includes('SHA'))) ||
        (state === 'confirmed' && (kinds.length === 0 || kinds.includes('CHA')))),
  );

/** km² of these states. @param areas hundredths of m² by state; null: nothing is loaded. */
export const remainingKm2 = (areas: Float64Array | null, isOpen: readonly boolean[]): number =>
  (areas?.reduce((sum, area, state) => (isOpen[state] ? sum + area : sum), 0) ?? 0) / 1e8;

/** The last days of the year before the first, and of each: between them lies what moved in each. */
export const endsOfYears = (years: readonly number[]): number[] =>
  years.length === 0 ? [] : [years[0] as number, ...years.map((year) => year + 1)].map((year) => startOf(year) - 1);

/** Years from now on; Infinity: never at that pace. */
export interface Forecast {
  early: number;
  middle: number;
  late: number;
}

/**
 * What is released in so many years to come: a prediction interval, of the mean's own doubt and of the years' variation together,
 * variance s²(k + k²/n). Land cannot be released less than not at all.
 */
export function releasedWithin(pace: Pace, years: number): { low: number; middle: number; high: number } {
  const t = studentQuantile((1 + CONFIDENCE) / 2, pace.years - 1);
  const half = t * pace.deviation * Math.sqrt(years + years ** 2 / pace.years);
  const middle = pace.mean * years;
  return { low: Math.max(0, middle - half), middle, high: middle + half };
}

/** When `remaining` km² are released at a pace: where the bounds of `releasedWithin` reach it, solved for the years. */
export function forecastOf(remaining: number, pace: Pace): Forecast {
  if (remaining <= 0) return { early: 0, middle: 0, late: 0 };
  const { mean, deviation, years } = pace;
  if (mean <= 0) return { early: Number.POSITIVE_INFINITY, middle: Number.POSITIVE_INFINITY, late: Number.POSITIVE_INFINITY };
  // (R − k m)² = t² s² (k + k²/n): both bounds are roots of one quadratic in k
  const spread = (studentQuantile((1 + CONFIDENCE) / 2, years - 1) * deviation) ** 2;
  const [a, half, c] = [mean ** 2 - spread / years, remaining * mean + spread / 2, remaining ** 2];
  const root = Math.sqrt(Math.max(0, half ** 2 - a * c));
  // the smaller root in the form that does not cancel
  return { early: c / (half + root), middle: remaining / mean, late: a <= 0 ? Number.POSITIVE_INFINITY : (half + root) / a };
}

/** The pace of some years and where it leads, at the end of `day`. */
export interface PaceAccount {
  day: number;
  /** km² */
  remaining: number;
  /** Complete ones, rising: those of the pace. */
  years: number[];
  /** Their last days, and that of the year before. */
  ends: number[];
  /** Null, as `releases` and `pace`: the years are too few. */
  moved: ReturnType<Answers['movedBy']>;
  releases: Releases | null;
  pace: Pace | null;
  /** Null too where nothing remains or nothing was released. */
  forecast: Forecast | null;
}

/**
 * @param answers of what is counted. @param dated first and last dated movement of the whole programme, whatever is chosen: its
 * years are those of the records. @param count of the last years. @param isOpen by index into LAND_STATES: what is meant.
 */
export function paceAccount(
  answers: Pick<Answers, 'areasOn' | 'movedBy'>,
  { first, last }: ReturnType<typeof datedDays>,
  day: number,
  count: number,
  isOpen: readonly boolean[],
): PaceAccount {
  const remaining = remainingKm2(answers.areasOn(day), isOpen);
  const years = completeYears(first, last, day, count);
  const ends = endsOfYears(years);
  const moved = years.length < FEWEST_YEARS ? null : answers.movedBy(ends);
  const releases = moved === null ? null : releasesByYear(moved.moves, years, moved.kept, isOpen);
  const pace = releases === null ? null : paceOf(releases.total);
  const forecast = pace === null || pace.mean <= 0 || remaining <= 0 ? null : forecastOf(remaining, pace);
  return { day, remaining, years, ends, moved, releases, pace, forecast };
}

/** km² a year that were added in the years of the pace: who forgets them is promised too much. */
export function recordedAYear({ moved, ends, years }: PaceAccount): number {
  if (moved === null) return 0;
  const { inside } = movementsIn(moved.moves, ends[0] as number, ends.at(-1) as number, moved.kept);
  return (inside.recorded + inside['re-opened']) / years.length;
}
