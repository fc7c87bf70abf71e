import type { Moves } from '../../../server/engine/columns.ts';
import {
  CLOSURE_REASONS,
  type ClosureReason,
  groupOf,
  LAND_STATES,
  type LandState,
  MOVEMENT_KINDS,
  type MovementKind,
  STATE_GROUPS,
  type StateGroup,
} from '../../../server/vocabulary.ts';

/** Signed hundredths of m² of remaining land. */
export interface Open {
  suspected: number;
  confirmed: number;
}

export interface WaterfallStep extends Open {
  kind: MovementKind;
  /** Of what was closed. */
  reason: ClosureReason | null;
  /** Counted on a snapshot day, for want of a date of its own. */
  undated: boolean;
}

/**
 * Remaining land from the end of one day to the end of another, and beside it what is not in that sum. Hundredths of m².
 * Opening and closing come from the spans, the steps from the movements: that they meet is no matter of course.
 */
export interface Waterfall {
  opening: Open;
  steps: WaterfallStep[];
  closing: Open;
  /** Released ground where no hazard was recorded, by the same rules: where one is recorded later, it leaves. */
  outside: { opening: number; steps: { kind: MovementKind; undated: boolean; area: number }[]; closing: number };
  /** Released or closed ground of which something else came to be true: no second release. */
  reclassified: { from: LandState; to: LandState; area: number }[];
  /** Opening and steps less closing, of either account: 0, unless the two loads are of different data. */
  difference: number;
}

const [SUSPECTED, CONFIRMED] = [LAND_STATES.indexOf('suspected'), LAND_STATES.indexOf('confirmed')];
const IS_OUTSIDE = LAND_STATES.map((state) => state.startsWith('outside'));
const NO_STATE = 255;

/** Sums by small keys, in the order of their numbers. */
class Sums<Value> {
  readonly #values = new Map<number, Value>();
  at(key: number, begin: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = begin();
    this.#values.set(key, value);
    return value;
  }
  sorted(): [number, Value][] {
    return [...this.#values].sort(([one], [other]) => one - other);
  }
}

/** By place, ordnance and box only: remaining land does not ask who released or how, and a movement has two states. */
interface Account {
  /** Hundredths of m² by state at the end of `from`, and of `to`. */
  first: Float64Array;
  last: Float64Array;
  movements: Moves;
  /** 1 for movements that count; null: all do. */
  kept: Uint8Array | null;
}

/**
 * @param from the account opens with the end of this day; null: with nothing, before the first record.
 * @param kinds which of the remaining states are meant. @param groups land of the others is not told, and 0.
 */
export function waterfallOf(
  { first, last, movements, kept }: Account,
  from: number | null,
  to: number,
  kinds: { suspected: boolean; confirmed: boolean },
  groups: readonly StateGroup[] = STATE_GROUPS,
): Waterfall {
  const isRemaining = groups.includes('remaining');
  const open = { suspected: kinds.suspected && isRemaining, confirmed: kinds.confirmed && isRemaining };
  const isOutsideTold = groups.includes('released');
  const isChosen = LAND_STATES.map((state) => groups.includes(groupOf(state)));
  const openAt = (sums: Float64Array): Open => ({
    suspected: open.suspected ? (sums[SUSPECTED] as number) : 0,
    confirmed: open.confirmed ? (sums[CONFIRMED] as number) : 0,
  });
  const outsideAt = (sums: Float64Array) =>
    isOutsideTold ? sums.reduce((sum, area, state) => (IS_OUTSIDE[state] ? sum + area : sum), 0) : 0;

  const steps = new Sums<WaterfallStep>();
  const outside = new Sums<{ kind: MovementKind; undated: boolean; area: number }>();
  const reclassified = new Sums<{ from: LandState; to: LandState; area: number }>();
  for (let index = 0; index < movements.length; index += 1) {
    const day = movements.day[index] as number;
    if (day > to || (from !== null && day <= from) || (kept !== null && kept[index] === 0)) continue;
    const [begins, ends] = [movements.fromState[index] as number, movements.toState[index] as number];
    const area = movements.area[index] as number;
    const code = movements.kind[index] as number;
    const kind = MOVEMENT_KINDS[code] as MovementKind;
    const hasNoDate = movements.undated[index] === 1;
    // dated ones first, as the kinds are ordered; then those without a date
    const order = (hasNoDate ? 1000 : 0) + code * 20;
    const suspected = open.suspected ? Number(ends === SUSPECTED) - Number(begins === SUSPECTED) : 0;
    const confirmed = open.confirmed ? Number(ends === CONFIRMED) - Number(begins === CONFIRMED) : 0;
    if (suspected !== 0 || confirmed !== 0) {
      const reasonCode = movements.closedReason[index] as number;
      const reason = CLOSURE_REASONS[reasonCode] ?? null;
      const step = steps.at(order + (reason === null ? 0 : reasonCode + 1), () => ({
        kind,
        reason,
        undated: hasNoDate,
        suspected: 0,
        confirmed: 0,
      }));
      step.suspected += suspected * area;
      step.confirmed += confirmed * area;
    }
    const outward = Number(IS_OUTSIDE[ends] ?? false) - Number(IS_OUTSIDE[begins] ?? false);
    if (outward !== 0 && isOutsideTold) outside.at(order, () => ({ kind, undated: hasNoDate, area: 0 })).area += outward * area;
    if (kind === 'reclassified' && begins !== NO_STATE && (isChosen[begins] || isChosen[ends])) {
      const pair = { from: LAND_STATES[begins] as LandState, to: LAND_STATES[ends] as LandState, area: 0 };
      reclassified.at(begins * 20 + ends, () => pair).area += area;
    }
  }

  const [opening, closing] = [openAt(first), openAt(last)];
  const all = steps.sorted().map(([, step]) => step);
  const outsideSteps = outside.sorted().map(([, step]) => step);
  const moved = (state: keyof Open) => all.reduce((sum, step) => sum + step[state], 0);
  const [outsideOpening, outsideClosing] = [outsideAt(first), outsideAt(last)];
  return {
    opening,
    steps: all,
    closing,
    outside: { opening: outsideOpening, steps: outsideSteps, closing: outsideClosing },
    reclassified: reclassified.sorted().map(([, pair]) => pair),
    difference:
      Math.abs(opening.suspected + moved('suspected') - closing.suspected) +
      Math.abs(opening.confirmed + moved('confirmed') - closing.confirmed) +
      Math.abs(outsideOpening + outsideSteps.reduce((sum, { area }) => sum + area, 0) - outsideClosing),
  };
}
