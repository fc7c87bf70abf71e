import type { Query } from '../../../database/database.ts';
import { malformed } from '../../../problems.ts';
import { MOVEMENT_KINDS } from '../../../vocabulary.ts';
import type { Account, Comparison, Timeline } from '../../contract.ts';
import { periodsAsked } from './asked-periods.ts';
import { conditionValues, groundValues, IS_MEANT, OF_LAND } from './conditions.ts';
import { chosenStates, type LandFilter } from './filters.ts';
import { movementSums, movementsOf } from './movements.ts';
import type { Step } from './periods.ts';
import { type StateAreas, stockOf } from './summary.ts';

/**
 * Land by state at the end of each period, and the dated movements within it. Undated movements stand beside.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export async function timelineBetween(
  query: Query,
  filter: LandFilter,
  range: { from: string | null; to: string },
  step: Step,
): Promise<Timeline> {
  const { from, periods } = await periodsAsked(query, filter.programme.id, range, step);
  const ends = periods.map((period) => period.to);
  const stock = await query<StateAreas & { bucket: number }>(
    `with change as (
       select state, operator_id, from_day as day, area_m2 from ledger_span land where ${OF_LAND}
       union all
       select state, operator_id, to_day, -area_m2 from ledger_span land where ${OF_LAND} and to_day is not null
     )
     select width_bucket(day - 1, $7::date[]) as bucket, state, (sum(area_m2) * 100)::float8 as hundredths,
       coalesce(sum(area_m2) filter (where ${IS_MEANT}) * 100, 0)::float8 as selected_hundredths
     from change where day <= ($7::date[])[cardinality($7::date[])]
     group by 1, 2`,
    [...conditionValues(filter), ends],
  );
  const movements = await movementSums(query, filter, from, ends);
  const sums = new Map<string, StateAreas>();
  const items = periods.map((period, index) => {
    for (const row of stock.filter((change) => change.bucket === index)) {
      const sum = sums.get(row.state) ?? { state: row.state, hundredths: 0, selected_hundredths: 0 };
      sum.hundredths += row.hundredths;
      sum.selected_hundredths += row.selected_hundredths;
      sums.set(row.state, sum);
    }
    const within = movements.filter((row) => row.bucket === index && !row.undated);
    return {
      ...period,
      ...stockOf([...sums.values()], filter.groups),
      movements_km2: movementsOf(within.filter((row) => !row.outside)),
      outside_movements_km2: movementsOf(within.filter((row) => row.outside)),
    };
  });
  const undated = movements.filter((row) => row.undated);
  return {
    programme: filter.programme.code,
    data_version: filter.programme.dataVersion,
    step,
    items,
    undated: {
      movements_km2: movementsOf(undated.filter((row) => !row.outside)),
      outside_movements_km2: movementsOf(undated.filter((row) => row.outside)),
    },
  };
}

/** The account of the land in some states, from the end of one day (null: from nothing) to the end of another. */
async function accountOf(
  query: Query,
  filter: LandFilter,
  states: readonly string[],
  from: string | null,
  to: string,
): Promise<Account> {
  const values = [...groundValues(filter), from, to, states];
  const [stock] = await query<{ opening: number; closing: number }>(
    `select
       coalesce(sum(area_m2) filter (where from_day <= $5::date and (to_day is null or to_day > $5::date)) / 1000000, 0)::float8 as opening,
       coalesce(sum(area_m2) filter (where from_day <= $6::date and (to_day is null or to_day > $6::date)) / 1000000, 0)::float8 as closing
     from ledger_span land
     where ${OF_LAND} and state = any($7)`,
    values,
  );
  const movements = await query<{ kind: string; undated: boolean; km2: number }>(
    `select kind, undated, (sum(case when to_state = any($7) then area_m2 else -area_m2 end) / 1000000)::float8 as km2
     from ledger_movement land
     where ${OF_LAND} and ($5::date is null or day > $5::date) and day <= $6::date
       and (to_state = any($7)) <> coalesce(from_state = any($7), false)
     group by kind, undated order by undated`,
    values,
  );
  return {
    opening_km2: stock?.opening ?? 0,
    movements: MOVEMENT_KINDS.flatMap((kind) =>
      movements
        .filter((movement) => movement.kind === kind)
        .map(({ undated, km2 }) => (undated ? { kind, km2, undated } : { kind, km2 })),
    ),
    closing_km2: stock?.closing ?? 0,
  };
}

/** Remaining land, of the kinds that are meant, and outside ground, from the end of one day to the end of another; none of what is not chosen. */
export async function compareRemaining(query: Query, filter: LandFilter, from: string | null, to: string): Promise<Comparison> {
  if (from !== null && from > to) throw malformed('from', `from=${from} is after to=${to}; a period is (from, to].`);
  const outside = chosenStates(filter).filter((state) => state.startsWith('outside'));
  return {
    programme: filter.programme.code,
    data_version: filter.programme.dataVersion,
    from,
    to,
    ...(await accountOf(query, filter, filter.openStates, from, to)),
    outside: await accountOf(query, filter, outside, from, to),
  };
}
