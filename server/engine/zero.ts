import { LAND_STATES } from '../vocabulary.ts';
import type { LedgerColumns, MovementColumns } from './columns.ts';
import type { LandFigures } from './figures.ts';
import type { LandTimeline } from './timeline.ts';

/** The first days on which a selection of land has any at all, any hazardous, any released; days since 1970; null: never. */
export interface Firsts {
  recorded: number | null;
  hazardous: number | null;
  released: number | null;
}

const HAZARDOUS = LAND_STATES.map((state) => state === 'suspected' || state === 'confirmed');
const RELEASED = LAND_STATES.map((state) => /cancelled|reduced|cleared/.test(state));
const EVERY = LAND_STATES.map(() => true);

const firstsBy = (firstOf: (isMeant: readonly boolean[]) => number | null): Firsts => ({
  recorded: firstOf(EVERY),
  hazardous: firstOf(HAZARDOUS),
  released: firstOf(RELEASED),
});

/** From figures that are there for every day. */
export const firstsOn = ({ codes, days, hundredths }: LandTimeline): Firsts =>
  firstsBy((isMeant) => {
    const index = days.findIndex((_, at) => {
      for (let code = 0; code < codes; code += 1)
        if (isMeant[code] === true && (hundredths[code * days.length + at] as number) > 0) return true;
      return false;
    });
    return index < 0 ? null : (days[index] as number);
  });

/** The same by passes over the columns. @param kept 1 for spans that count; null: all do. */
export const firstsOf = ({ length, state, fromDay, area }: LedgerColumns, kept: Uint8Array | null): Firsts =>
  firstsBy((isMeant) => {
    let first: number | null = null;
    for (let index = 0; index < length; index += 1) {
      const day = fromDay[index] as number;
      if ((first !== null && day >= first) || (area[index] as number) <= 0 || kept?.[index] === 0) continue;
      if (isMeant[state[index] as number] === true) first = day;
    }
    return first;
  });

export interface ZeroQuestion {
  /** At the end of `day`. */
  figures: LandFigures;
  day: number;
  firsts: Firsts;
  /** The programme has mapped land. */
  isMapped: boolean;
  /** Filters, the view or a drawn area choose a part of it. */
  isChosen: boolean;
  /** Filters choose suspected or confirmed land only. */
  isOfOneKind: boolean;
  /** Filters by state leave remaining land in, and released land. */
  isRemainingChosen: boolean;
  isReleasedChosen: boolean;
}

/** Why a figure is 0: a text and the days in it. */
export interface ZeroReason {
  key:
    | 'zeroUnmapped'
    | 'zeroNothing'
    | 'zeroBefore'
    | 'zeroHazardNotChosen'
    | 'zeroReleasedNotChosen'
    | 'zeroHazardNever'
    | 'zeroHazardBefore'
    | 'zeroHazardGone'
    | 'zeroHazardGoneOfKind'
    | 'zeroReleasedNever'
    | 'zeroReleasedBefore'
    | 'zeroReleasedUndone';
  /** That of which the first record is told. */
  first: number | null;
}

/** Why nothing remains, or nothing was released, or neither; none where both figures are above 0. */
export function reasonsOfZero(question: ZeroQuestion): ZeroReason[] {
  const { figures, day, firsts, isMapped, isChosen, isOfOneKind, isRemainingChosen, isReleasedChosen } = question;
  const remaining = figures.remaining.total;
  const released = figures.released.total + figures.outside.total;
  if (remaining > 0 && released > 0) return [];
  if (!isMapped) return [{ key: 'zeroUnmapped', first: null }];
  const { recorded, hazardous } = firsts;
  if (recorded === null) return isChosen ? [{ key: 'zeroNothing', first: null }] : [{ key: 'zeroUnmapped', first: null }];
  if (day < recorded && isRemainingChosen && isReleasedChosen) return [{ key: 'zeroBefore', first: recorded }];
  const reasons: ZeroReason[] = [];
  if (remaining === 0) {
    if (!isRemainingChosen) reasons.push({ key: 'zeroHazardNotChosen', first: null });
    else if (hazardous === null) reasons.push({ key: 'zeroHazardNever', first: null });
    else if (day < hazardous) reasons.push({ key: 'zeroHazardBefore', first: hazardous });
    else reasons.push({ key: isOfOneKind ? 'zeroHazardGoneOfKind' : 'zeroHazardGone', first: hazardous });
  }
  if (released === 0) {
    if (!isReleasedChosen) reasons.push({ key: 'zeroReleasedNotChosen', first: null });
    else if (firsts.released === null) reasons.push({ key: 'zeroReleasedNever', first: null });
    else reasons.push({ key: day < firsts.released ? 'zeroReleasedBefore' : 'zeroReleasedUndone', first: firsts.released });
  }
  return reasons;
}

/** First and last day of the dated movements that are kept; null: there are none. */
export function movedDays(
  { length, day, undated, area }: MovementColumns,
  kept: Uint8Array | null,
): { first: number; last: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < length; index += 1) {
    // of a drawn area: what lies outside it has no area left
    if (undated[index] === 1 || kept?.[index] === 0 || (area[index] as number) <= 0) continue;
    first = Math.min(first, day[index] as number);
    last = Math.max(last, day[index] as number);
  }
  return first > last ? null : { first, last };
}
