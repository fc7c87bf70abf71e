import { dateOf } from '../../../server/engine/days.ts';
import { km2Of, type MovedSums, type MovementsByPeriod } from '../../../server/engine/movements-by-period.ts';
import type { Step } from '../../../server/engine/periods.ts';
import { CLOSURE_REASONS, RELEASE_METHODS } from '../../../server/vocabulary.ts';
import type { Caption } from '../charts/caption.ts';
import { csvFile } from '../charts/csv.ts';
import { drawBars, drawMarks, FRAME, type Legend, svgFile } from '../charts/drawing.ts';
import type { FillKey } from '../charts/fills.ts';
import { type BarLayout, barsOf, type Frame, type YearLabel, yearLabels } from '../charts/layout.ts';
import type { Speech } from '../i18n/index.ts';
import { movementName } from '../land/movement-words.ts';
import { METHODS_OF } from '../published/compare.ts';
import { withPublished } from '../published/csv.ts';
import type { Laid, Mark } from '../published/laid.ts';
import { type PlacedMark, placedMarks } from '../published/marks.ts';

export const UP = ['recorded', 're-opened'] as const satisfies readonly FillKey[];
export const DOWN = ['cleared', 'reduced', 'cancelled', 'closed'] as const satisfies readonly FillKey[];
export type MovementKey = (typeof UP)[number] | (typeof DOWN)[number];

/** km² of a period as drawn: inside and outside recorded hazards together. */
export const drawnKm2 = (moved: MovedSums, key: MovementKey): number => km2Of(moved.inside, key) + km2Of(moved.outside, key);

export const sumOf = (moved: MovedSums, keys: readonly MovementKey[]): number =>
  keys.reduce((sum, key) => sum + drawnKm2(moved, key), 0);

const isAnyDrawn = (moved: MovedSums): boolean => sumOf(moved, [...UP, ...DOWN]) > 0;
export const hasMovements = ({ moved }: MovementsByPeriod): boolean => moved.some(isAnyDrawn);

export interface MovementLayout extends BarLayout<MovementKey> {
  labels: YearLabel[];
}

/** What was recorded rises, what was released or closed hangs. @param mostBelow km² that must have room below, beside it. */
export function movementLayout({ periods, moved }: MovementsByPeriod, step: Step, frame: Frame, mostBelow = 0): MovementLayout {
  const layout = barsOf<MovementKey>(
    moved.map((one) => ({
      up: UP.map((key) => [key, drawnKm2(one, key)] as const),
      down: DOWN.map((key) => [key, drawnKm2(one, key)] as const),
    })),
    [...UP, ...DOWN],
    frame,
    [Math.max(...moved.map((one) => sumOf(one, UP))), Math.max(mostBelow, ...moved.map((one) => sumOf(one, DOWN)))],
  );
  return { ...layout, labels: yearLabels(periods, step, layout) };
}

/** Names of the table's and the file's figures, then those figures of a period in the same order; reasons only where they occur. */
export interface MovementTable {
  groups: { name: string; columns: string[] }[];
  /** Of the file. */
  columns: string[];
  cellsOf: (moved: MovedSums) => number[];
}

export function movementTable({ moved, undated }: MovementsByPeriod, speech: Speech): MovementTable {
  const reasons = CLOSURE_REASONS.flatMap((reason, code) =>
    [...moved, undated].some(({ closed }) => (closed[code] as number) > 0) ? [{ reason, code }] : [],
  );
  const methods = RELEASE_METHODS.map((method) => speech.text(method));
  const entered = ['recorded', 're-opened', 'upgraded', 'downgraded'] as const;
  return {
    groups: [
      { name: speech.text('remaining'), columns: entered.map((kind) => movementName(kind, speech)) },
      { name: `${speech.text('released')}: ${speech.text('insideHazards')}`, columns: methods },
      { name: `${speech.text('released')}: ${speech.text('outsideHazards')}`, columns: methods },
      {
        name: movementName('closed', speech),
        columns: [speech.text('chartTotal'), ...reasons.map(({ reason }) => speech.text(`closure_${reason}`))],
      },
      {
        name: movementName('reclassified', speech),
        columns: [speech.text('insideHazards'), speech.text('outsideHazards')],
      },
    ],
    columns: [
      ...['recorded_km2', 'reopened_km2', 'upgraded_km2', 'downgraded_km2'],
      ...RELEASE_METHODS.map((method) => `${method}_km2`),
      ...RELEASE_METHODS.map((method) => `outside_${method}_km2`),
      'closed_km2',
      ...reasons.map(({ reason }) => `closed_${reason}_km2`),
      ...['reclassified_km2', 'outside_reclassified_km2'],
    ],
    cellsOf: ({ inside, outside, closed }) => [
      ...entered.map((kind) => km2Of(inside, kind)),
      ...RELEASE_METHODS.map((method) => km2Of(inside, method)),
      ...RELEASE_METHODS.map((method) => km2Of(outside, method)),
      km2Of(inside, 'closed'),
      ...reasons.map(({ code }) => (closed[code] as number) / 1e8),
      km2Of(inside, 'reclassified'),
      km2Of(outside, 'reclassified'),
    ],
  };
}

/** The measures of which published figures may lie over the bars of what was released. */
export const RELEASED_MEASURES = [
  'cleared_km2',
  'reduced_km2',
  'cancelled_km2',
  'cancelled_or_reduced_km2',
  'released_km2',
] as const;

/** km² of such a measure in the year that ends on a day; null where the chart has no such whole year. */
export function releasedOf({ periods, moved }: MovementsByPeriod, measure: string, day: number): number | null {
  const index = periods.findIndex(({ to }) => to === day);
  const methods = METHODS_OF[measure];
  return index < 0 || methods === undefined ? null : sumOf(moved[index] as MovedSums, [...methods]);
}

/** Places published figures below the bars' lower base line, in the middle of their years. */
export const placedReleases = (marks: readonly Mark[], { periods }: MovementsByPeriod, layout: MovementLayout): PlacedMark[] =>
  placedMarks(
    marks,
    ({ day, figure }) => ({
      x: layout.frame.left + (periods.findIndex(({ to }) => to === day) + 0.5) * layout.step,
      y: layout.lower + figure.value * layout.pxPerKm2,
    }),
    layout.step / 2,
  );

export function movementsCsvOf(series: MovementsByPeriod, caption: Caption, speech: Speech, laid: readonly Laid[] = []): string {
  const { columns, cellsOf } = movementTable(series, speech);
  return csvFile(
    caption,
    ...withPublished(
      ['period', 'from', 'to', ...columns],
      [
        ...series.periods.map(({ name, from, to }, index) => [
          ...[name, dateOf(from), dateOf(to)],
          ...cellsOf(series.moved[index] as MovedSums),
        ]),
        ['undated', '', '', ...cellsOf(series.undated)],
      ],
      laid,
      ({ figure, day }) => [figure.period, '', day === null ? '' : dateOf(day)],
    ),
  );
}

export function movementsSvgOf(
  series: MovementsByPeriod,
  step: Step,
  caption: Caption,
  speech: Speech,
  marks: readonly Mark[] = [],
): string {
  const layout = movementLayout(series, step, FRAME, Math.max(0, ...marks.map(({ figure }) => figure.value)));
  const legend = (title: 'waterfallUp' | 'waterfallDown', keys: readonly MovementKey[]): Legend => ({
    title: speech.text(title),
    entries: keys.map((key) => ({ key, name: movementName(key, speech) })),
  });
  return svgFile(caption, speech, {
    above: legend('waterfallUp', UP),
    below: legend('waterfallDown', DOWN),
    height: FRAME.height,
    draw: (pen) => {
      drawBars(pen, layout, speech);
      for (const { x, text } of layout.labels) pen.text(x, (layout.upper + layout.lower) / 2 + 4, text, 'text-anchor="middle"');
      drawMarks(pen, placedReleases(marks, series, layout));
    },
  });
}
