import { LAND_STATES, MOVEMENT_KINDS, type MovementKind, RELEASE_METHODS } from '../vocabulary.ts';
import { type Moves, NOTHING_KNOWN } from './columns.ts';

/** km² by kind of movement. Outside: neither begins nor ends on ground with a recorded hazard. */
export interface MovementFigures {
  inside: Record<MovementKind, number>;
  outside: Record<MovementKind, number>;
  /** km² that moved without a date up to the end of the period, whatever the kind: in neither of the above. */
  undated: number;
}

/** km² that were released, by whichever method, inside and outside recorded hazards. */
export const releasedIn = ({ inside, outside }: MovementFigures): number =>
  RELEASE_METHODS.reduce((sum, method) => sum + inside[method] + outside[method], 0);

const IS_OUTSIDE = LAND_STATES.map((state) => state.startsWith('outside'));

/** Whether a movement neither begins nor ends on ground with a recorded hazard. */
export function isOutside({ fromState, toState }: Pick<Moves, 'fromState' | 'toState'>, index: number): boolean {
  const begins = fromState[index] as number;
  return (begins === NOTHING_KNOWN || IS_OUTSIDE[begins] === true) && IS_OUTSIDE[toState[index] as number] === true;
}

/** Dated movements in (from, to]: one pass. @param kept 1 for movements that count; null: all do. */
export function movementsIn(columns: Moves, from: number, to: number, kept: Uint8Array | null): MovementFigures {
  const inside = new Float64Array(MOVEMENT_KINDS.length);
  const outside = new Float64Array(MOVEMENT_KINDS.length);
  let undated = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const day = columns.day[index] as number;
    if (day > to || (kept !== null && kept[index] === 0)) continue;
    const area = columns.area[index] as number;
    if (columns.undated[index] === 1) {
      undated += area;
      continue;
    }
    if (day <= from) continue;
    const sums = isOutside(columns, index) ? outside : inside;
    const kind = columns.kind[index] as number;
    sums[kind] = (sums[kind] as number) + area;
  }
  const km2 = (sums: Float64Array) =>
    Object.fromEntries(MOVEMENT_KINDS.map((kind, index) => [kind, (sums[index] as number) / 1e8])) as Record<
      MovementKind,
      number
    >;
  return { inside: km2(inside), outside: km2(outside), undated: undated / 1e8 };
}
