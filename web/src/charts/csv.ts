import { csvCell } from '../../../server/csv.ts';
import { dateOf } from '../../../server/engine/days.ts';
import { withPublished } from '../published/csv.ts';
import type { Laid } from '../published/laid.ts';
import type { Caption } from './caption.ts';
import { figuresByPeriod, type LandByPeriod, releasedInAll } from './series.ts';

const row = (...cells: (string | number)[]): string => cells.map(csvCell).join(',');
/** In one line, so that a reader that skips lines beginning with # skips all of it. */
const remark = (name: string, value: string): string => row(`# ${name}`, value.replace(/[\r\n]+/g, ' '));

export const CSV_COLUMNS = [
  'year',
  'date',
  'suspected_km2',
  'confirmed_km2',
  'remaining_km2',
  'cancelled_km2',
  'reduced_km2',
  'cleared_km2',
  'outside_cancelled_km2',
  'outside_reduced_km2',
  'outside_cleared_km2',
  'released_inside_and_outside_km2',
  'closed_km2',
] as const;

/** Rows under their columns' names, with what they are above; UTF-8 with byte order mark, so that spreadsheets keep the letters, as the import reports. */
export const csvFile = (caption: Caption, columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `\ufeff${[
    remark('programme', caption.programme),
    remark('title', caption.title),
    remark('filters', caption.filters.join('; ')),
    remark('data_version', caption.dataVersion),
    remark('exported for date', caption.date),
    remark('source', caption.source),
    ...caption.notes.map((note) => remark('note', note)),
    row(...columns),
    ...rows.map((cells) => row(...cells)),
  ].join('\r\n')}\r\n`;

/** Land by state at the end of each period; below, the published figures beside it. */
export const csvOf = (series: LandByPeriod, caption: Caption, laid: readonly Laid[] = []): string =>
  csvFile(
    caption,
    ...withPublished(
      CSV_COLUMNS.map((column) => (column === 'year' ? series.step : column)),
      figuresByPeriod(series).map(({ remaining, released, outside, closed }, index) => [
        series.periods[index]?.name ?? '',
        dateOf(series.days[index] as number),
        remaining.suspected,
        remaining.confirmed,
        remaining.total,
        released.cancelled,
        released.reduced,
        released.cleared,
        outside.cancelled,
        outside.reduced,
        outside.cleared,
        releasedInAll(series.hundredths[index] as Float64Array),
        closed,
      ]),
      laid,
      ({ figure, day }) => [figure.period, day === null ? '' : dateOf(day)],
    ),
  );
