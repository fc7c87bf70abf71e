import {
  groupOf,
  type HazardKind,
  LAND_STATES,
  type LandState,
  NO_ORDNANCE_BIT,
  type OrdnanceChoice,
  ordnanceMask,
  type ReleaseMethod,
} from '../vocabulary.ts';
import { isChosen, type LandFilter } from './filter.ts';

/** What a filter means, as tables: 1 for each value of a column that is kept. Figures and the map's expressions are made of them. */

/** Codes of released states in LAND_STATES: cancelled, reduced, cleared, and the same outside recorded hazards. */
const METHOD_OF_STATE = [null, null, 'cancelled', 'reduced', 'cleared', null, 'cancelled', 'reduced', 'cleared'] as const;

/** Kinds of the states that remain. */
const KIND_OF_STATE = LAND_STATES.map((state) => (state === 'suspected' ? 'SHA' : state === 'confirmed' ? 'CHA' : null));

/** What codes of entries mean to a filter; null: nothing. */
export interface Meaning {
  methods: readonly (ReleaseMethod | null)[];
  kinds: readonly (HazardKind | null)[];
  /** Codes of LAND_STATES that an entry is in, or goes from and to; none: the caller asks for them itself. */
  states: readonly (readonly number[])[];
}
export const OF_STATES: Meaning = {
  methods: METHOD_OF_STATE,
  kinds: KIND_OF_STATE,
  states: LAND_STATES.map((_, code) => [code]),
};

/** By code of LAND_STATES, 1: in a state that is chosen; what is no code, as *nothing known*, is in none. */
export function chosenStates(filter: Pick<LandFilter, 'states'>): Uint8Array {
  const table = new Uint8Array(256);
  for (const [code, state] of LAND_STATES.entries()) if (isChosen(groupOf(state), filter)) table[code] = 1;
  return table;
}

/** Tables of what is kept: 1 for each value that is. Plain loops: a question makes a dozen of them. */
export function placeTable(codes: readonly string[], leaves: ReadonlySet<string>): Uint8Array {
  const table = new Uint8Array(codes.length);
  for (let index = 0; index < table.length; index += 1) table[index] = leaves.has(codes[index] as string) ? 1 : 0;
  return table;
}

export function ordnanceTable(mask: number): Uint8Array {
  const table = new Uint8Array(256);
  for (let bits = 0; bits < table.length; bits += 1) table[bits] = ((bits || NO_ORDNANCE_BIT) & mask) === 0 ? 0 : 1;
  return table;
}

export function codeTable(by: Meaning, filter: Pick<LandFilter, 'methods' | 'kinds' | 'states'>): Uint8Array {
  const chosen = chosenStates(filter);
  const table = new Uint8Array(Math.max(256, by.methods.length)).fill(1);
  const { length } = [by.methods, by.kinds, by.states].reduce((most, list) => (list.length > most.length ? list : most));
  for (let code = 0; code < length; code += 1) {
    const [method, kind] = [by.methods[code] ?? null, by.kinds[code] ?? null];
    const isOtherMethod = method !== null && filter.methods.length > 0 && !filter.methods.includes(method);
    const isOtherKind = kind !== null && filter.kinds.length > 0 && !filter.kinds.includes(kind);
    const isOtherState = by.states[code]?.every((state) => chosen[state] === 0) === true;
    if (isOtherMethod || isOtherKind || isOtherState) table[code] = 0;
  }
  return table;
}

/** States of land that somebody released: operators and methods choose among them only. */
export const RELEASED_STATES: readonly LandState[] = LAND_STATES.filter((_, code) => METHOD_OF_STATE[code] !== null);

/** The states that a filter means, wherever the land lies and whoever released it. */
export function statesMeant(filter: Pick<LandFilter, 'methods' | 'kinds' | 'states'>): LandState[] {
  const table = codeTable(OF_STATES, filter);
  return LAND_STATES.filter((_, code) => table[code] === 1);
}

/** The sets of ordnance, as bits, that hold any of these. */
export const ordnanceMeant = (choices: readonly OrdnanceChoice[]): number[] => {
  const table = ordnanceTable(ordnanceMask(choices));
  return Array.from({ length: NO_ORDNANCE_BIT }, (_, bits) => bits).filter((bits) => table[bits] === 1);
};
