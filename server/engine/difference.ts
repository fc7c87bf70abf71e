import { CHANGES, type Change, groupOf, LAND_STATES, type LandState, STATE_GROUPS, type StateGroup } from '../vocabulary.ts';
import type { LedgerColumns } from './columns.ts';
import { CODE_BITS, spansByFace, UNDATED_BIT, WAITS_BIT } from './faces.ts';
import { LAST_OPEN } from './rank.ts';

const CODE = Object.fromEntries(CHANGES.map((change, code) => [change, code])) as Record<Change, number>;
/** On a day on which a face has no state. */
const NO_CODE = LAND_STATES.length;
const CODES = NO_CODE + 1;
const [SUSPECTED, CONFIRMED] = [LAND_STATES.indexOf('suspected'), LAND_STATES.indexOf('confirmed')];

/** Released or closed land that was open: by the state that it has now. Outside: it never was. */
const LEFT = Uint8Array.from(LAND_STATES, (state) => CODE[state.replace('outside_', '') as 'cancelled'] ?? CODE.nothing);
const IS_OUTSIDE = LAND_STATES.map((state) => state.startsWith('outside'));

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

/** Remaining land on both days and what became of land in between. Hundredths of m². */
export interface DifferenceSums {
  opening: { suspected: number; confirmed: number };
  closing: { suspected: number; confirmed: number };
  sums: Record<Change, ChangeSum>;
}

export interface LandDifference extends DifferenceSums {
  /** Of each face, as `facesOf` numbers them: index into CHANGES. */
  change: Uint8Array;
  /** Its state on the later day, index into LAND_STATES; of what waits, the state that it will have; beyond them: none. */
  state: Uint8Array;
}

/** @param isOpenBefore on the earlier day, and kept by the filters. @param isKept what it is on the later day is. */
function changeOf(before: number, after: number, isOpenBefore: boolean, isKept: boolean): number {
  if (after <= LAST_OPEN) {
    // by kinds: what left the kind that is meant is told, and so is what came to it
    if (!isKept && !isOpenBefore) return CODE.nothing;
    if (before > LAST_OPEN) return before === NO_CODE ? CODE.recorded : CODE['re-opened'];
    return before === after ? CODE.unchanged : after === CONFIRMED ? CODE.upgraded : CODE.downgraded;
  }
  if (after === NO_CODE) return isOpenBefore ? CODE.other : CODE.nothing;
  if (isOpenBefore) return isKept ? (LEFT[after] as number) : CODE.other;
  if (!isKept) return CODE.nothing;
  if (before <= LAST_OPEN) return CODE.other;
  if (before === after) return CODE.still;
  if (before === NO_CODE) return IS_OUTSIDE[after] ? CODE.outside : CODE.between;
  return CODE.reclassified;
}

/** Of a face: its states on both days and whether the filters keep it on the earlier (2) and on the later (1). */
const KEYS = CODES * CODES * 4;
const keyOf = (first: number, last: number, keptBits: number): number => ((first * CODES + last) << 2) | keptBits;

interface Meaning {
  /** Index into CHANGES. */
  change: number;
  /** What is open and kept; null: nothing, or the account is not of remaining land. */
  before: 'suspected' | 'confirmed' | null;
  after: 'suspected' | 'confirmed' | null;
}
const NOTHING: Meaning = { change: CODE.nothing, before: null, after: null };
const WAITING: Meaning = { change: CODE.waiting, before: null, after: null };

/** What becomes of a face, by its key. */
function meaningsOf(groups: readonly StateGroup[]): Meaning[] {
  const isChosen = LAND_STATES.map((state) => groups.includes(groupOf(state)));
  const countsRemaining = groups.includes('remaining');
  const kindOf = (code: number) => (code === SUSPECTED ? 'suspected' : 'confirmed');
  return Array.from({ length: KEYS }, (_, key) => {
    const [first, last] = [Math.floor(key / 4 / CODES), Math.floor(key / 4) % CODES];
    if (isChosen[first] !== true && isChosen[last] !== true) return NOTHING;
    const isOpenBefore = (key & 2) !== 0 && first <= LAST_OPEN;
    const isOpenAfter = (key & 1) !== 0 && last <= LAST_OPEN;
    const change = changeOf(first, last, isOpenBefore, (key & 1) !== 0);
    if (change === CODE.nothing || !countsRemaining) return { ...NOTHING, change };
    return { change, before: isOpenBefore ? kindOf(first) : null, after: isOpenAfter ? kindOf(last) : null };
  });
}

/**
 * One pass over the spans, face by face. Opening and what the changes add is the closing in every hundredth; opening and closing are
 * those of `areasAt`. Days and states are joined by bits, and what they mean is looked up: a million guesses whether a span is there
 * take longer than all the sums.
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
  const asked = [earlier, later, kept, groups];
  const before = answered.get(columns);
  if (before?.asked.every((value, index) => value === asked[index])) return before.found;
  const found = workedOut(columns, earlier, later, kept, groups);
  answered.set(columns, { asked, found });
  return found;
}

/** The last answer: map and table ask the same. */
const answered = new WeakMap<LedgerColumns, { asked: readonly unknown[]; found: LandDifference }>();

function workedOut(
  columns: LedgerColumns,
  earlier: number,
  later: number,
  kept: Uint8Array | null,
  groups: readonly StateGroup[],
): LandDifference {
  const meanings = meaningsOf(groups);
  const changeOfKey = Uint8Array.from(meanings, (meaning) => meaning.change);
  const countsRemaining = groups.includes('remaining');
  const { area } = columns;
  const { offsets, spans, fromDays, toDays, marks } = spansByFace(columns);
  const faces = offsets.length - 1;
  const [change, state] = [new Uint8Array(faces), new Uint8Array(faces)];
  // by key; last what waits
  const [areas, undated, pieces] = [new Float64Array(KEYS + 1), new Float64Array(KEYS + 1), new Int32Array(KEYS + 1)];
  for (let face = 0; face < faces; face += 1) {
    const end = offsets[face + 1] as number;
    let at = offsets[face] as number;
    // the span that tells the area of the face; its state on both days, and whether that is kept
    let told = spans[at] as number;
    let first = NO_CODE;
    let last = NO_CODE;
    let keptBits = 0;
    let isUndated = 0;
    let waits = 0;
    for (; at < end; at += 1) {
      const span = spans[at] as number;
      const mark = marks[at] as number;
      const from = fromDays[at] as number;
      const to = toDays[at] as number;
      const code = mark & CODE_BITS;
      const isKept = kept === null ? 1 : (kept[span] as number);
      // the sign of a difference: 1 where from ≤ day, and where day < to
      const isBefore = ((from - earlier - 1) >>> 31) & ((earlier - to) >>> 31);
      const hasBegun = (from - later - 1) >>> 31;
      const isAfter = hasBegun & ((later - to) >>> 31);
      first ^= (first ^ code) & -isBefore;
      last ^= (last ^ code) & -isAfter;
      keptBits |= ((isBefore & isKept) << 1) | (isAfter & isKept);
      isUndated |= isAfter & (mark >> UNDATED_BIT);
      const isWaiting = isKept & (hasBegun ^ 1) & (mark >> WAITS_BIT);
      waits ^= (waits ^ (1 + code)) & -isWaiting;
      told ^= (told ^ span) & -(isBefore | isAfter | isWaiting);
    }
    let key = keyOf(first, last, keptBits);
    let code = changeOfKey[key] as number;
    if (waits !== 0 && code === CODE.nothing && last === NO_CODE && countsRemaining) {
      key = KEYS;
      code = CODE.waiting;
      last = waits - 1;
    }
    change[face] = code;
    state[face] = last;
    const hundredths = area[told] as number;
    areas[key] = (areas[key] as number) + hundredths;
    pieces[key] = (pieces[key] as number) + 1;
    undated[key] = (undated[key] as number) + hundredths * isUndated;
  }
  return { change, state, ...accountOf([...meanings, WAITING], { areas, undated, pieces }) };
}

/** What faces of each key are in the account of remaining land, and of each change. */
function accountOf(
  meanings: readonly Meaning[],
  { areas, undated, pieces }: { areas: Float64Array; undated: Float64Array; pieces: Int32Array },
): DifferenceSums {
  const [opening, closing] = [
    { suspected: 0, confirmed: 0 },
    { suspected: 0, confirmed: 0 },
  ];
  const sums = Object.fromEntries(
    CHANGES.map((name): [Change, ChangeSum] => [name, { area: 0, pieces: 0, suspected: 0, confirmed: 0, undated: 0 }]),
  ) as Record<Change, ChangeSum>;
  for (const [key, { change, before, after }] of meanings.entries()) {
    if (change === CODE.nothing) continue;
    const [sum, hundredths] = [sums[changeName(change)], areas[key] as number];
    sum.area += hundredths;
    sum.pieces += pieces[key] as number;
    // without a date of its own is what it became, not what it stayed
    if (Math.floor(key / 4 / CODES) !== Math.floor(key / 4) % CODES) sum.undated += undated[key] as number;
    if (before !== null) {
      opening[before] += hundredths;
      sum[before] -= hundredths;
    }
    if (after !== null) {
      closing[after] += hundredths;
      sum[after] += hundredths;
    }
  }
  return { opening, closing, sums };
}

export const changeName = (code: number): Change => CHANGES[code] as Change;
export const stateName = (code: number): LandState | null => LAND_STATES[code] ?? null;
