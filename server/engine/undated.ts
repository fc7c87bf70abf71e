import { groupOf, LAND_STATES, MOVEMENT_KINDS, type MovementKind } from '../vocabulary.ts';
import type { LandFilter } from './filter.ts';
import type { ProgrammeLand } from './programme-land.ts';

/** Hundredths of m² that count from snapshot days. */
export interface UndatedSums {
  recorded: number;
  released: number;
  outside: number;
}

/** They tell what became of land that was counted already. */
const CHANGES_ONLY: readonly MovementKind[] = ['reclassified', 'upgraded', 'downgraded'];
const COUNTS = MOVEMENT_KINDS.map((kind) => !CHANGES_ONLY.includes(kind));
const PART_OF_STATE = LAND_STATES.map((state): keyof UndatedSums | null => {
  if (groupOf(state) === 'remaining') return 'recorded';
  if (state === 'closed') return null;
  return state.startsWith('outside') ? 'outside' : 'released';
});

/**
 * What moved without a date of its own, up to the end of a day: what became hazardous, and what was released, inside and outside recorded
 * hazards. One pass over the changes of the undated movements.
 */
export function undatedOn({ moved, movementCube, places }: ProgrammeLand, filter: LandFilter, day: number): UndatedSums {
  const sums: UndatedSums = { recorded: 0, released: 0, outside: 0 };
  // most often all have dates
  if (!movementCube.alike.undated.includes(1)) return sums;
  const moves = moved.of(filter, places, 'undated')([day]);
  for (let row = 0; row < moves.length; row += 1) {
    const part = PART_OF_STATE[moves.toState[row] as number] ?? null;
    if (part !== null && moves.undated[row] === 1 && COUNTS[moves.kind[row] as number] === true)
      sums[part] += moves.area[row] as number;
  }
  return sums;
}
