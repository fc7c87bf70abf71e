import { ticks as roundValues } from 'd3-array';
import type { Period, Step } from '../../../server/engine/periods.ts';
import type { ReleaseMethod } from '../../../server/vocabulary.ts';
import type { Mark } from '../published/laid.ts';
import { type PlacedMark, placedMarks } from '../published/marks.ts';
import { figuresByPeriod, indexAt, type LandByPeriod, releasedInAll } from './series.ts';

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
  pxPerKm2: number;
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

export interface YearLabel {
  text: string;
  x: number;
}

/** Bars by period: remaining land rises, released land (inside and outside recorded hazards) hangs. */
export interface ChartLayout extends BarLayout<DrawnState> {
  labels: YearLabel[];
}

/** Narrower bars touch, as one outline: gaps and edges of less than a pixel would only blur. */
const NARROWEST_BAR = 3;

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

/** The years' names below bars of periods: at each year's first period, or at the only one there is. */
export function yearLabels(periods: readonly Period[], step: Step, { frame, step: width }: BarLayout<string>): YearLabel[] {
  const every = yearsBetweenLabels(width * { year: 1, quarter: 4, month: 12 }[step]);
  return periods.flatMap(({ name }, index) => {
    const isFirstOfYear = step === 'year' || /-(Q1|01)$/.test(name);
    const isNamed = (isFirstOfYear && Number(name.slice(0, 4)) % every === 0) || periods.length === 1;
    return isNamed ? [{ text: name.slice(0, 4), x: round(frame.left + (index + 0.5) * width) }] : [];
  });
}

/** A stretch of one key's bar, from the nearer to the farther end. */
interface Stretch {
  index: number;
  y: number;
  to: number;
}

/** Bars that touch, as one outline a run: out along their far ends, back along their near ones. */
function outlineOf(stretches: readonly Stretch[], left: (index: number) => number): string {
  const runs: Stretch[][] = [];
  for (const stretch of stretches) {
    const run = runs.at(-1);
    if (run?.at(-1)?.index === stretch.index - 1) run.push(stretch);
    else runs.push([stretch]);
  }
  return runs
    .map((run) => {
      const [first] = run as [Stretch];
      const out = run.map(({ index, to }) => `V${round(to)}H${round(left(index + 1))}`).join('');
      const back = run.toReversed().map(({ index, y }) => `V${round(y)}H${round(left(index))}`);
      return `M${round(left(first.index))} ${round(first.y)}${out}${back.join('')}Z`;
    })
    .join('');
}

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

  const stretches = new Map(keys.map((key): [Key, Stretch[]] => [key, []]));
  const draw = (index: number, base: number, direction: 1 | -1, parts: readonly (readonly [Key, number])[]) => {
    let y = base;
    for (const [key, km2] of parts) {
      if (km2 <= 0) continue;
      // at least a pixel: what is there is seen, however little it is beside the rest
      const to = y + direction * Math.max(1, px(km2));
      stretches.get(key)?.push({ index, y, to });
      y = to;
    }
  };
  for (const [index, { up, down }] of stacks.entries()) {
    draw(index, upper, -1, up);
    draw(index, lower, 1, down);
  }
  const left = (index: number) => frame.left + index * step;
  const barOf = ({ index, y, to }: Stretch): string => {
    const x = round(left(index + 0.5) - bar / 2);
    return `M${x} ${round(y)}H${round(x + bar)}V${round(to)}H${x}Z`;
  };
  const shapes = [...stretches].map(([key, of]) => ({
    key,
    path: step < NARROWEST_BAR ? outlineOf(of, left) : of.map(barOf).join(''),
  }));

  const { values, decimals } = ticksTo(isEmpty ? 1 : most, height);
  const upTo = (highest: number) => (isEmpty ? [] : values.filter((km2) => km2 > 0 && km2 <= highest));
  return {
    frame,
    shapes,
    pxPerKm2: px(1),
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

/** @param most km² that must have room above and below, beside the land: of what is laid over it. */
export function layoutOf(series: LandByPeriod, frame: Frame, most: readonly [up: number, down: number] = [0, 0]): ChartLayout {
  const figures = figuresByPeriod(series);
  const layout = barsOf<DrawnState>(
    figures.map(({ remaining, released, outside }) => ({
      up: REMAINING_STATES.map((state) => [state, remaining[state]] as const),
      down: RELEASED_STATES.map((state) => [state, released[state] + outside[state]] as const),
    })),
    [...REMAINING_STATES, ...RELEASED_STATES],
    frame,
    [
      Math.max(most[0], ...figures.map(({ remaining }) => remaining.total)),
      Math.max(most[1], ...series.hundredths.map(releasedInAll)),
    ],
  );
  return { ...layout, labels: yearLabels(series.periods, series.step, layout) };
}

/** Where the end of a day lies: within its period, by the share of it that has passed. */
export function xOfDay(series: LandByPeriod, { frame, step }: ChartLayout, day: number): number {
  const index = indexAt(series, day);
  const { from, to } = series.periods[index] as Period;
  const passed = Math.min(1, Math.max(0, (day - from) / (to - from)));
  return round(frame.left + (index + passed) * step);
}

/** Places published figures of remaining land at the end of the days for which they were printed. */
export const placedRemaining = (marks: readonly Mark[], series: LandByPeriod, layout: ChartLayout): PlacedMark[] =>
  placedMarks(
    marks,
    ({ day, figure }) => ({ x: xOfDay(series, layout, day), y: layout.upper - figure.value * layout.pxPerKm2 }),
    layout.step / 2,
  );

/** The line that marks the end of a day, as an SVG path; it leaves out the words between the base lines. */
export function markOf(series: LandByPeriod, layout: ChartLayout, day: number): string {
  const { frame, upper, lower } = layout;
  const x = xOfDay(series, layout, day);
  return `M${x} ${frame.top - 4}V${upper}M${x} ${lower}V${frame.height - frame.bottom + 4}`;
}

/** Index of the period under a point of the picture; the first or the last beside them. */
export const indexAtX = (series: LandByPeriod, { frame, step }: ChartLayout, x: number): number =>
  Math.min(series.periods.length - 1, Math.max(0, Math.floor((x - frame.left) / step)));
