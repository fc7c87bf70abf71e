import { releasedIn } from '../engine/breakdown.ts';
import { dayOf } from '../engine/days.ts';
import type { LandFilter } from '../engine/filter.ts';
import { destroyedIn } from '../engine/found.ts';
import type { HeldLand } from '../land/memory/load.ts';
import { RELEASE_METHODS, type ReleaseMethod } from '../vocabulary.ts';
import type { ReportTable } from './contract.ts';
import type { ReportPlaces } from './places.ts';
import { type Measure, tableOf } from './table.ts';

/** Land released, or ordnance destroyed. m² as whole hundredths. */
interface ProgressCell {
  /** Index into the places of the columns. */
  place: number;
  /** Null: not known. */
  operator: string | null;
  operator_name: string | null;
  /** Null: undated, in no year. */
  year: number | null;
  kind: ReleaseMethod | null;
  outside: boolean;
  hundredths: number;
  /** Null: the programme records none. */
  destroyed: number | null;
}

const methods = (prefix: string, outside: boolean): Measure<ProgressCell>[] =>
  RELEASE_METHODS.map((method) => ({
    key: `${prefix}${method}_m2`,
    type: 'm2',
    of: (cell) => (cell.kind === method && cell.outside === outside ? cell.hundredths : 0),
  }));

const measures = (destroyedIsRecorded: boolean): readonly Measure<ProgressCell>[] => [
  ...methods('', false),
  { key: 'released_m2', type: 'm2', of: (cell) => (cell.outside ? 0 : cell.hundredths) },
  ...methods('outside_', true),
  { key: 'outside_m2', type: 'm2', of: (cell) => (cell.outside ? cell.hundredths : 0) },
  { key: 'total_m2', type: 'm2', of: (cell) => cell.hundredths },
  { key: 'ordnance_destroyed', type: 'count', of: (cell) => cell.destroyed, ofNone: destroyedIsRecorded ? 0 : null },
];

/** Every year from the first to the last, so that one without progress is there too. */
function yearsOf(cells: readonly ProgressCell[], range: { from: string | null; to: string }): string[] {
  const years = cells.map(({ year }) => year as number);
  const first = range.from === null ? Math.min(...years) : dayAfter(range.from).getUTCFullYear();
  const last = Number(range.to.slice(0, 4));
  // a period longer than records can be is not written out
  if (!Number.isFinite(first) || last - first > 400) return [...new Set(years)].sort((one, other) => one - other).map(String);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => String(first + index));
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date;
}

export interface Progress {
  tables: ReportTable[];
  undatedSquareMetres: number;
  destroyedIsRecorded: boolean;
}

/** What was released and destroyed in a period, by year, by place, by both, and by operator. */
export function progressTables(
  land: HeldLand,
  filter: LandFilter,
  range: { from: string | null; to: string },
  places: ReportPlaces,
): Progress {
  const [from, to] = [range.from === null ? null : dayOf(range.from), dayOf(range.to)];
  const destroyed = land.found.length === 0 ? null : destroyedIn(land.found, filter, land.places, from, to);
  const shown = measures(destroyed !== null);
  const namesOf = (operator: number) => {
    const code = operator === 0 ? null : (land.columns.operators[operator] as string);
    return { operator: code, operator_name: code === null ? null : (land.operatorNames.get(code) ?? code) };
  };
  const cells: ProgressCell[] = [
    ...releasedIn(land, filter, from, to).map(({ place, operator, year, method, outside, hundredths }) => ({
      ...{ place, ...namesOf(operator), year, kind: method, outside, hundredths },
      destroyed: destroyed === null ? null : 0,
    })),
    ...(destroyed ?? []).map(({ place, operator, year, count }) => ({
      ...{ place, ...namesOf(operator), year, kind: null, outside: false, hundredths: 0 },
      destroyed: count,
    })),
  ];
  const placeOf = ({ place }: ProgressCell) => [places.of(place).code, places.of(place).name];
  cells.sort(
    (one, other) =>
      (placeOf(one)[1] as string).localeCompare(placeOf(other)[1] as string, 'en') || (one.year ?? 0) - (other.year ?? 0),
  );
  const dated = cells.filter(({ year }) => year !== null);
  const undated = cells.filter(({ year }) => year === null);
  const beside = undated.length === 0 ? {} : { undated };
  const byOperator = [...dated].sort((one, other) => (one.operator_name ?? '~').localeCompare(other.operator_name ?? '~', 'en'));
  return {
    tables: [
      tableOf(
        {
          key: 'progress_by_year',
          labels: ['year'],
          rowOf: ({ year }) => [String(year)],
          measures: shown,
          always: yearsOf(dated, range).map((year) => [year]),
        },
        dated,
        beside,
      ),
      tableOf(
        {
          key: 'progress_by_place',
          labels: ['place', 'place_name'],
          rowOf: placeOf,
          measures: shown,
          always: places.selected.map(({ code, name }) => [code, name]),
        },
        dated,
        beside,
      ),
      tableOf(
        {
          key: 'progress_by_place_and_year',
          labels: ['place', 'place_name', 'year'],
          rowOf: (cell) => [...placeOf(cell), String(cell.year)],
          measures: shown,
        },
        dated,
        beside,
      ),
      tableOf(
        {
          key: 'progress_by_operator',
          labels: ['operator', 'operator_name'],
          rowOf: ({ operator, operator_name }) => [operator ?? '', operator_name ?? 'Not known'],
          measures: shown,
        },
        byOperator,
        beside,
      ),
    ],
    undatedSquareMetres: undated.reduce((sum, { hundredths }) => sum + hundredths, 0) / 100,
    destroyedIsRecorded: destroyed !== null,
  };
}
