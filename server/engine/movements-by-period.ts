import { CLOSURE_REASONS, MOVEMENT_KINDS, type MovementKind } from '../vocabulary.ts';
import type { Moves } from './columns.ts';
import { isOutside } from './movements.ts';
import type { Period } from './periods.ts';

/** Hundredths of m²: by kind (index into MOVEMENT_KINDS) inside and outside recorded hazards, and by reason what was closed. */
export interface MovedSums {
  inside: Float64Array;
  outside: Float64Array;
  closed: Float64Array;
}

export interface MovementsByPeriod {
  periods: Period[];
  moved: MovedSums[];
  /** Without a date of their own, up to the last day: in no period. */
  undated: MovedSums;
}

const nothing = (): MovedSums => ({
  inside: new Float64Array(MOVEMENT_KINDS.length),
  outside: new Float64Array(MOVEMENT_KINDS.length),
  closed: new Float64Array(CLOSURE_REASONS.length),
});

/** One pass over the columns. @param kept 1 for movements that count; null: all do. */
export function movementsByPeriod(columns: Moves, periods: Period[], kept: Uint8Array | null): MovementsByPeriod {
  const moved = periods.map(nothing);
  const undated = nothing();
  const before = periods[0]?.from ?? 0;
  const last = periods.at(-1)?.to ?? before;
  const periodOf = new Uint16Array(Math.max(0, last - before));
  for (const [index, { from, to }] of periods.entries()) periodOf.fill(index, from - before, to - before);
  const { length, day, kind, closedReason, area } = columns;
  for (let index = 0; index < length; index += 1) {
    const at = day[index] as number;
    if (at > last || (kept !== null && kept[index] === 0)) continue;
    const hasNoDate = columns.undated[index] === 1;
    if (!hasNoDate && at <= before) continue;
    const sums = hasNoDate ? undated : (moved[periodOf[at - before - 1] as number] as MovedSums);
    const side = isOutside(columns, index) ? sums.outside : sums.inside;
    const code = kind[index] as number;
    side[code] = (side[code] as number) + (area[index] as number);
    const reason = closedReason[index] as number;
    if (reason < sums.closed.length) sums.closed[reason] = (sums.closed[reason] as number) + (area[index] as number);
  }
  return { periods, moved, undated };
}

/** km² of a kind, on the ground that is meant. */
export const km2Of = (sums: Float64Array, kind: MovementKind): number => (sums[MOVEMENT_KINDS.indexOf(kind)] as number) / 1e8;
