import { LAND_STATES } from '../../../server/vocabulary.ts';
import { figuresOf, type LandFigures, type LedgerColumns } from '../land/figures.ts';
import { areasOn, type LandTimeline } from '../land/timeline.ts';

const DAY = 86_400_000;
const STATES = LAND_STATES.length;

export const yearOf = (day: number): number => new Date(day * DAY).getUTCFullYear();
/** Days since 1970 of 1 January. */
export const startOf = (year: number): number => Date.UTC(year, 0, 1) / DAY;

/** Land by state at the end of each year. */
export interface LandByYear {
  /** Calendar years without a gap. */
  years: number[];
  /** The day each year is shown at: 31 December; of the last year the last day. Days since 1970, rising. */
  days: Int32Array;
  /** A year's hundredths of m² by state (index into LAND_STATES). */
  hundredths: Float64Array[];
}

/** The years from that of `first` to that of `last`, and the day each is shown at. */
export function yearsBetween(first: number, last: number): Pick<LandByYear, 'years' | 'days'> {
  const firstYear = yearOf(first);
  const years = Array.from({ length: Math.max(1, yearOf(last) - firstYear + 1) }, (_, index) => firstYear + index);
  return { years, days: Int32Array.from(years, (year, index) => (index === years.length - 1 ? last : startOf(year + 1) - 1)) };
}

/** The same as `landByYear`, from figures that are there for every day. */
export function landByYearOn(timeline: LandTimeline, first: number, last: number): LandByYear {
  const { years, days } = yearsBetween(first, last);
  return { years, days, hundredths: Array.from(days, (day) => areasOn(timeline, day)) };
}

/**
 * From the year of `first` to that of `last`: one pass over the columns (+ area at `fromDay`, − area at `toDay`), then one over
 * the years. Whole hundredths are added, so that each year equals `areasAt` of its day in every digit.
 * @param kept 1 for spans that count; null: all do.
 */
export function landByYear(columns: LedgerColumns, first: number, last: number, kept: Uint8Array | null = null): LandByYear {
  const { years, days } = yearsBetween(first, last);

  // by day rather than by division: a year has 365 or 366 days, and a million spans are looked up twice
  const start = days[0] as number;
  const firstIndexFrom = new Uint16Array(Math.max(1, last - start + 1));
  for (let day = start, index = 0; day <= last; day += 1) {
    if (day > (days[index] as number)) index += 1;
    firstIndexFrom[day - start] = index;
  }
  const sums = new Float64Array(years.length * STATES);
  const { length, state, fromDay, toDay, area } = columns;
  for (let index = 0; index < length; index += 1) {
    const from = fromDay[index] as number;
    if (from > last || (kept !== null && kept[index] !== 1)) continue;
    const at = (from <= start ? 0 : (firstIndexFrom[from - start] as number)) * STATES + (state[index] as number);
    sums[at] = (sums[at] as number) + (area[index] as number);
    const to = toDay[index] as number;
    if (to > last) continue;
    const end = (to <= start ? 0 : (firstIndexFrom[to - start] as number)) * STATES + (state[index] as number);
    sums[end] = (sums[end] as number) - (area[index] as number);
  }
  for (let index = STATES; index < sums.length; index += 1) {
    sums[index] = (sums[index] as number) + (sums[index - STATES] as number);
  }
  return { years, days, hundredths: years.map((_, index) => sums.subarray(index * STATES, (index + 1) * STATES)) };
}

/** km² of each year: the same division as the figures of one day. */
export const figuresByYear = (series: LandByYear): LandFigures[] => series.hundredths.map(figuresOf);

const RELEASED = LAND_STATES.flatMap((state, index) => (/cancelled|reduced|cleared/.test(state) ? [index] : []));

/** km² released by a year's end, inside and outside recorded hazards. */
export const releasedInAll = (hundredths: Float64Array): number =>
  RELEASED.reduce((sum, state) => sum + (hundredths[state] as number), 0) / 1e8;

/** Index of the year that holds a day; the first or the last for days outside. */
export function indexAt(series: LandByYear, day: number): number {
  const index = yearOf(day) - (series.years[0] as number);
  return Math.min(series.years.length - 1, Math.max(0, index));
}

/** The next end of a year after a day, or the one before it, some years on; stays within the series. */
export function yearEndFrom({ days }: LandByYear, day: number, years: number): number {
  const later = days.findIndex((end) => end > day);
  const earlier = days.findLastIndex((end) => end < day);
  const index = years > 0 ? (later < 0 ? days.length : later) + years - 1 : earlier + years + 1;
  return days[Math.min(days.length - 1, Math.max(0, index))] as number;
}
