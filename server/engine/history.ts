import { LAND_STATES } from '../vocabulary.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { areasOn, type LandTimeline } from './timeline.ts';

/** Remaining and released land over time, in km²; released counts inside and outside recorded hazards. */
export interface LandHistory {
  days: Int32Array;
  remaining: Float64Array;
  released: Float64Array;
}

const OPEN = new Set(['suspected', 'confirmed']);

/** `steps` evenly spaced days from `first` to `last`. */
const stepsOf = (first: number, last: number, steps: number): Int32Array =>
  Int32Array.from({ length: steps }, (_, step) => Math.round(first + ((last - first) * step) / Math.max(1, steps - 1)));

/** The same as `historyOf`, from figures that are there for every day. */
export function historyOn(timeline: LandTimeline, first: number, last: number, steps: number): LandHistory {
  const days = stepsOf(first, last, steps);
  const areas = Array.from(days, (day) => areasOn(timeline, day));
  const km2 = (isCounted: (state: string) => boolean): Float64Array =>
    Float64Array.from(
      areas,
      (hundredths) =>
        LAND_STATES.reduce((sum, state, at) => (isCounted(state) ? sum + (hundredths[at] as number) : sum), 0) / 1e8,
    );
  return { days, remaining: km2((state) => OPEN.has(state)), released: km2((state) => !OPEN.has(state) && state !== 'closed') };
}

/**
 * Land at the end of each of `steps` evenly spaced days from `first` to `last`: one pass over the columns (+ area at `fromDay`,
 * − area at `toDay`), then one over the steps.
 */
export function historyOf(
  columns: LedgerColumns,
  first: number,
  last: number,
  steps: number,
  kept: Uint8Array | null = null,
): LandHistory {
  const days = stepsOf(first, last, steps);
  const remaining = new Float64Array(steps + 1);
  const released = new Float64Array(steps + 1);
  const width = Math.max(1, last - first);
  const stepOf = (day: number): number => {
    if (day === STILL || day > last) return steps;
    let step = Math.max(0, Math.ceil(((day - first) * (steps - 1)) / width));
    while (step > 0 && (days[step - 1] as number) >= day) step -= 1;
    while (step < steps && (days[step] as number) < day) step += 1;
    return step;
  };
  const series = LAND_STATES.map((state) => (OPEN.has(state) ? remaining : state === 'closed' ? null : released));
  for (let index = 0; index < columns.length; index += 1) {
    if (kept !== null && kept[index] === 0) continue;
    const into = series[columns.state[index] as number];
    if (into === null || into === undefined) continue;
    const area = columns.area[index] as number;
    const from = stepOf(columns.fromDay[index] as number);
    const to = stepOf(columns.toDay[index] as number);
    into[from] = (into[from] as number) + area;
    into[to] = (into[to] as number) - area;
  }
  for (const values of [remaining, released]) {
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      sum += values[step] as number;
      values[step] = sum / 1e8;
    }
  }
  return { days, remaining: remaining.subarray(0, steps), released: released.subarray(0, steps) };
}
