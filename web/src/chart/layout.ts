import { ticks as roundValues } from 'd3-array';
import type { ReleaseMethod } from '../../../server/vocabulary.ts';
import { figuresByYear, type LandByYear, releasedInAll, startOf } from './series.ts';

/** What is drawn, outward from the base lines: what is surest lies on them, where heights compare best. */
export const REMAINING_STATES = ['confirmed', 'suspected'] as const;
export const RELEASED_STATES = ['cleared', 'reduced', 'cancelled'] as const satisfies readonly ReleaseMethod[];
export type DrawnState = (typeof REMAINING_STATES)[number] | (typeof RELEASED_STATES)[number];

/** The room of the picture in px and what its edges keep free for words. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Between the two base lines, where the years stand. */
  gap: number;
}

/** km² of a bar by what it shows, above the upper base line and below the lower one, outward from them. */
export interface Stack<Key extends string> {
  up: readonly (readonly [Key, number])[];
  down: readonly (readonly [Key, number])[];
}

/** Bars on one scale: what rises stands on the upper base line, what hangs on the lower one. */
export interface BarLayout<Key extends string> {
  frame: Frame;
  /** One SVG path a key, all its bars. */
  shapes: { key: Key; path: string }[];
  /** y of the base lines. */
  upper: number;
  lower: number;
  /** Lines of the axis without the base lines; as many decimals as tell them apart. */
  ticks: { km2: number; y: number }[];
  decimals: number;
  /** Width of a bar with its gap. */
  step: number;
  isEmpty: boolean;
}

/** Bars by year: remaining land rises, released land (inside and outside recorded hazards) hangs. */
export interface ChartLayout extends BarLayout<DrawnState> {
  labels: { year: number; x: number }[];
}

const YEARS_BETWEEN_LABELS = [1, 2, 5, 10, 20, 50, 100];
const round = (value: number): number => Math.round(value * 100) / 100;
const heightOf = (parts: readonly (readonly [string, number])[]): number =>
  parts.reduce((sum, [, km2]) => sum + Math.max(0, km2), 0);

/** Axis values from zero to a greatest one, as many as the height has room for. */
export function ticksTo(most: number, height: number): { values: number[]; decimals: number } {
  const values = roundValues(0, most, Math.max(2, Math.round(height / 36)));
  const apart = (values[1] ?? 1) - (values[0] ?? 0);
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(apart) + 1e-9)) };
}

/** Of how many years one is named, so that names do not touch. @param width of a year in px. */
export const yearsBetweenLabels = (width: number): number => YEARS_BETWEEN_LABELS.find((years) => years * width >= 40) ?? 100;

/** @param keys all that may be drawn, in the order in which they are. */
export function barsOf<Key extends string>(
  stacks: readonly Stack<Key>[],
  keys: readonly Key[],
  frame: Frame,
  [mostUp, mostDown] = [Math.max(...stacks.map(({ up }) => heightOf(up))), Math.max(...stacks.map(({ down }) => heightOf(down)))],
): BarLayout<Key> {
  const most = mostUp + mostDown;
  const isEmpty = most <= 0;
  const height = frame.height - frame.top - frame.bottom - frame.gap;
  const px = (km2: number): number => (isEmpty ? 0 : (km2 / most) * height);
  const upper = frame.top + (isEmpty ? height / 2 : px(mostUp));
  const lower = upper + frame.gap;
  const step = (frame.width - frame.left - frame.right) / stacks.length;
  const bar = Math.min(28, step * 0.8);

  const shapes = keys.map((key) => ({ key, path: '' }));
  const draw = (index: number, base: number, direction: 1 | -1, parts: readonly (readonly [Key, number])[]) => {
    const x = round(frame.left + (index + 0.5) * step - bar / 2);
    let y = base;
    for (const [key, km2] of parts) {
      if (km2 <= 0) continue;
      // at least a pixel: what is there is seen, however little it is beside the rest
      const next = y + direction * Math.max(1, px(km2));
      const shape = shapes.find((one) => one.key === key) as { path: string };
      shape.path += `M${x} ${round(y)}H${round(x + bar)}V${round(next)}H${x}Z`;
      y = next;
    }
  };
  for (const [index, { up, down }] of stacks.entries()) {
    draw(index, upper, -1, up);
    draw(index, lower, 1, down);
  }

  const { values, decimals } = ticksTo(isEmpty ? 1 : most, height);
  const upTo = (highest: number) => (isEmpty ? [] : values.filter((km2) => km2 > 0 && km2 <= highest));
  return {
    frame,
    shapes,
    upper: round(upper),
    lower: round(lower),
    ticks: [
      ...upTo(mostUp).map((km2) => ({ km2, y: round(upper - px(km2)) })),
      ...upTo(mostDown).map((km2) => ({ km2, y: round(lower + px(km2)) })),
    ],
    decimals,
    step,
    isEmpty,
  };
}

export function layoutOf(series: LandByYear, frame: Frame): ChartLayout {
  const figures = figuresByYear(series);
  const layout = barsOf<DrawnState>(
    figures.map(({ remaining, released, outside }) => ({
      up: REMAINING_STATES.map((state) => [state, remaining[state]] as const),
      down: RELEASED_STATES.map((state) => [state, released[state] + outside[state]] as const),
    })),
    [...REMAINING_STATES, ...RELEASED_STATES],
    frame,
    [Math.max(...figures.map(({ remaining }) => remaining.total)), Math.max(...series.hundredths.map(releasedInAll))],
  );
  const every = yearsBetweenLabels(layout.step);
  return {
    ...layout,
    labels: series.years
      .map((year, index) => ({ year, x: round(frame.left + (index + 0.5) * layout.step) }))
      .filter(({ year }) => year % every === 0 || series.years.length === 1),
  };
}

/** Where the end of a day lies: within its year, by the share of it that has passed. */
export function xOfDay(series: LandByYear, { frame, step }: ChartLayout, day: number): number {
  const years = series.years.length;
  const [first, year] = [series.years[0] as number, new Date(day * 86_400_000).getUTCFullYear()];
  const passed = (day + 1 - startOf(year)) / (startOf(year + 1) - startOf(year));
  return round(frame.left + Math.min(years, Math.max(0, year - first + passed)) * step);
}

/** The line that marks the end of a day, as an SVG path; it leaves out the words between the base lines. */
export function markOf(series: LandByYear, layout: ChartLayout, day: number): string {
  const { frame, upper, lower } = layout;
  const x = xOfDay(series, layout, day);
  return `M${x} ${frame.top - 4}V${upper}M${x} ${lower}V${frame.height - frame.bottom + 4}`;
}

/** Index of the year under a point of the picture; the first or the last beside them. */
export const indexAtX = (series: LandByYear, { frame, step }: ChartLayout, x: number): number =>
  Math.min(series.years.length - 1, Math.max(0, Math.floor((x - frame.left) / step)));
