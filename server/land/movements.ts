import type { LandFilter } from '../engine/filter.ts';
import { type MovedSums, movementsByPeriod } from '../engine/movements-by-period.ts';
import { endsOf, type Period, type Step } from '../engine/periods.ts';
import type { ProgrammeLand } from '../engine/programme-land.ts';
import { CLOSURE_REASONS, MOVEMENT_KINDS } from '../vocabulary.ts';
import { namedPeriod, periodsAsked } from './asked-periods.ts';
import type { ClosedByReason, MovementList, Movements } from './contract.ts';

/** What moved in each period, and without a date up to the last: one pass over the changes that a filter keeps. */
export const movedByPeriod = (land: ProgrammeLand, filter: LandFilter, periods: Period[]) =>
  movementsByPeriod(land.moved.of(filter, land.places)(endsOf(periods)), periods, null);

/** km² by key: whole hundredths are divided once. */
const km2By = <Key extends string>(keys: readonly Key[], hundredths: Float64Array): Record<Key, number> =>
  Object.fromEntries(keys.map((key, index) => [key, (hundredths[index] as number) / 1e8])) as Record<Key, number>;

export const movementsOf = (sums: Float64Array): Movements => km2By(MOVEMENT_KINDS, sums);
const closedByReason = (sums: Float64Array): ClosedByReason => km2By(CLOSURE_REASONS, sums);

const movedOf = ({ inside, outside, closed }: MovedSums) => ({
  movements_km2: movementsOf(inside),
  closed_by_reason_km2: closedByReason(closed),
  outside_movements_km2: movementsOf(outside),
});

/**
 * What moved in each period, each kind by itself; undated movements stand beside.
 * @throws Problem 400 when `from` is not before `to`, or the span has more than 4,000 periods.
 */
export function movementsBetween(
  land: ProgrammeLand,
  filter: LandFilter,
  range: { from: string | null; to: string },
  step: Step,
): MovementList {
  const periods = periodsAsked(land, range, step);
  const { moved, undated } = movedByPeriod(land, filter, periods);
  return {
    programme: land.code,
    data_version: land.dataVersion,
    step,
    items: periods.map((period, index) => ({ ...namedPeriod(period), ...movedOf(moved[index] as MovedSums) })),
    undated: movedOf(undated),
  };
}

const nameOf = (kind: string): string => kind.replace('-', '');

/**
 * The same as CSV (RFC 4180), a row a period, km² unrounded; the undated movements are the last row, which has no days. Lines that
 * begin with # say what it is. No cell can hold a comma, a quote or a formula: all are codes, days and numbers.
 * @param asked the address that was asked, without its host.
 */
export function movementsCsv({ programme, data_version, step, items, undated }: MovementList, asked: string): string {
  const head = [
    ...['period', 'from', 'to'],
    ...MOVEMENT_KINDS.map((kind) => `${nameOf(kind)}_km2`),
    ...CLOSURE_REASONS.map((reason) => `closed_${reason}_km2`),
    ...MOVEMENT_KINDS.map((kind) => `outside_${nameOf(kind)}_km2`),
  ];
  const numbers = (moved: MovementList['undated']) => [
    ...MOVEMENT_KINDS.map((kind) => moved.movements_km2[kind]),
    ...CLOSURE_REASONS.map((reason) => moved.closed_by_reason_km2[reason]),
    ...MOVEMENT_KINDS.map((kind) => moved.outside_movements_km2[kind]),
  ];
  const lines: (string | number)[][] = [
    ['# programme', programme],
    ['# data_version', data_version],
    ['# step', step],
    ['# source', `"Landclear, ${asked.replaceAll('"', '%22')}"`],
    head,
    ...items.map((item) => [item.period, item.from, item.to, ...numbers(item)]),
    ['undated', '', '', ...numbers(undated)],
  ];
  return `${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}
