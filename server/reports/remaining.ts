import type { Query } from '../database/connect.ts';
import { groundValues, OF_LAND } from '../land/conditions.ts';
import type { LandFilter } from '../land/filters.ts';
import { openMappedAreas } from '../land/open-areas.ts';
import { unmappedAreas } from '../land/unmapped.ts';
import { ORDNANCE_KINDS } from '../vocabulary.ts';
import type { ReportTable } from './contract.ts';
import type { ReportPlaces } from './places.ts';
import { type Measure, tableOf } from './table.ts';

/** Something that is still there: ground, or areas. m² as whole hundredths. */
interface RemainingCell {
  placeId: number | null;
  ordnanceMask: number;
  confirmed: boolean;
  areas: number;
  unmappedAreas: number;
  withoutSize: number;
  mapped: number;
  unmapped: number;
}

const EMPTY = { areas: 0, unmappedAreas: 0, withoutSize: 0, mapped: 0, unmapped: 0 };

/** Mapped ground, mapped areas and unmapped areas at the end of a day. */
async function remainingCells(query: Query, filter: LandFilter, asOf: string): Promise<RemainingCell[]> {
  const ground = await query<{ place_id: number | null; ordnance_mask: number; state: string; hundredths: number }>(
    `select place_id, ordnance_mask, state, (sum(area_m2) * 100)::float8 as hundredths
     from ledger_span land
     where ${OF_LAND} and state = any($5) and from_day <= $6::date and (to_day is null or to_day > $6::date)
     group by 1, 2, 3`,
    [...groundValues(filter), filter.openStates, asOf],
  );
  const mapped = await openMappedAreas(query, filter, asOf);
  const unmapped = await unmappedAreas(query, filter, asOf);
  return [
    ...ground.map(({ place_id, ordnance_mask, state, hundredths }) => ({
      ...EMPTY,
      placeId: place_id,
      ordnanceMask: ordnance_mask,
      confirmed: state === 'confirmed',
      mapped: hundredths,
    })),
    ...mapped.map(({ place_id, ordnance_mask, confirmed, areas }) => ({
      ...EMPTY,
      placeId: place_id,
      ordnanceMask: ordnance_mask,
      confirmed,
      areas,
    })),
    ...unmapped.map(({ place_id, ordnance_mask, confirmed, left_m2 }) => ({
      ...EMPTY,
      placeId: place_id,
      ordnanceMask: ordnance_mask,
      confirmed,
      areas: 1,
      unmappedAreas: 1,
      withoutSize: left_m2 === null ? 1 : 0,
      unmapped: Math.round((left_m2 ?? 0) * 100),
    })),
  ];
}

/** Areas and m² of one kind, or of both; mapped, unmapped and together. */
const measuresOf = (name: 'sha' | 'cha' | 'all', isMeant: (cell: RemainingCell) => boolean): Measure<RemainingCell>[] => {
  const of = (value: (cell: RemainingCell) => number) => (cell: RemainingCell) => (isMeant(cell) ? value(cell) : 0);
  return [
    { key: `${name}_areas`, type: 'count', of: of((cell) => cell.areas) },
    { key: `${name}_mapped_m2`, type: 'm2', of: of((cell) => cell.mapped) },
    { key: `${name}_unmapped_m2`, type: 'm2', of: of((cell) => cell.unmapped) },
    { key: `${name}_total_m2`, type: 'm2', of: of((cell) => cell.mapped + cell.unmapped) },
  ];
};
const MEASURES: readonly Measure<RemainingCell>[] = [
  ...measuresOf('sha', (cell) => !cell.confirmed),
  ...measuresOf('cha', (cell) => cell.confirmed),
  ...measuresOf('all', () => true),
  { key: 'unmapped_areas', type: 'count', of: (cell) => cell.unmappedAreas },
  { key: 'unmapped_without_size', type: 'count', of: (cell) => cell.withoutSize },
];

/** A combination of ordnance as one code: those of the vocabulary joined by +; `none`: not stated. */
export const combinationOf = (mask: number): string => ORDNANCE_KINDS.filter((_, bit) => mask & (1 << bit)).join('+') || 'none';

/** The Convention knows mines by what they do: an improvised one counts as what it is. */
const ANTI_PERSONNEL =
  (1 << ORDNANCE_KINDS.indexOf('anti_personnel_mine')) | (1 << ORDNANCE_KINDS.indexOf('improvised_anti_personnel_mine'));
const isAntiPersonnel = (mask: number) => (mask & ANTI_PERSONNEL) !== 0;

export interface Remaining {
  tables: ReportTable[];
  withoutSize: number;
}

/** What is left at the end of a day, by place, by ordnance combination, and by both. */
export async function remainingTables(query: Query, filter: LandFilter, asOf: string, places: ReportPlaces): Promise<Remaining> {
  const cells = await remainingCells(query, filter, asOf);
  cells.sort(
    (one, other) =>
      places.of(one.placeId).name.localeCompare(places.of(other.placeId).name, 'en') || one.ordnanceMask - other.ordnanceMask,
  );
  const placeOf = ({ placeId }: RemainingCell) => [places.of(placeId).code, places.of(placeId).name];
  const ordnanceOf = ({ ordnanceMask }: RemainingCell) => [
    combinationOf(ordnanceMask),
    isAntiPersonnel(ordnanceMask) ? 'yes' : 'no',
  ];
  const antiPersonnel = { anti_personnel: cells.filter(({ ordnanceMask }) => isAntiPersonnel(ordnanceMask)) };
  const byMask = [...cells].sort((one, other) => one.ordnanceMask - other.ordnanceMask);
  return {
    tables: [
      tableOf(
        {
          key: 'remaining_by_place',
          labels: ['place', 'place_name'],
          rowOf: placeOf,
          measures: MEASURES,
          always: places.selected.map(({ code, name }) => [code, name]),
        },
        cells,
        antiPersonnel,
      ),
      tableOf(
        { key: 'remaining_by_ordnance', labels: ['ordnance', 'anti_personnel'], rowOf: ordnanceOf, measures: MEASURES },
        byMask,
        antiPersonnel,
      ),
      tableOf(
        {
          key: 'remaining_by_place_and_ordnance',
          labels: ['place', 'place_name', 'ordnance', 'anti_personnel'],
          rowOf: (cell) => [...placeOf(cell), ...ordnanceOf(cell)],
          measures: MEASURES,
        },
        cells,
        antiPersonnel,
      ),
    ],
    withoutSize: cells.reduce((sum, cell) => sum + cell.withoutSize, 0),
  };
}
