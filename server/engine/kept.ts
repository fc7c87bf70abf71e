import { METHOD_OF_KIND, ordnanceMask, RELEASE_METHODS } from '../vocabulary.ts';
import type { GroundColumns, LedgerColumns, MovementColumns } from './columns.ts';
import type { LandCube } from './cube.ts';
import { groundOf, isFiltered, type LandFilter } from './filter.ts';
import type { MovementCube } from './movement-cube.ts';
import { leavesOfAny, type PlaceNode } from './places.ts';
import { chosenStates, codeTable, type Meaning, OF_STATES, ordnanceTable, placeTable } from './predicate.ts';

/** Which spans a filter keeps, 1 or 0 a span; null where it keeps all. */
export const keptSpans = (columns: LedgerColumns, filter: LandFilter, places: readonly PlaceNode[]): Uint8Array | null =>
  keptOf(columns, columns.state, OF_STATES, filter, places);

const NOWHERE = new Int32Array(0);
type Lists = Pick<GroundColumns, 'places' | 'operators'>;

/** Which groups of a cube a filter keeps. The box is left aside: groups lie nowhere (`timelineIn` asks the entries). */
const keptOfGroups = (
  groups: LandCube['groups'],
  { places: placeCodes, operators }: Lists,
  by: Meaning,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null =>
  keptOf(
    { ...groups, places: placeCodes, operators, x: NOWHERE, y: NOWHERE },
    groups.code,
    by,
    { ...filter, bbox: null },
    places,
  );

/** Which groups of the spans' cube a filter keeps, the box left aside: 1 or 0 a group; null where it keeps all. */
export const keptGroups = (
  { groups }: Pick<LandCube, 'groups'>,
  lists: Lists,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null => keptOfGroups(groups, lists, OF_STATES, filter, places);

/** The same of the movements' cube. */
export function keptMovementGroups(
  { groups, alike }: MovementCube,
  lists: Lists,
  filter: LandFilter,
  places: readonly PlaceNode[],
): Uint8Array | null {
  const by: Meaning = {
    methods: Array.from(alike.kind, (kind) => METHOD_OF_KIND[kind] ?? null),
    kinds: [],
    states: Array.from(alike.toState, (to, code) => [alike.fromState[code] as number, to]),
  };
  return keptOfGroups(groups, lists, by, filter, places);
}

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
