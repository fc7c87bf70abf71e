import { LAND_STATES, type LandState } from '../vocabulary.ts';
import type { LedgerColumns } from './columns.ts';

/** Land by state in km². */
export interface LandFigures {
  remaining: { suspected: number; confirmed: number; total: number };
  released: { cancelled: number; reduced: number; cleared: number; total: number };
  outside: { cancelled: number; reduced: number; cleared: number; total: number };
  closed: number;
}

/**
 * Hundredths of m² by state (index into LAND_STATES) at the end of a day: one pass over the columns.
 * @param kept 1 for spans that count; null: all do.
 */
export function areasAt(columns: LedgerColumns, day: number, kept: Uint8Array | null = null): Float64Array {
  const sums = new Float64Array(LAND_STATES.length);
  const { length, state, fromDay, toDay, area } = columns;
  for (let index = 0; index < length; index += 1) {
    if ((fromDay[index] as number) <= day && (toDay[index] as number) > day && (kept === null || kept[index] === 1)) {
      const at = state[index] as number;
      sums[at] = (sums[at] as number) + (area[index] as number);
    }
  }
  return sums;
}

/** The same sums as the server's: whole hundredths are added first and divided once. */
export function figuresOf(sums: Float64Array): LandFigures {
  const hundredths = (state: LandState) => sums[LAND_STATES.indexOf(state)] as number;
  const km2 = (...states: LandState[]) => states.reduce((sum, state) => sum + hundredths(state), 0) / 1e8;
  return {
    remaining: { suspected: km2('suspected'), confirmed: km2('confirmed'), total: km2('suspected', 'confirmed') },
    released: {
      cancelled: km2('cancelled'),
      reduced: km2('reduced'),
      cleared: km2('cleared'),
      total: km2('cancelled', 'reduced', 'cleared'),
    },
    outside: {
      cancelled: km2('outside_cancelled'),
      reduced: km2('outside_reduced'),
      cleared: km2('outside_cleared'),
      total: km2('outside_cancelled', 'outside_reduced', 'outside_cleared'),
    },
    closed: km2('closed'),
  };
}

/** Area counted from snapshot days, by the day it starts to count: what a reader must be told about the date axis. */
export function undatedHundredths(
  columns: LedgerColumns,
  kept: Uint8Array | null = null,
): { hundredths: number; firstDay: number | null } {
  let hundredths = 0;
  let firstDay: number | null = null;
  for (let index = 0; index < columns.length; index += 1) {
    if (columns.undated[index] === 0 || kept?.[index] === 0) continue;
    hundredths += columns.area[index] as number;
    const day = columns.fromDay[index] as number;
    if (firstDay === null || day < firstDay) firstDay = day;
  }
  return { hundredths, firstDay };
}
