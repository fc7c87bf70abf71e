import { dateOf } from '../../../server/engine/days.ts';
import { RELEASE_METHODS } from '../../../server/vocabulary.ts';
import type { Caption } from '../charts/caption.ts';
import { csvFile } from '../charts/csv.ts';
import { startOf, yearOf } from '../charts/series.ts';
import { withPublished } from '../published/csv.ts';
import type { Laid } from '../published/laid.ts';
import type { PaceAccount } from './pace.ts';
import type { CoursePoint } from './pace-course.ts';

/** What each year released and what remained at its end, what remains now, then the forecast; published figures below. */
export function paceCsvOf(
  { day, remaining, years, releases }: PaceAccount,
  remainingAt: (day: number) => number,
  forecast: readonly { year: number; point: CoursePoint }[],
  laid: readonly Laid[],
  caption: Caption,
): string {
  const columns = [
    ...['part', 'year', 'date', 'cancelled_km2', 'reduced_km2', 'cleared_km2', 'released_km2'],
    ...['remaining_least_km2', 'remaining_km2', 'remaining_most_km2'],
  ];
  const rows = [
    ...years.map((year, index) => [
      ...['released', year, `${year}-12-31`],
      ...[...RELEASE_METHODS, 'total' as const].map((measure) => releases?.[measure][index] ?? 0),
      ...['', remainingAt(startOf(year + 1) - 1), ''],
    ]),
    ['remaining', yearOf(day), dateOf(day), '', '', '', '', '', remaining, ''],
    ...forecast.map(({ year, point }) => [
      ...['forecast', year, `${year}-12-31`, '', '', '', ''],
      ...[point.low, point.middle, point.high],
    ]),
  ];
  const leadOf = ({ figure, day: at }: Laid) => ['published', figure.year ?? figure.period, at === null ? '' : dateOf(at)];
  return csvFile(caption, ...withPublished(columns, rows, laid, leadOf));
}
