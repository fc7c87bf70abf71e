import { LAND_STATES, type LandState, MOVEMENT_KINDS, type MovementKind } from '../vocabulary.ts';
import { groundOf, isChosen, type LandFilter } from './filter.ts';
import type { ProgrammeLand } from './programme-land.ts';
import { areasOf } from './stock.ts';

/** Land in some states from one day to another, km²; what leaves is negative. Opening and movements are the closing. */
export interface Account {
  opening_km2: number;
  movements: { kind: MovementKind; km2: number; undated?: true }[];
  closing_km2: number;
}

/** States of remaining land that a filter chooses. */
export const openStatesOf = (filter: LandFilter): LandState[] =>
  !isChosen('remaining', filter)
    ? []
    : (['suspected', 'confirmed'] as const).filter(
        (state) => filter.kinds.length === 0 || filter.kinds.includes(state === 'confirmed' ? 'CHA' : 'SHA'),
      );

/** States of ground outside recorded hazards; none where released land is not chosen. */
export const outsideStatesOf = (filter: LandFilter): LandState[] =>
  isChosen('released', filter) ? LAND_STATES.filter((state) => state.startsWith('outside')) : [];

/**
 * The account of the land in some states, on the ground that a filter chooses, from the end of one day to the end of another: one pass
 * over the changes and one over the movements.
 * @param from days since 1970; null: from nothing.
 */
export function accountOf(
  land: ProgrammeLand,
  filter: LandFilter,
  states: readonly LandState[],
  from: number | null,
  to: number,
): Account {
  const ground = groundOf(filter);
  const sum = (areas: Float64Array) =>
    states.reduce((total, state) => total + (areas[LAND_STATES.indexOf(state)] as number), 0) / 1e8;
  const isOfThem = Uint8Array.from({ length: 256 }, (_, code) => (states.includes(LAND_STATES[code] as LandState) ? 1 : 0));
  // a row a combination: what moved up to `from`, then what moved after it; in (to, to] nothing does
  const ends = from === null ? [to] : from < to ? [from, to] : [];
  const moves = land.moved.of(ground, land.places)(ends);
  const sums = new Float64Array(2 * MOVEMENT_KINDS.length);
  const occurs = new Uint8Array(sums.length);
  for (let row = 0; row < moves.length; row += 1) {
    const comes = isOfThem[moves.toState[row] as number] as number;
    const goes = isOfThem[moves.fromState[row] as number] as number;
    if ((moves.day[row] as number) !== to || comes === goes) continue;
    const at = 2 * (moves.kind[row] as number) + (moves.undated[row] as number);
    sums[at] = (sums[at] as number) + (comes - goes) * (moves.area[row] as number);
    occurs[at] = 1;
  }
  return {
    opening_km2: from === null ? 0 : sum(areasOf(land, ground, land.places, from)),
    movements: MOVEMENT_KINDS.flatMap((kind, index) =>
      [0, 1].flatMap((undated) => {
        const at = 2 * index + undated;
        if (occurs[at] === 0) return [];
        const km2 = (sums[at] as number) / 1e8;
        return undated === 1 ? [{ kind, km2, undated: true }] : [{ kind, km2 }];
      }),
    ),
    closing_km2: sum(areasOf(land, ground, land.places, to)),
  };
}
