import { LAND_STATES, MOVEMENT_KINDS, type MovementKind, type ReleaseMethod } from '../../../server/vocabulary.ts';
import type { GroundColumns } from './figures.ts';

/** The ledger's movements as columns: one entry a change of state of a face on one day. */
export interface MovementColumns extends GroundColumns {
  /** Days since 1970. */
  day: Int32Array;
  /** Index into MOVEMENT_KINDS. */
  kind: Uint8Array;
  /** Index into LAND_STATES; 255: nothing was known of the land. */
  fromState: Uint8Array;
  toState: Uint8Array;
  face: Int32Array;
  /** Index into CLOSURE_REASONS; 255: not closed. */
  closedReason: Uint8Array;
  /** Whole hundredths of m². */
  area: Float64Array;
  /** 1: has no date of its own; stands beside every period. */
  undated: Uint8Array;
}

/** What is asked of movements when they are added up. */
export type Moves = Pick<
  MovementColumns,
  'length' | 'day' | 'kind' | 'fromState' | 'toState' | 'closedReason' | 'area' | 'undated'
>;

/** km² by kind of movement. Outside: neither begins nor ends on ground with a recorded hazard. */
export interface MovementFigures {
  inside: Record<MovementKind, number>;
  outside: Record<MovementKind, number>;
  /** km² that moved without a date up to the end of the period, whatever the kind: in neither of the above. */
  undated: number;
}

/** The method by which a movement releases land; null where it does not. Operator and method filters select these only. */
export const METHOD_OF_KIND: readonly (ReleaseMethod | null)[] = MOVEMENT_KINDS.map((kind) =>
  kind === 'cancelled' || kind === 'reduced' || kind === 'cleared' ? kind : null,
);

const NOTHING_KNOWN = 255;
const IS_OUTSIDE = LAND_STATES.map((state) => state.startsWith('outside'));

/** Whether a movement neither begins nor ends on ground with a recorded hazard. */
export function isOutside({ fromState, toState }: Moves, index: number): boolean {
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
