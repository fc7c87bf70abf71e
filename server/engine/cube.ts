import { type GroundColumns, STILL } from './columns.ts';

/** What a cube is made of: columns of which each entry counts as one code on the days [fromDay, toDay). */
export interface CubeEntries extends Omit<GroundColumns, 'x' | 'y' | 'places' | 'operators'> {
  /** Below `codes`: an index into LAND_STATES, say. */
  code: Uint8Array | Uint16Array;
  /** Days since 1970, inclusive. */
  fromDay: Int32Array;
  /** Exclusive; 2147483647: still. */
  toDay: Int32Array;
  /** Whole hundredths of m². */
  area: Float64Array;
  undated: Uint8Array;
}

/**
 * The ledger as changes, grouped so that a filter keeps a group or leaves it: spans of one place, operator, ordnance and state
 * are one group, its changes the days on which its area grows or shrinks. Typed arrays only: a worker makes it and hands it over.
 */
export interface LandCube {
  codes: number;
  /** A row a group that has entries, rising by code, place, operator, ordnance. */
  groups: {
    length: number;
    code: Uint16Array;
    place: Int16Array;
    operator: Int16Array;
    ordnance: Uint8Array;
    /** Hundredths of m² that have no date of their own, whatever day it is; and the first day on which they count. */
    undated: Float64Array;
    /** 2147483647: nothing is undated. */
    firstUndated: Int32Array;
  };
  /** Every day on which anything changes, rising; days since 1970. */
  days: Int32Array;
  /** The changes of group g are those from offsets[g] to offsets[g + 1], rising by day. */
  offsets: Int32Array;
  /** Where a change counts: code * days.length + index of its day. */
  slots: Int32Array;
  /** Hundredths of m² gained, or lost where negative. */
  changes: Float64Array;
  /** The group of each entry. */
  groupOf: Int32Array;
  /** Where entry e begins (2e) and ends (2e + 1); codes * days.length, one behind the last slot: never. */
  slotsOf: Int32Array;
}

const DIGIT = 65_536;

/**
 * Sorts the positions in `order` by their key, stably.
 * @param keys of position `order[i] >> shift`; 0 ≤ key < size.
 */
function countingSort(order: Int32Array, keys: Int32Array, size: number, shift = 0): Int32Array {
  const next = new Int32Array(size + 1);
  for (let index = 0; index < order.length; index += 1) {
    const after = (keys[(order[index] as number) >> shift] as number) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let key = 1; key <= size; key += 1) next[key] = (next[key] as number) + (next[key - 1] as number);
  const sorted = new Int32Array(order.length);
  for (let index = 0; index < order.length; index += 1) {
    const at = order[index] as number;
    const key = keys[at >> shift] as number;
    const target = next[key] as number;
    next[key] = target + 1;
    sorted[target] = at;
  }
  return sorted;
}

const largest = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let index = 0; index < values.length; index += 1) if ((values[index] as number) > most) most = values[index] as number;
  return most;
};

/** Counting sorts only, by group and by day: a million spans take a quarter of a second. @param codes how many there are. */
export function cubeOf(entries: CubeEntries, codes: number): LandCube {
  const { groups, groupOf } = groupsOf(entries);
  const { days, slotsOf, order } = daysOf(entries, codes);
  const byGroup = countingSort(order, groupOf, groups.length, 1);
  const offsets = new Int32Array(groups.length + 1);
  const slots = new Int32Array(byGroup.length);
  const changes = new Float64Array(byGroup.length);
  let filled = 0;
  let group = 0;
  for (let index = 0; index < byGroup.length; index += 1) {
    const event = byGroup[index] as number;
    const of = groupOf[event >> 1] as number;
    while (group < of) {
      group += 1;
      offsets[group] = filled;
    }
    const area = entries.area[event >> 1] as number;
    const slot = slotsOf[event] as number;
    // what changes in one group on one day is one change
    if (filled === (offsets[group] as number) || slots[filled - 1] !== slot) {
      slots[filled] = slot;
      filled += 1;
    }
    changes[filled - 1] = (changes[filled - 1] as number) + ((event & 1) === 0 ? area : -area);
  }
  offsets.fill(filled, group + 1);
  return { codes, groups, days, offsets, slots: slots.slice(0, filled), changes: changes.slice(0, filled), groupOf, slotsOf };
}

/** Which entries have code, place, operator and ordnance in common. */
function groupsOf({ length, code, place, operator, ordnance, area, undated, fromDay }: CubeEntries): {
  groups: LandCube['groups'];
  groupOf: Int32Array;
} {
  let order: Int32Array = new Int32Array(length);
  for (let index = 0; index < length; index += 1) order[index] = index;
  // columns of few values are sorted by in one go: fewer rounds through memory
  let keys = new Int32Array(length);
  let size = 1;
  for (const column of [ordnance, operator, place, code]) {
    const values = largest(column) + 1;
    if (size * values > DIGIT) {
      order = countingSort(order, keys, size);
      keys = new Int32Array(length);
      size = 1;
    }
    for (let index = 0; index < length; index += 1) keys[index] = (keys[index] as number) + (column[index] as number) * size;
    size *= values;
  }
  order = countingSort(order, keys, size);
  const groupOf = new Int32Array(length);
  const firsts: number[] = [];
  for (let index = 0; index < length; index += 1) {
    const entry = order[index] as number;
    const first = firsts.length === 0 ? -1 : (firsts[firsts.length - 1] as number);
    if (
      first < 0 ||
      ordnance[entry] !== ordnance[first] ||
      operator[entry] !== operator[first] ||
      place[entry] !== place[first] ||
      code[entry] !== code[first]
    )
      firsts.push(entry);
    groupOf[entry] = firsts.length - 1;
  }
  const groups = {
    length: firsts.length,
    code: Uint16Array.from(firsts, (entry) => code[entry] as number),
    place: Int16Array.from(firsts, (entry) => place[entry] as number),
    operator: Int16Array.from(firsts, (entry) => operator[entry] as number),
    ordnance: Uint8Array.from(firsts, (entry) => ordnance[entry] as number),
    undated: new Float64Array(firsts.length),
    firstUndated: new Int32Array(firsts.length).fill(STILL),
  };
  for (let entry = 0; entry < length; entry += 1) {
    if (undated[entry] === 0) continue;
    const group = groupOf[entry] as number;
    groups.undated[group] = (groups.undated[group] as number) + (area[entry] as number);
    groups.firstUndated[group] = Math.min(groups.firstUndated[group] as number, fromDay[entry] as number);
  }
  return { groups, groupOf };
}

/** The days on which entries begin and end, and the events (2e: entry e begins, 2e + 1: ends) by day. */
function daysOf({ length, code, fromDay, toDay }: CubeEntries, codes: number) {
  const dayOf = new Int32Array(2 * length);
  const events = new Int32Array(2 * length);
  let count = 0;
  let first = STILL;
  let last = -STILL;
  for (let entry = 0; entry < length; entry += 1) {
    const from = fromDay[entry] as number;
    const to = toDay[entry] as number;
    // what ends before it begins never counts
    if (to <= from) continue;
    events[count++] = 2 * entry;
    dayOf[2 * entry] = from;
    if (from < first) first = from;
    if (from > last) last = from;
    if (to === STILL) continue;
    events[count++] = 2 * entry + 1;
    dayOf[2 * entry + 1] = to;
    if (to > last) last = to;
  }
  let order: Int32Array = events.subarray(0, count);
  const digits = new Int32Array(2 * length);
  // 65,536 days are 179 years: one round is the rule, however far apart the days of a wrong date may be
  for (let shift = 0; shift < 32 && last - first >= 2 ** shift; shift += 16) {
    for (let event = 0; event < digits.length; event += 1)
      digits[event] = (((dayOf[event] as number) - first) >>> shift) & (DIGIT - 1);
    order = countingSort(order, digits, Math.min(DIGIT, last - first + 1));
  }

  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const event = order[index] as number;
    const day = dayOf[event] as number;
    if (found.length === 0 || found[found.length - 1] !== day) found.push(day);
    // used up: from here on the index of the day
    dayOf[event] = found.length - 1;
  }
  const days = Int32Array.from(found);
  const slotsOf = new Int32Array(2 * length).fill(codes * days.length);
  for (let index = 0; index < count; index += 1) {
    const event = order[index] as number;
    slotsOf[event] = (code[event >> 1] as number) * days.length + (dayOf[event] as number);
  }
  return { days, slotsOf, order };
}
