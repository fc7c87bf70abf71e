import type { Moves } from '../../../server/engine/columns.ts';
import { isOutside } from '../../../server/engine/movements.ts';
import { CLOSURE_REASONS, MOVEMENT_KINDS, type MovementKind } from '../../../server/vocabulary.ts';

const DAY = 86_400_000;
export const STEPS = ['year', 'quarter', 'month'] as const;
export type Step = (typeof STEPS)[number];
const MONTHS = { year: 12, quarter: 3, month: 1 };

/** A calendar period, cut to the span that is shown. Days since 1970: (from, to]. */
export interface Period {
  /** 2015, 2015-Q2 or 2015-03. */
  name: string;
  from: number;
  to: number;
}

/** Hundredths of m²: by kind (index into MOVEMENT_KINDS) inside and outside recorded hazards, and by reason what was closed. */
export interface Moved {
  inside: Float64Array;
  outside: Float64Array;
  closed: Float64Array;
}

export interface MovementsByPeriod {
  periods: Period[];
  moved: Moved[];
  /** Without a date of their own, up to the last day: in no period. */
  undated: Moved;
}

/** The calendar periods from the day `first` to the day `last`, both in them; the first and the last are cut to it. */
export function periodsFrom(first: number, last: number, step: Step): Period[] {
  const months = MONTHS[step];
  const periods: Period[] = [];
  for (let from = first - 1; from < last; ) {
    const day = new Date((from + 1) * DAY);
    const [year, month] = [day.getUTCFullYear(), Math.floor(day.getUTCMonth() / months) * months];
    const to = Math.min(last, Date.UTC(year, month + months, 1) / DAY - 1);
    const name = step === 'year' ? '' : step === 'quarter' ? `-Q${month / 3 + 1}` : `-${String(month + 1).padStart(2, '0')}`;
    periods.push({ name: `${year}${name}`, from, to });
    from = to;
  }
  return periods;
}

/** The days on which sums by these periods begin and end, rising. */
export const endsOf = (periods: readonly Period[]): number[] =>
  periods.length === 0 ? [] : [(periods[0] as Period).from, ...periods.map(({ to }) => to)];

/** Whether a period ends with its calendar period, and is not cut. */
export function isWhole({ to }: Period, step: Step): boolean {
  const next = new Date((to + 1) * DAY);
  return next.getUTCDate() === 1 && next.getUTCMonth() % MONTHS[step] === 0;
}

const nothing = (): Moved => ({
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
    const sums = hasNoDate ? undated : (moved[periodOf[at - before - 1] as number] as Moved);
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
