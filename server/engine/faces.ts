import type { LedgerColumns } from './columns.ts';
import { near } from './near.ts';
import { LAST_OPEN } from './rank.ts';

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

/** The spans again, those of a face beside each other in their own order. */
export interface SpansByFace {
  /** Those of face f are from offsets[f] to offsets[f + 1], faces as `facesOf` numbers them. */
  offsets: Int32Array;
  /** Positions in the columns. */
  spans: Int32Array;
  fromDays: Int32Array;
  toDays: Int32Array;
  /** State in the lowest bits; 1 where it is undated; 1 where it is, and open: before it counts, it waits. */
  marks: Uint8Array;
}
export const CODE_BITS = 15;
export const UNDATED_BIT = 4;
export const WAITS_BIT = 5;

const sorted = new WeakMap<Int32Array, SpansByFace>();

/** Sorted once for each ledger, as `facesOf`. */
export function spansByFace(columns: LedgerColumns): SpansByFace {
  const before = sorted.get(columns.fromDay);
  if (before !== undefined) return before;
  const { length, state, fromDay, toDay, undated } = columns;
  const { ids, of } = facesOf(columns);
  const offsets = new Int32Array(ids.length + 1);
  for (let span = 0; span < length; span += 1)
    offsets[(of[span] as number) + 1] = (offsets[(of[span] as number) + 1] as number) + 1;
  for (let face = 0; face < ids.length; face += 1) offsets[face + 1] = (offsets[face + 1] as number) + (offsets[face] as number);
  const next = offsets.slice();
  const [spans, fromDays, toDays, marks] = [
    new Int32Array(length),
    new Int32Array(length),
    new Int32Array(length),
    new Uint8Array(length),
  ];
  for (let span = 0; span < length; span += 1) {
    const face = of[span] as number;
    const at = next[face] as number;
    next[face] = at + 1;
    const [code, isUndated] = [state[span] as number, undated[span] as number];
    spans[at] = span;
    fromDays[at] = near(fromDay[span] as number);
    toDays[at] = near(toDay[span] as number);
    marks[at] = code | (isUndated << UNDATED_BIT) | ((code <= LAST_OPEN ? isUndated : 0) << WAITS_BIT);
  }
  const found = { offsets, spans, fromDays, toDays, marks };
  sorted.set(fromDay, found);
  return found;
}
