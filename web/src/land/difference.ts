import { groupOf, LAND_STATES, type LandState, STATE_GROUPS, type StateGroup } from '../../../server/vocabulary.ts';
import type { LedgerColumns } from './figures.ts';
import { LAST_OPEN } from './rank.ts';

/**
 * What became of a face from the end of one day to the end of another, in the ledger's own words: what lies between is not asked,
 * so ground that was recorded and released in between is neither. *Unchanged* is open on both days and of the same kind; *still*
 * is released or closed on both; *other* was released, but not as the filters choose; *waiting* is a hazard without a date that
 * counts only after the later day.
 */
export const CHANGES = [
  'nothing',
  'waiting',
  'recorded',
  're-opened',
  'upgraded',
  'downgraded',
  'unchanged',
  'cancelled',
  'reduced',
  'cleared',
  'closed',
  'other',
  'outside',
  'between',
  'reclassified',
  'still',
] as const;
export type Change = (typeof CHANGES)[number];

const CODE = Object.fromEntries(CHANGES.map((change, code) => [change, code])) as Record<Change, number>;
const [SUSPECTED, CONFIRMED] = [LAND_STATES.indexOf('suspected'), LAND_STATES.indexOf('confirmed')];
const NO_STATE = 255;

/** Released or closed land that was open: by the state that it has now. Outside: it never was. */
const LEFT = Uint8Array.from(LAND_STATES, (state) => CODE[state.replace('outside_', '') as 'cancelled'] ?? CODE.nothing);
const IS_OUTSIDE = LAND_STATES.map((state) => state.startsWith('outside'));

/** The faces of the columns: each once, with where each span's is. */
export interface Faces {
  ids: Int32Array;
  /** Position in `ids`, of each span. */
  of: Int32Array;
}

const known = new WeakMap<Int32Array, Faces>();

/** Found once for each ledger: a drawn area cuts areas and leaves the faces as they are. */
export function facesOf({ face, length }: Pick<LedgerColumns, 'face' | 'length'>): Faces {
  const before = known.get(face);
  if (before !== undefined) return before;
  const positions = new Map<number, number>();
  const of = new Int32Array(length);
  const ids: number[] = [];
  for (let span = 0; span < length; span += 1) {
    const id = face[span] as number;
    let position = positions.get(id);
    if (position === undefined) {
      position = ids.length;
      positions.set(id, position);
      ids.push(id);
    }
    of[span] = position;
  }
  const faces = { ids: Int32Array.from(ids), of };
  known.set(face, faces);
  return faces;
}

/** What of one change is counted. Hundredths of m². */
export interface ChangeSum {
  /** All ground of this change. */
  area: number;
  /** Faces. */
  pieces: number;
  /** What it adds to remaining land, signed. */
  suspected: number;
  confirmed: number;
  /** Of its area, what has no date of its own and counts from a snapshot day. */
  undated: number;
}

export interface LandDifference {
  /** Of each face, as `facesOf` numbers them: index into CHANGES. */
  change: Uint8Array;
  /** Its state on the later day, index into LAND_STATES; of what waits, the state that it will have; 255: none. */
  state: Uint8Array;
  opening: { suspected: number; confirmed: number };
  closing: { suspected: number; confirmed: number };
  sums: Record<Change, ChangeSum>;
}

/** @param isOpenBefore on the earlier day, and kept by the filters. @param isKept what it is on the later day is. */
function changeOf(before: number, after: number, isOpenBefore: boolean, isKept: boolean): number {
  if (after <= LAST_OPEN) {
    // by kinds: what left the kind that is meant is told, and so is what came to it
    if (!isKept && !isOpenBefore) return CODE.nothing;
    if (before > LAST_OPEN) return before === NO_STATE ? CODE.recorded : CODE['re-opened'];
    return before === after ? CODE.unchanged : after === CONFIRMED ? CODE.upgraded : CODE.downgraded;
  }
  if (after === NO_STATE) return isOpenBefore ? CODE.other : CODE.nothing;
  if (isOpenBefore) return isKept ? (LEFT[after] as number) : CODE.other;
  if (!isKept) return CODE.nothing;
  if (before <= LAST_OPEN) return CODE.other;
  if (before === after) return CODE.still;
  if (before === NO_STATE) return IS_OUTSIDE[after] ? CODE.outside : CODE.between;
  return CODE.reclassified;
}

/**
 * One pass over the spans, one over the faces. Opening and what the changes add is the closing in every hundredth; opening and
 * closing are those of `areasAt`.
 * @param earlier, later days since 1970, earlier before later; each is the end of its day.
 * @param kept 1 for spans that count, of whatever state; null: all do.
 * @param groups a change is told where it begins or ends in one of them; opening and closing are 0 where remaining land is not chosen.
 */
export function differenceOf(
  columns: LedgerColumns,
  earlier: number,
  later: number,
  kept: Uint8Array | null,
  groups: readonly StateGroup[] = STATE_GROUPS,
): LandDifference {
  const isChosen = LAND_STATES.map((state) => groups.includes(groupOf(state)));
  const countsRemaining = groups.includes('remaining');
  const { length, state, fromDay, toDay, area, undated } = columns;
  const faces = facesOf(columns);
  const { ids, of } = faces;
  const before = new Uint8Array(ids.length).fill(NO_STATE);
  const after = new Uint8Array(ids.length).fill(NO_STATE);
  const [isKeptBefore, isKeptAfter] = [new Uint8Array(ids.length), new Uint8Array(ids.length)];
  const [isUndated, waits] = [new Uint8Array(ids.length), new Uint8Array(ids.length)];
  const areas = new Float64Array(ids.length);
  for (let span = 0; span < length; span += 1) {
    const at = of[span] as number;
    const [from, to, code] = [fromDay[span] as number, toDay[span] as number, state[span] as number];
    const isKept = kept === null || kept[span] === 1 ? 1 : 0;
    if (from <= earlier && to > earlier) {
      before[at] = code;
      isKeptBefore[at] = isKept;
      areas[at] = area[span] as number;
    }
    if (from <= later && to > later) {
      after[at] = code;
      isKeptAfter[at] = isKept;
      isUndated[at] = undated[span] as number;
      areas[at] = area[span] as number;
    } else if (from > later && undated[span] === 1 && code <= LAST_OPEN && isKept === 1) {
      waits[at] = 1 + code;
      if (areas[at] === 0) areas[at] = area[span] as number;
    }
  }

  const change = new Uint8Array(ids.length);
  const sums = Object.fromEntries(
    CHANGES.map((name): [Change, ChangeSum] => [name, { area: 0, pieces: 0, suspected: 0, confirmed: 0, undated: 0 }]),
  ) as Record<Change, ChangeSum>;
  const byCode = CHANGES.map((name) => sums[name]);
  const [opening, closing] = [
    { suspected: 0, confirmed: 0 },
    { suspected: 0, confirmed: 0 },
  ];
  for (let at = 0; at < ids.length; at += 1) {
    const [first, last] = [before[at] as number, after[at] as number];
    const isOpenBefore = isKeptBefore[at] === 1 && first <= LAST_OPEN;
    let code = changeOf(first, last, isOpenBefore, isKeptAfter[at] === 1);
    if (isChosen[first] !== true && isChosen[last] !== true) code = CODE.nothing;
    if (countsRemaining && code === CODE.nothing && last === NO_STATE && waits[at] !== 0) {
      code = CODE.waiting;
      after[at] = (waits[at] as number) - 1;
    }
    change[at] = code;
    if (code === CODE.nothing) continue;
    const [sum, hundredths] = [byCode[code] as ChangeSum, areas[at] as number];
    sum.area += hundredths;
    sum.pieces += 1;
    if (isUndated[at] === 1 && first !== last) sum.undated += hundredths;
    if (isOpenBefore && countsRemaining) {
      const kind = first === SUSPECTED ? 'suspected' : 'confirmed';
      opening[kind] += hundredths;
      sum[kind] -= hundredths;
    }
    if (isKeptAfter[at] === 1 && last <= LAST_OPEN && countsRemaining) {
      const kind = last === SUSPECTED ? 'suspected' : 'confirmed';
      closing[kind] += hundredths;
      sum[kind] += hundredths;
    }
  }
  return { change, state: after, opening, closing, sums };
}

export const changeName = (code: number): Change => CHANGES[code] as Change;
export const stateName = (code: number): LandState | null => LAND_STATES[code] ?? null;
