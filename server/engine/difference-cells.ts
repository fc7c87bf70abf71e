import { CHANGES, type Change, LAND_STATES, type LandState } from '../vocabulary.ts';
import { cellAt } from './cell-grid.ts';
import type { LedgerColumns } from './columns.ts';
import type { LandDifference } from './difference.ts';
import { facesOf } from './faces.ts';

/**
 * What is shown of several changes in one cell: what is open first, whatever was released beside it; of that what is new before
 * what was there. Of what is not open the strongest release, and last what counts in no account.
 */
const ORDER: readonly Change[] = [
  'nothing',
  'still',
  'reclassified',
  'between',
  'outside',
  'other',
  'closed',
  'cancelled',
  'reduced',
  'cleared',
  'waiting',
  'unchanged',
  'downgraded',
  'upgraded',
  'recorded',
  're-opened',
];
const RANK = Uint8Array.from(CHANGES, (change) => ORDER.indexOf(change));
const FIRST_OPEN = ORDER.indexOf('unchanged');
/** Releases that a cell tells by its border where its ground is open besides. */
const FIRST_LEFT = ORDER.indexOf('closed');
const LAST_LEFT = ORDER.indexOf('cleared');

export interface DifferenceCell {
  id: number;
  change: Change;
  /** Of what is open the more dangerous. */
  state: LandState | 'none';
  /** What was released in it, though it shows open land; none: nothing. */
  left: LandState | 'none';
}

/** The cells of one zoom: which faces lie in which, found once. */
export class DifferenceCells {
  readonly #faces: Int32Array;
  readonly #cellOf: Int32Array;
  readonly #ids: number[] = [];
  #looks: Int32Array | null = null;

  constructor(columns: LedgerColumns, z: number) {
    const { ids, of } = facesOf(columns);
    const positions = new Map<number, number>();
    const isSeen = new Uint8Array(ids.length);
    const [faces, cells]: [number[], number[]] = [[], []];
    for (let span = 0; span < columns.length; span += 1) {
      const face = of[span] as number;
      if (isSeen[face] === 1 || (columns.polygonZoom[span] as number) <= z) continue;
      isSeen[face] = 1;
      const id = cellAt(z, columns.x[span] as number, columns.y[span] as number);
      let position = positions.get(id);
      if (position === undefined) {
        position = this.#ids.length;
        positions.set(id, position);
        this.#ids.push(id);
      }
      faces.push(face);
      cells.push(position);
    }
    this.#faces = Int32Array.from(faces);
    this.#cellOf = Int32Array.from(cells);
  }

  /** The cells that look otherwise than when asked last; all of them the first time. */
  changesOf({ change, state }: Pick<LandDifference, 'change' | 'state'>): DifferenceCell[] {
    const { length } = this.#ids;
    // of each cell: rank and state of what it shows, and the release that it tells by its border
    const [ranks, states, left] = [new Uint8Array(length), new Uint8Array(length).fill(255), new Uint8Array(length)];
    const leftStates = new Uint8Array(length).fill(255);
    for (let entry = 0; entry < this.#faces.length; entry += 1) {
      const [face, cell] = [this.#faces[entry] as number, this.#cellOf[entry] as number];
      const [rank, code] = [RANK[change[face] as number] as number, state[face] as number];
      const before = ranks[cell] as number;
      if (rank >= FIRST_OPEN && before >= FIRST_OPEN) {
        // codes of open states rise with the danger
        states[cell] = Math.max(states[cell] as number, code);
        ranks[cell] = Math.max(before, rank);
      } else if (rank > before) {
        ranks[cell] = rank;
        states[cell] = code;
      }
      if (rank >= FIRST_LEFT && rank <= LAST_LEFT && rank > (left[cell] as number)) {
        left[cell] = rank;
        leftStates[cell] = code;
      }
    }
    const looks = new Int32Array(length);
    const changes: DifferenceCell[] = [];
    for (let cell = 0; cell < length; cell += 1) {
      const rank = ranks[cell] as number;
      const leftState = rank > LAST_LEFT ? (leftStates[cell] as number) : 255;
      const look = (rank << 16) | ((states[cell] as number) << 8) | leftState;
      looks[cell] = look;
      if (this.#looks?.[cell] === look) continue;
      changes.push({
        id: this.#ids[cell] as number,
        change: ORDER[rank] as Change,
        state: LAND_STATES[states[cell] as number] ?? 'none',
        left: LAND_STATES[leftState] ?? 'none',
      });
    }
    this.#looks = looks;
    return changes;
  }

  /** What was told is forgotten: the next question tells all. */
  forget(): void {
    this.#looks = null;
  }
}
