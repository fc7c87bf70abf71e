import {
  groupOf,
  type HazardKind,
  LAND_STATES,
  METHOD_OF_KIND,
  NO_ORDNANCE_BIT,
  type OrdnanceChoice,
  ordnanceMask,
  RELEASE_METHODS,
  type ReleaseMethod,
  STATE_GROUPS,
  type StateGroup,
} from '../vocabulary.ts';
import type { GroundColumns, LedgerColumns, MovementColumns } from './columns.ts';
import type { LandCube } from './cube.ts';
import type { MovementCube } from './movement-cube.ts';
import { leavesOfAny, type PlaceNode } from './places.ts';

/**
 * The one filter of all figures: what was chosen, and the predicate that chooses entries of columns and groups of cubes by it. Tile
 * expressions and the SQL of records are held to it by tests. One pass a column that is filtered; empty lists: not filtered.
 */
export interface LandFilter {
  /** Codes of places of any level, or `none`: ground that lies in any of them. */
  places: string[];
  /** Codes, or `none`: released by one of them, or by one that is not known. */
  operators: string[];
  /** Land where any of them is recorded; `none`: where no kind is stated. */
  ordnance: OrdnanceChoice[];
  /** Remaining, released, closed: land in another state is neither counted nor shown. */
  states: StateGroup[];
  methods: ReleaseMethod[];
  /** SHA: suspected, CHA: confirmed; of remaining land. */
  kinds: HazardKind[];
  /** West, south, east, north: land by its point on surface. */
  bbox: [number, number, number, number] | null;
}

export const NO_FILTER: LandFilter = {
  ...{ places: [], operators: [], ordnance: [], states: [], methods: [], kinds: [], bbox: null },
};

export const isFiltered = ({ bbox, ...lists }: LandFilter): boolean =>
  bbox !== null || Object.values(lists).some(({ length }) => length > 0);

type FilterByState = { states: readonly StateGroup[] };

/** Which of remaining, released and closed land is counted. */
export const groupsOf = ({ states }: FilterByState): readonly StateGroup[] => (states.length === 0 ? STATE_GROUPS : states);

/** Whether land of a group is counted. */
export const isChosen = (group: StateGroup, filter: FilterByState): boolean => groupsOf(filter).includes(group);

/** Codes of released states in LAND_STATES: cancelled, reduced, cleared, and the same outside recorded hazards. */
const METHOD_OF_STATE = [null, null, 'cancelled', 'reduced', 'cleared', null, 'cancelled', 'reduced', 'cleared'] as const;

/** Kinds of the states that remain. */
const KIND_OF_STATE = LAND_STATES.map((state) => (state === 'suspected' ? 'SHA' : state === 'confirmed' ? 'CHA' : null));

/** What codes of entries mean to a filter; null: nothing. */
interface Meaning {
  methods: readonly (ReleaseMethod | null)[];
  kinds: readonly (HazardKind | null)[];
  /** Codes of LAND_STATES that an entry is in, or goes from and to; none: the caller asks for them itself. */
  states: readonly (readonly number[])[];
}
const OF_STATES: Meaning = {
  methods: METHOD_OF_STATE,
  kinds: KIND_OF_STATE,
  states: LAND_STATES.map((_, code) => [code]),
};

/** By code of LAND_STATES, 1: in a state that is chosen; what is no code, as *nothing known*, is in none. */
function chosenStates(filter: FilterByState): Uint8Array {
  const table = new Uint8Array(256);
  for (const [code, state] of LAND_STATES.entries()) if (isChosen(groupOf(state), filter)) table[code] = 1;
  return table;
}

/** Which spans a filter keeps, 1 or 0 a span; null where it keeps all. */
export const keptSpans = (columns: LedgerColumns, filter: LandFilter, places: readonly PlaceNode[]): Uint8Array | null =>
  keptOf(columns, columns.state, OF_STATES, filter, places);

const NOWHERE = new Int32Array(0);

/**
 * Which groups of the spans' cube a filter keeps, 1 or 0 a group; null where it keeps all. The box is left aside: groups lie
 * nowhere (`timelineIn` asks the spans).
 */
export const keptGroups = (
  { groups }: LandCube,
  { places: placeCodes, operators }: Pick<GroundColumns, 'places' | 'operators'>,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null =>
  keptOf(
    { ...groups, places: placeCodes, operators, x: NOWHERE, y: NOWHERE },
    groups.code,
    OF_STATES,
    { ...filter, bbox: null },
    places,
  );

/** The same of the movements' cube. */
export const keptMovementGroups = (
  { groups, alike }: MovementCube,
  { places: placeCodes, operators }: Pick<GroundColumns, 'places' | 'operators'>,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null =>
  keptOf(
    { ...groups, places: placeCodes, operators, x: NOWHERE, y: NOWHERE },
    groups.code,
    {
      methods: Array.from(alike.kind, (kind) => METHOD_OF_KIND[kind] ?? null),
      kinds: [],
      states: Array.from(alike.toState, (to, code) => [alike.fromState[code] as number, to]),
    },
    { ...filter, bbox: null },
    places,
  );

/** Which movements a filter keeps, 1 or 0 a movement; null where it keeps all. */
export function keptMovements(columns: MovementColumns, filter: LandFilter, places: readonly PlaceNode[]): Uint8Array | null {
  const kept = keptOf(columns, columns.kind, { methods: METHOD_OF_KIND, kinds: [], states: [] }, filter, places);
  if (kept === null || filter.states.length === 0) return kept;
  const { fromState, toState } = columns;
  const chosen = chosenStates(filter);
  for (let index = 0; index < kept.length; index += 1)
    kept[index] =
      (kept[index] as number) & ((chosen[fromState[index] as number] as number) | (chosen[toState[index] as number] as number));
  return kept;
}

const NOTHING_MEANT: Meaning = { methods: [], kinds: [], states: [] };
const NO_CODES = new Uint8Array(0);

/** What of a filter chooses ground, whatever became of it and whoever released it. */
export const groundOf = ({ places, ordnance, bbox }: LandFilter): LandFilter => ({ ...NO_FILTER, places, ordnance, bbox });

/** Which entries lie on ground that a filter chooses, whatever state it is in; null where it keeps all. */
export const keptGround = (columns: GroundColumns, filter: LandFilter, places: readonly PlaceNode[]): Uint8Array | null =>
  keptOf(columns, NO_CODES, NOTHING_MEANT, groundOf(filter), places);

const OF_RECORDS: Meaning = { methods: [null, ...RELEASE_METHODS], kinds: [], states: [] };

/** Which records a filter keeps: hazardous areas by their ground, releases besides by who released and how. @param kind see RecordColumns */
export const keptRecords = (
  columns: GroundColumns & { kind: Uint8Array },
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null => keptOf(columns, columns.kind, OF_RECORDS, { ...filter, states: [], kinds: [] }, places);

/**
 * Place, ordnance and box choose ground; operator and method choose released ground only, what remains and
 * what was closed is shown whatever they say. Kinds choose remaining ground only. States leave out the other groups, and keep what
 * moved from or to theirs.
 * @param codes of each entry. @param by what they mean.
 */
function keptOf(
  columns: GroundColumns,
  codes: Uint8Array | Uint16Array,
  by: Meaning,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null {
  if (!isFiltered(filter)) return null;
  const kept = new Uint8Array(columns.length).fill(1);
  if (filter.places.length > 0) narrow(kept, columns.place, placeTable(columns.places, leavesOfAny(filter.places, places)));
  if (filter.ordnance.length > 0) narrow(kept, columns.ordnance, ordnanceTable(ordnanceMask(filter.ordnance)));
  if (filter.methods.length + filter.kinds.length + filter.states.length > 0) narrow(kept, codes, codeTable(by, filter));
  if (filter.operators.length > 0) keepOperators(kept, columns, codes, by, filter.operators);
  if (filter.bbox !== null) leaveOutside(kept, columns, filter.bbox);
  return kept;
}

/** Tables of what is kept: 1 for each value that is. Plain loops: a question makes a dozen of them. */
function placeTable(codes: readonly string[], leaves: ReadonlySet<string>): Uint8Array {
  const table = new Uint8Array(codes.length);
  for (let index = 0; index < table.length; index += 1) table[index] = leaves.has(codes[index] as string) ? 1 : 0;
  return table;
}

function ordnanceTable(mask: number): Uint8Array {
  const table = new Uint8Array(256);
  for (let bits = 0; bits < table.length; bits += 1) table[bits] = ((bits || NO_ORDNANCE_BIT) & mask) === 0 ? 0 : 1;
  return table;
}

function codeTable(by: Meaning, filter: LandFilter): Uint8Array {
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

/** Keeps released ground of these operators only; what remains and what was closed stays. */
function keepOperators(
  kept: Uint8Array,
  columns: GroundColumns,
  codes: Uint8Array | Uint16Array,
  { methods }: Meaning,
  operators: readonly string[],
): void {
  const { length } = columns.operators;
  // first for entries of whatever operator, then for released ground
  const table = new Uint8Array(2 * length).fill(1, 0, length);
  for (let at = 0; at < length; at += 1) table[length + at] = operators.includes(columns.operators[at] as string) ? 1 : 0;
  const startOf = new Int32Array(Math.max(256, methods.length));
  for (let code = 0; code < methods.length; code += 1) if ((methods[code] ?? null) !== null) startOf[code] = length;
  for (let index = 0; index < kept.length; index += 1)
    kept[index] =
      (kept[index] as number) &
      (table[(startOf[codes[index] as number] as number) + (columns.operator[index] as number)] as number);
}

/**
 * Keeps only entries whose value is 1 in a table. A pass a column that is filtered: one that is not is not read. Looked up and joined
 * by bits rather than asked one by one: on a million entries a wrong guess of a branch costs most.
 */
function narrow(kept: Uint8Array, values: Uint8Array | Uint16Array | Int16Array, table: Uint8Array): void {
  for (let index = 0; index < kept.length; index += 1)
    kept[index] = (kept[index] as number) & (table[values[index] as number] as number);
}

/** Keeps only what lies in the box by its point. */
function leaveOutside(kept: Uint8Array, { x: xs, y: ys }: GroundColumns, bbox: NonNullable<LandFilter['bbox']>): void {
  const [west, south, east, north] = bbox.map((value) => Math.round(value * 1e7)) as [number, number, number, number];
  for (let index = 0; index < kept.length; index += 1) {
    const [x, y] = [xs[index] as number, ys[index] as number];
    if (y < south || y > north || (west <= east ? x < west || x > east : x < west && x > east)) kept[index] = 0;
  }
}
