import type { Query } from '../database/connect.ts';
import { isMovementMeant, OF_LAND, releaserValues } from '../land/conditions.ts';
import { chosenStates, type LandFilter } from '../land/filters.ts';
import { RELEASE_METHODS, type ReleaseMethod } from '../vocabulary.ts';
import type { ReportTable } from './contract.ts';
import { destroyedBetween } from './destroyed.ts';
import type { ReportPlaces } from './places.ts';
import { type Measure, tableOf } from './table.ts';

/** Land released, or ordnance destroyed. m² as whole hundredths. */
interface ProgressCell {
  place_id: number | null;
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

/** What was released in (from, to]: the movements of the ledger, as `/api/timeline` adds them up; the undated up to `to`. */
const released = (query: Query, filter: LandFilter, range: { from: string | null; to: string }) =>
  query<Omit<ProgressCell, 'destroyed'>>(
    `select land.place_id, operator.code as operator, operator.name as operator_name,
       case when not undated then extract(year from day)::integer end as year, kind,
       coalesce(from_state, 'outside') like 'outside%' and to_state like 'outside%' as outside, (sum(area_m2) * 100)::float8 as hundredths
     from (
       select land.* from (select *, to_state as state from ledger_movement) land
       where ${OF_LAND} and kind in ('cancelled', 'reduced', 'cleared') and ${isMovementMeant(9)}
         and (undated or $8::date is null or day > $8::date) and day <= $7::date
     ) land left join operator using (operator_id)
     group by 1, 2, 3, 4, 5, 6`,
    [...releaserValues(filter), range.to, range.from, chosenStates(filter)],
  );

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
export async function progressTables(
  query: Query,
  filter: LandFilter,
  range: { from: string | null; to: string },
  places: ReportPlaces,
): Promise<Progress> {
  const destroyed = await destroyedBetween(query, filter, range);
  const shown = measures(destroyed !== null);
  const names = new Map(
    (
      await query<{ code: string; name: string }>('select code, name from operator where programme_id = $1', [
        filter.programme.id,
      ])
    ).map(({ code, name }) => [code, name]),
  );
  const cells: ProgressCell[] = [
    ...(await released(query, filter, range)).map((cell) => ({ ...cell, destroyed: destroyed === null ? null : 0 })),
    ...(destroyed ?? []).map(({ place_id, operator, year, count }) => ({
      place_id,
      operator,
      operator_name: operator === null ? null : (names.get(operator) ?? operator),
      year,
      kind: null,
      outside: false,
      hundredths: 0,
      destroyed: count,
    })),
  ];
  const placeOf = ({ place_id }: ProgressCell) => [places.of(place_id).code, places.of(place_id).name];
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
