import type { Query } from '../../../database/database.ts';
import { CLOSURE_REASONS, type ClosureReason, MOVEMENT_KINDS } from '../../../vocabulary.ts';
import type { ClosedByReason, MovementList, Movements } from '../../contract.ts';
import { periodsAsked } from './asked-periods.ts';
import { isMovementMeant, OF_LAND, releaserValues } from './conditions.ts';
import { chosenStates, type LandFilter } from './filters.ts';
import type { Step } from './periods.ts';

export interface MovementSum {
  /** Index of the period. */
  bucket: number;
  outside: boolean;
  kind: keyof Movements;
  /** Of what was closed; null otherwise. */
  reason: ClosureReason | null;
  undated: boolean;
  hundredths: number;
}

/**
 * Movements by period: the dated ones in (from, last end], the undated ones up to the last end. A movement is outside when it
 * neither begins nor ends on ground with a recorded hazard.
 * @param ends last days of the periods, rising; YYYY-MM-DD.
 */
export const movementSums = (query: Query, filter: LandFilter, from: string, ends: readonly string[]): Promise<MovementSum[]> =>
  query<MovementSum>(
    `select width_bucket(day - 1, $7::date[]) as bucket, kind, undated, (sum(area_m2) * 100)::float8 as hundredths,
       coalesce(from_state, 'outside') like 'outside%' and to_state like 'outside%' as outside,
       case when kind = 'closed' then coalesce(closed_reason, 'other') end as reason
     from (select *, to_state as state from ledger_movement) land
     where ${OF_LAND} and ${isMovementMeant(9)}
       and (day > $8::date or undated) and day <= ($7::date[])[cardinality($7::date[])]
     group by 1, 2, 3, 5, 6`,
    [...releaserValues(filter), ends, from, chosenStates(filter)],
  );

/** km² by key: whole hundredths are added first and divided once, as the client does. */
function sumsBy<Key extends string>(
  keys: readonly Key[],
  rows: readonly MovementSum[],
  keyOf: (row: MovementSum) => Key | null,
): Record<Key, number> {
  const hundredths = new Map<Key, number>(keys.map((key) => [key, 0]));
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) hundredths.set(key, (hundredths.get(key) ?? 0) + row.hundredths);
  }
  return Object.fromEntries(keys.map((key) => [key, (hundredths.get(key) as number) / 1e8])) as Record<Key, number>;
}

export const movementsOf = (rows: readonly MovementSum[]): Movements => sumsBy(MOVEMENT_KINDS, rows, ({ kind }) => kind);

const closedByReason = (rows: readonly MovementSum[]): ClosedByReason => sumsBy(CLOSURE_REASONS, rows, ({ reason }) => reason);

const movedOf = (rows: readonly MovementSum[]) => ({
  movements_km2: movementsOf(rows.filter(({ outside }) => !outside)),
  closed_by_reason_km2: closedByReason(rows),
  outside_movements_km2: movementsOf(rows.filter(({ outside }) => outside)),
});

/**
 * What moved in each period, each kind by itself; undated movements stand beside.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export async function movementsBetween(
  query: Query,
  filter: LandFilter,
  range: { from: string | null; to: string },
  step: Step,
): Promise<MovementList> {
  const { from, periods } = await periodsAsked(query, filter.programme.id, range, step);
  const ends = periods.map(({ to }) => to);
  const sums = await movementSums(query, filter, from, ends);
  return {
    programme: filter.programme.code,
    data_version: filter.programme.dataVersion,
    step,
    items: periods.map((period, index) => ({
      ...period,
      ...movedOf(sums.filter(({ bucket, undated }) => bucket === index && !undated)),
    })),
    undated: movedOf(sums.filter(({ undated }) => undated)),
  };
}
