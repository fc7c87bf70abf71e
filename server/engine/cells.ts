import { LAND_STATES, type LandState, RANKED_STATES } from '../vocabulary.ts';
import { type CellBox, FINEST, finestAt, idOf, sideOf } from './cell-grid.ts';
import type { LedgerColumns } from './columns.ts';
import { near } from './near.ts';
import { FIRST_OPEN_RANK, LAST_OPEN, RANK } from './rank.ts';

/** Of each span, once for all zooms: logarithms of a million latitudes take longer than all the rest. */
const finest = new WeakMap<LedgerColumns, { x: Int32Array; y: Int32Array }>();

function finestOf(columns: LedgerColumns): { x: Int32Array; y: Int32Array } {
  const known = finest.get(columns);
  if (known !== undefined) return known;
  const cells = { x: new Int32Array(columns.length), y: new Int32Array(columns.length) };
  for (let span = 0; span < columns.length; span += 1)
    [cells.x[span], cells.y[span]] = finestAt(columns.x[span] as number, columns.y[span] as number);
  finest.set(columns, cells);
  return cells;
}

/**
 * What a cell holds at a date: nothing, the state to show and the area open or released, or hazards that have no date and count
 * only later: they were there, one does not know since when.
 */
export interface CellState {
  state: LandState | 'none' | 'undated';
  squareMetres: number;
}

const RANK_OF_CODE = Int8Array.from(LAND_STATES, (state) => RANK.get(state) as number);
const CODE_OF_RANK = Uint8Array.from(RANKED_STATES, (state) => LAND_STATES.indexOf(state));

/** A span's mark: its rank in four bits, 1 where it is open, 1 where it waits to be shown before it counts. */
const RANK_BITS = 15;
const OPEN_BIT = 4;
const WAITS_BIT = 5;

/** Codes beside those of LAND_STATES. */
const NONE = 62;
const UNDATED = 63;
/** No look. */
const UNTOLD = 65_535;
const stateOf = (code: number): CellState['state'] =>
  code === NONE ? 'none' : code === UNDATED ? 'undated' : (LAND_STATES[code] as LandState);

/** Opacity goes in fiftieths: finer steps nobody sees, and every change costs a repaint. */
const STEP_OPACITY = 0.02;
const UNDATED_STEP = 15;
/** The more land, the stronger; never so weak that it could be missed. */
const opacityStep = (squareMetres: number): number => 25 + Math.round(20 * Math.min(1, Math.sqrt(squareMetres / 1e6)));

/** How a cell looks. */
export interface CellLook {
  id: number;
  state: CellState['state'];
  opacity: number;
}

/** How a cell looks that holds this. */
export function lookOf(id: number, { state, squareMetres }: CellState): CellLook {
  const step = state === 'none' ? 0 : state === 'undated' ? UNDATED_STEP : opacityStep(squareMetres);
  return { id, state, opacity: step * STEP_OPACITY };
}

/** The cells of one zoom: which spans lie in which, found once, whatever the filter. */
export class LandCells {
  readonly #ids: number[] = [];
  readonly #columns: Int32Array;
  readonly #rows: Int32Array;
  /** The spans of cell c are those from offsets[c] to offsets[c + 1]: beside each other, since all are read for every date and filter. */
  readonly #offsets: Int32Array;
  readonly #spans: Int32Array;
  /** Rank, whether it is open, and whether it waits: nobody knows since when it is there. */
  readonly #marks: Uint8Array;
  readonly #fromDays: Int32Array;
  readonly #toDays: Int32Array;
  readonly #areas: Float64Array;
  /** Of each cell, as told last: code and opacity. */
  readonly #looks: Uint16Array;

  /** Of the spans that are smaller than their own drawing at this zoom. */
  constructor(columns: LedgerColumns, z: number) {
    const { x, y } = finestOf(columns);
    const positions = new Map<number, number>();
    const cellOf = new Int32Array(columns.length).fill(-1);
    const counts: number[] = [];
    for (let span = 0; span < columns.length; span += 1) {
      if ((columns.polygonZoom[span] as number) <= z) continue;
      const id = idOf(z, x[span] as number, y[span] as number);
      let cell = positions.get(id);
      if (cell === undefined) {
        cell = this.#ids.length;
        positions.set(id, cell);
        this.#ids.push(id);
        counts.push(0);
      }
      cellOf[span] = cell;
      counts[cell] = (counts[cell] as number) + 1;
    }
    const side = sideOf(z);
    this.#columns = Int32Array.from(this.#ids, (id) => Math.floor(id / side));
    this.#rows = Int32Array.from(this.#ids, (id) => id % side);
    this.#looks = new Uint16Array(counts.length).fill(UNTOLD);
    this.#offsets = new Int32Array(counts.length + 1);
    for (const [cell, count] of counts.entries()) this.#offsets[cell + 1] = (this.#offsets[cell] as number) + count;
    const length = this.#offsets[counts.length] as number;
    const next = this.#offsets.slice();
    this.#spans = new Int32Array(length);
    for (let span = 0; span < columns.length; span += 1) {
      const cell = cellOf[span] as number;
      if (cell < 0) continue;
      const at = next[cell] as number;
      next[cell] = at + 1;
      this.#spans[at] = span;
    }
    this.#marks = new Uint8Array(length);
    this.#fromDays = new Int32Array(length);
    this.#toDays = new Int32Array(length);
    this.#areas = new Float64Array(length);
    for (let at = 0; at < length; at += 1) {
      const span = this.#spans[at] as number;
      const code = columns.state[span] as number;
      const isOpen = code <= LAST_OPEN;
      const waits = isOpen && columns.undated[span] === 1;
      this.#marks[at] = (RANK_OF_CODE[code] as number) | ((isOpen ? 1 : 0) << OPEN_BIT) | ((waits ? 1 : 0) << WAITS_BIT);
      this.#fromDays[at] = near(columns.fromDay[span] as number);
      this.#toDays[at] = near(columns.toDay[span] as number);
      this.#areas[at] = columns.area[span] as number;
    }
  }

  /**
   * State of every cell at the end of a day. Open land outranks released land, however small.
   * @param kept 1 for spans that are shown; null: all are. A cell of which nothing is kept is there and shows nothing.
   * @param box the cells that are asked for; null: all.
   */
  at(day: number, kept: Uint8Array | null = null, box: CellBox | null = null): Map<number, CellState> {
    const states = new Map<number, CellState>();
    this.#eachAt(day, kept, box, (cell, code, squareMetres) => {
      states.set(this.#ids[cell] as number, { state: stateOf(code), squareMetres });
    });
    return states;
  }

  /**
   * The cells that look otherwise than when they were last told, on whatever day and filter; all of them the first time.
   * @param box the cells that are asked for; the others stay as told. Null: all.
   */
  changesAt(day: number, kept: Uint8Array | null = null, box: CellBox | null = null): CellLook[] {
    const looks = this.#looks;
    const changes: CellLook[] = [];
    this.#eachAt(day, kept, box, (cell, code, squareMetres) => {
      const step = code === NONE ? 0 : code === UNDATED ? UNDATED_STEP : opacityStep(squareMetres);
      const look = code * 64 + step;
      if (looks[cell] === look) return;
      looks[cell] = look;
      changes.push({ id: this.#ids[cell] as number, state: stateOf(code), opacity: step * STEP_OPACITY });
    });
    return changes;
  }

  /** What was told is forgotten: the next `changesAt` tells all. */
  forget(): void {
    this.#looks.fill(UNTOLD);
  }

  /**
   * One pass over the spans, cell by cell. Added and joined by bits rather than asked one by one: whether a span is there on a day
   * is no guess that a processor wins, and a million wrong guesses take longer than all the sums.
   */
  #eachAt(
    day: number,
    kept: Uint8Array | null,
    box: CellBox | null,
    told: (cell: number, code: number, squareMetres: number) => void,
  ): void {
    const [columns, rows] = [this.#columns, this.#rows];
    const [firstX, firstY, lastX, lastY] = box ?? [0, 0, sideOf(FINEST), sideOf(FINEST)];
    const [offsets, spans, marks, fromDays] = [this.#offsets, this.#spans, this.#marks, this.#fromDays];
    const [toDays, areas] = [this.#toDays, this.#areas];
    for (let cell = 0; cell < columns.length; cell += 1) {
      const [x, y] = [columns[cell] as number, rows[cell] as number];
      if (x < firstX || x > lastX || y < firstY || y > lastY) continue;
      const end = offsets[cell + 1] as number;
      // ranks that are there, a bit each; hundredths of m² of all, of what is open, of what waits
      let [ranks, all, open, waiting] = [0, 0, 0, 0];
      for (let at = offsets[cell] as number; at < end; at += 1) {
        const mark = marks[at] as number;
        const area = areas[at] as number;
        const isKept = kept === null ? 1 : (kept[spans[at] as number] as number);
        // the sign of a difference: 1 where from ≤ day, and where day < to
        const hasBegun = ((fromDays[at] as number) - day - 1) >>> 31;
        const isThere = isKept & hasBegun & ((day - (toDays[at] as number)) >>> 31);
        ranks |= isThere << (mark & RANK_BITS);
        all += area * isThere;
        open += area * (isThere & (mark >> OPEN_BIT));
        waiting += area * (isKept & (hasBegun ^ 1) & (mark >> WAITS_BIT));
      }
      const rank = 31 - Math.clz32(ranks);
      const isOpen = rank >= FIRST_OPEN_RANK;
      told(
        cell,
        !isOpen && waiting > 0 ? UNDATED : rank < 0 ? NONE : (CODE_OF_RANK[rank] as number),
        (isOpen ? open : waiting > 0 ? waiting : all) / 100,
      );
    }
  }
}
