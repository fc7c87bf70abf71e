import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import type { PublishedMeasure } from '../../../server/vocabulary.ts';

type Row = Record<string, string>;

/** What a column of a file measures, in which unit, of which part of the whole. */
type Measured = readonly [measure: PublishedMeasure, unit: string, part?: string];

interface PublishedFile {
  name: string;
  /** Column → what it measures. The first stands for a row in which nothing was found. */
  columns: Record<string, Measured>;
  period: (row: Row) => string;
  scope: (row: Row) => string[];
  /** What qualifies the printed number, if anything. */
  notes: (row: Row) => (string | undefined)[];
  /** Where the rows and not the columns tell units. */
  unit?: (row: Row) => string;
}

/** `reported` is what every row is unless it says otherwise. */
const status = (row: Row): string | undefined => (row.status === 'reported' ? undefined : row.status);

const casualties = (prefix: 'casualties' | 'casualties_cumulative'): Record<string, Measured> => ({
  total: [`${prefix}_total`, 'people'],
  killed: [`${prefix}_killed`, 'people'],
  injured_incl_amputated: [`${prefix}_injured_including_amputated`, 'people'],
  injured_excl_amputated: [`${prefix}_injured_excluding_amputated`, 'people'],
  amputated: [`${prefix}_amputated`, 'people'],
});

const FILES: readonly PublishedFile[] = [
  {
    name: 'cambodia_casualties_annual.csv',
    columns: {
      ...casualties('casualties'),
      ap_mine: ['casualties_by_ordnance', 'people', 'anti-personnel mines'],
      av_mine: ['casualties_by_ordnance', 'people', 'anti-vehicle mines'],
      mine_undefined: ['casualties_by_ordnance', 'people', 'mines of undefined kind'],
      mine_total: ['casualties_by_ordnance', 'people', 'all mines'],
      submunition: ['casualties_by_ordnance', 'people', 'submunitions'],
      other_erw: ['casualties_by_ordnance', 'people', 'other ERW'],
      erw_total: ['casualties_by_ordnance', 'people', 'all ERW'],
      unknown_device: ['casualties_by_ordnance', 'people', 'unknown device'],
      incidents: ['accidents', 'accidents'],
      men: ['casualties_by_person', 'people', 'men'],
      women: ['casualties_by_person', 'people', 'women'],
      boys: ['casualties_by_person', 'people', 'boys'],
      girls: ['casualties_by_person', 'people', 'girls'],
    },
    period: ({ year = '', period = '' }) => (period === 'full year' ? year : `${year} ${period}`),
    scope: () => [],
    notes: (row) => [status(row), row.note],
  },
  {
    name: 'cambodia_casualties_cumulative.csv',
    columns: {
      ...casualties('casualties_cumulative'),
      mine: ['casualties_cumulative_by_ordnance', 'people', 'mines'],
      erw: ['casualties_cumulative_by_ordnance', 'people', 'ERW'],
    },
    period: ({ as_of = '' }) => as_of,
    scope: () => [],
    notes: (row) => [row.note],
  },
  {
    name: 'cambodia_land_release_annual.csv',
    columns: {
      released_total_km2: ['released_km2', 'km2'],
      cancelled_nts_km2: ['cancelled_km2', 'km2'],
      reduced_ts_km2: ['reduced_km2', 'km2'],
      cancelled_or_reduced_km2: ['cancelled_or_reduced_km2', 'km2'],
      cleared_km2: ['cleared_km2', 'km2'],
      ap_mines_destroyed: ['anti_personnel_mines_destroyed', 'mines'],
    },
    period: ({ year = '' }) => year,
    scope: ({ scope = '', contamination = '' }) => [scope, contamination],
    notes: (row) => [status(row), row.note],
  },
  {
    name: 'cambodia_land_released_cumulative.csv',
    columns: { km2_since_1992: ['released_since_1992_km2', 'km2'] },
    // "2023-12 CMAC only": the operator stands with the day
    period: ({ as_of = '' }) => as_of.split(' ')[0] as string,
    scope: ({ as_of = '', scope = '' }) => [...as_of.split(' ').slice(1).join(' ').split(',').filter(Boolean), scope],
    notes: ({ wording }) => [wording],
  },
  {
    name: 'cambodia_remaining_contamination.csv',
    columns: { km2: ['remaining_km2', 'km2'] },
    period: ({ as_of = '' }) => as_of,
    scope: ({ scope = '' }) => [scope],
    notes: (row) => [row.note],
  },
  {
    name: 'cambodia_key_figures.csv',
    columns: { value: ['key_figure', ''] },
    period: ({ period = '' }) => period,
    scope: ({ measure = '' }) => [measure],
    notes: (row) => [row.note],
    unit: ({ unit = '' }) => unit,
  },
];

/** The year that a period lies in; null for several, and for what may be one or two (1998/99, 1987 on). */
const yearOf = (period: string): number | null => {
  const [, year] = /^(\d{4})(?:-\d{2})?(?: [A-Z][a-z]{2}-[A-Z][a-z]{2})?$/.exec(period) ?? [];
  return year === undefined ? null : Number(year);
};
const PLAIN_NUMBER = /^\d+(\.\d+)?$/;

/**
 * What was published about Cambodia, from the files of data/published-figures, in their order. Every filled cell is a figure with the
 * source of its row; a row in which nothing was found is one figure that says so.
 */
export function cambodianFigures(): PublishedFigure[] {
  return FILES.flatMap(({ name, columns, period, scope, notes, unit }) => {
    const text = readFileSync(new URL(`../../../data/published-figures/${name}`, import.meta.url), 'utf8');
    const rows = parse(text, { columns: true, trim: true }) as Row[];
    return rows.flatMap((row) => {
      const filled = Object.keys(columns).filter((column) => row[column] !== '');
      return (filled.length > 0 ? filled : Object.keys(columns).slice(0, 1)).map((column): PublishedFigure => {
        const [measure, columnUnit, part] = columns[column] as Measured;
        const valueText = row[column] || 'not found';
        return {
          year: yearOf(period(row)),
          period: period(row),
          measure,
          value_text: valueText,
          value: PLAIN_NUMBER.test(valueText) ? Number(valueText) : null,
          unit: unit?.(row) ?? columnUnit,
          scope: ['Cambodia', ...scope(row), ...(part === undefined ? [] : [part])].join(', '),
          source: row.source as string,
          note: notes(row).filter(Boolean).join('; ') || null,
        };
      });
    });
  });
}
