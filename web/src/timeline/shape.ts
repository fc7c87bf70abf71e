import { area } from 'd3-shape';
import type { LandHistory } from '../../../server/engine/history.ts';

/** Paths of remaining land and of released land on it, days across and px down; null: there is no land at all. @param height px of the most land. */
export function shapeOf(
  { days, remaining, released }: LandHistory,
  height: number,
): { remaining: string; released: string } | null {
  const at = (values: Float64Array) => (step: number) => values[step] as number;
  const [open, freed] = [at(remaining), at(released)];
  const both = (step: number) => open(step) + freed(step);
  let highest = 0;
  for (let step = 0; step < days.length; step += 1) highest = Math.max(highest, both(step));
  if (highest === 0) return null;
  const y = (km2: number) => height - (km2 / highest) * height;
  const shape = (low: (step: number) => number, high: (step: number) => number) =>
    area<number>()
      .x((day) => day)
      .y0((_, step) => y(low(step)))
      .y1((_, step) => y(high(step)))(Array.from(days)) ?? '';
  return { remaining: shape(() => 0, open), released: shape(open, both) };
}
