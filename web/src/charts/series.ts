import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import { figuresOf, type LandFigures } from '../../../server/engine/figures.ts';
import { type Period, periodsFrom, type Step } from '../../../server/engine/periods.ts';
import { areasOn, type LandTimeline } from '../../../server/engine/timeline.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';

const STATES = LAND_STATES.length;

export const yearOf = (day: number): number => new Date(day * MILLISECONDS_A_DAY).getUTCFullYear();
/** Days since 1970 of 1 January. */
export const startOf = (year: number): number => Date.UTC(year, 0, 1) / MILLISECONDS_A_DAY;

/** Land by state at the end of each period. */
export interface LandByPeriod {
  step: Step;
  /** Calendar periods without a gap. */
  periods: Period[];
  /** The day each is shown at: its last; of the last period the last day. Days since 1970, rising. */
  days: Int32Array;
  /** A period's hundredths of m² by state (index into LAND_STATES). */
  hundredths: Float64Array[];
}

/** The periods from that of `first` to that of `last`, and the day each is shown at. */
function periodsBetween(first: number, last: number, step: Step): Pick<LandByPeriod, 'step' | 'periods' | 'days'> {
  const periods = periodsFrom(first, Math.max(first, last), step);
  return { step, periods, days: Int32Array.from(periods, ({ to }) => to) };
}

/** The same as `landByPeriod`, from figures that are there for every day. */
export function landByPeriodOn(timeline: LandTimeline, first: number, last: number, step: Step): LandByPeriod {
  const shown = periodsBetween(first, last, step);
  return { ...shown, hundredths: Array.from(shown.days, (day) => areasOn(timeline, day)) };
}

/**
 * From the period of `first` to that of `last`: one pass over the columns (+ area at `fromDay`, − area at `toDay`), then one over
 * the periods. Whole hundredths are added, so that each period equals `areasAt` of its day in every digit.
 * @param kept 1 for spans that count; null: all do.
 */
export function landByPeriod(
  columns: LedgerColumns,
  first: number,
  last: number,
  step: Step,
  kept: Uint8Array | null = null,
): LandByPeriod {
  const shown = periodsBetween(first, last, step);
  const { days } = shown;

  // by day rather than by division: periods differ in length, and a million spans are looked up twice
  const start = days[0] as number;
  const firstIndexFrom = new Uint16Array(Math.max(1, last - start + 1));
  for (let day = start, index = 0; day <= last; day += 1) {
    if (day > (days[index] as number)) index += 1;
    firstIndexFrom[day - start] = index;
  }
  const sums = new Float64Array(days.length * STATES);
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
  const hundredths = Array.from(days, (_, index) => sums.subarray(index * STATES, (index + 1) * STATES));
  return { ...shown, hundredths };
}

export const landByYearOn = (timeline: LandTimeline, first: number, last: number): LandByPeriod =>
  landByPeriodOn(timeline, first, last, 'year');
export const landByYear = (columns: LedgerColumns, first: number, last: number, kept: Uint8Array | null = null): LandByPeriod =>
  landByPeriod(columns, first, last, 'year', kept);

/** km² of each period: the same division as the figures of one day. */
export const figuresByPeriod = (series: LandByPeriod): LandFigures[] => series.hundredths.map(figuresOf);

const RELEASED = LAND_STATES.flatMap((state, index) => (/cancelled|reduced|cleared/.test(state) ? [index] : []));

/** km² released by a period's end, inside and outside recorded hazards. */
export const releasedInAll = (hundredths: Float64Array): number =>
  RELEASED.reduce((sum, state) => sum + (hundredths[state] as number), 0) / 1e8;

/** Index of the period that holds a day; the first or the last for days outside. */
export function indexAt({ days }: Pick<LandByPeriod, 'days'>, day: number): number {
  const index = days.findIndex((end) => end >= day);
  return index < 0 ? days.length - 1 : index;
}

/** The next end of a period after a day, or the one before it, some periods on; stays within the series. */
export function periodEndFrom({ days }: Pick<LandByPeriod, 'days'>, day: number, periods: number): number {
  const later = days.findIndex((end) => end > day);
  const earlier = days.findLastIndex((end) => end < day);
  const index = periods > 0 ? (later < 0 ? days.length : later) + periods - 1 : earlier + periods + 1;
  return days[Math.min(days.length - 1, Math.max(0, index))] as number;
}
