import { accountOf, openStatesOf, outsideStatesOf } from '../engine/account.ts';
import { dayOf } from '../engine/days.ts';
import type { LandFilter } from '../engine/filter.ts';
import type { MovedSums } from '../engine/movements-by-period.ts';
import type { Step } from '../engine/periods.ts';
import type { ProgrammeLand } from '../engine/programme-land.ts';
import { stocksOn } from '../engine/stock.ts';
import { malformed } from '../problems.ts';
import { namedPeriod, periodsAsked } from './asked-periods.ts';
import type { Comparison, Timeline } from './contract.ts';
import { movedByPeriod, movementsOf } from './movements.ts';

const movedOf = ({ inside, outside }: MovedSums) => ({
  movements_km2: movementsOf(inside),
  outside_movements_km2: movementsOf(outside),
});

/**
 * Land by state at the end of each period, and the dated movements within it. Undated movements stand beside.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export function timelineBetween(
  land: ProgrammeLand,
  filter: LandFilter,
  range: { from: string | null; to: string },
  step: Step,
): Timeline {
  const periods = periodsAsked(land, range, step);
  const stocks = stocksOn(
    land,
    filter,
    land.places,
    periods.map(({ to }) => to),
  );
  const { moved, undated } = movedByPeriod(land, filter, periods);
  return {
    programme: land.code,
    data_version: land.dataVersion,
    step,
    items: periods.map((period, index) => ({
      ...namedPeriod(period),
      ...(stocks[index] as (typeof stocks)[number]),
      ...movedOf(moved[index] as MovedSums),
    })),
    undated: movedOf(undated),
  };
}

/** Remaining land, of the kinds that are meant, and outside ground, from the end of one day to the end of another; none of what is not chosen. */
export function compareRemaining(land: ProgrammeLand, filter: LandFilter, from: string | null, to: string): Comparison {
  if (from !== null && from > to) throw malformed('from', `from=${from} is after to=${to}; a period is (from, to].`);
  const days = [from === null ? null : dayOf(from), dayOf(to)] as const;
  return {
    programme: land.code,
    data_version: land.dataVersion,
    from,
    to,
    ...accountOf(land, filter, openStatesOf(filter), ...days),
    outside: accountOf(land, filter, outsideStatesOf(filter), ...days),
  };
}
