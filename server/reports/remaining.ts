import { openStatesOf } from '../engine/account.ts';
import { groundOn } from '../engine/breakdown.ts';
import { dayOf } from '../engine/days.ts';
import type { LandFilter } from '../engine/filter.ts';
import { openAreasOn } from '../engine/records.ts';
import { unmappedOn } from '../engine/unmapped.ts';
import type { HeldLand } from '../land/memory/load.ts';
import { ORDNANCE_KINDS } from '../vocabulary.ts';
import type { ReportTable } from './contract.ts';
import type { ReportPlaces } from './places.ts';
import { type Measure, tableOf } from './table.ts';

/** Something that is still there: ground, or areas. m² as whole hundredths. */
interface RemainingCell {
  /** Index into the places of the columns. */
  place: number;
  /** Bits of the kinds. */
  ordnance: number;
  confirmed: boolean;
  areas: number;
  unmappedAreas: number;
  withoutSize: number;
  mapped: number;
  unmapped: number;
}

const EMPTY = { areas: 0, unmappedAreas: 0, withoutSize: 0, mapped: 0, unmapped: 0 };

/** Mapped ground, mapped areas and unmapped areas at the end of a day. */
function remainingCells(land: HeldLand, filter: LandFilter, asOf: string): RemainingCell[] {
  const day = dayOf(asOf);
  const states = openStatesOf(filter);
  const isMeant = { suspected: states.includes('suspected'), confirmed: states.includes('confirmed') };
  return [
    ...groundOn(land, filter, states, day).map(({ place, ordnance, state, hundredths }) => ({
      ...EMPTY,
      place,
      ordnance,
      confirmed: state === 'confirmed',
      mapped: hundredths,
    })),
    ...openAreasOn(land.records, filter, land.places, day, isMeant).map((areas) => ({ ...EMPTY, ...areas })),
    ...unmappedOn(land.unmapped, filter, land.places, day).map(({ place, ordnance, confirmed, left }) => ({
      ...EMPTY,
      place,
      ordnance,
      confirmed,
      areas: 1,
      unmappedAreas: 1,
      withoutSize: left === null ? 1 : 0,
      unmapped: Math.round(left ?? 0),
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
export function remainingTables(land: HeldLand, filter: LandFilter, asOf: string, places: ReportPlaces): Remaining {
  const cells = remainingCells(land, filter, asOf);
  cells.sort(
    (one, other) => places.of(one.place).name.localeCompare(places.of(other.place).name, 'en') || one.ordnance - other.ordnance,
  );
  const placeOf = ({ place }: RemainingCell) => [places.of(place).code, places.of(place).name];
  const ordnanceOf = ({ ordnance }: RemainingCell) => [combinationOf(ordnance), isAntiPersonnel(ordnance) ? 'yes' : 'no'];
  const antiPersonnel = { anti_personnel: cells.filter(({ ordnance }) => isAntiPersonnel(ordnance)) };
  const byMask = [...cells].sort((one, other) => one.ordnance - other.ordnance);
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
