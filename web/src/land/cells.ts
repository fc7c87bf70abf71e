import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import type { LedgerColumns } from './figures.ts';
import { FIRST_OPEN_RANK, LAST_OPEN, RANK } from './rank.ts';

/**
 * Cells of the grid that tiles draw where land is too small to be drawn as itself (`land_grid`): 64 × 64 a 512 px tile. The
 * client says each cell's state for the chosen date, so that the time slider needs no request.
 */
const CELLS_A_TILE_SIDE = 64;

/** The finest cells, those of zoom 14, of which every coarser one holds whole ones. */
const FINEST = 14;

/** Cell column and row of a point, degrees × 1e7, at the finest zoom. */
function finestAt(x: number, y: number): [cellX: number, cellY: number] {
  const side = 2 ** FINEST * CELLS_A_TILE_SIDE;
  const sine = Math.sin((y / 1e7) * (Math.PI / 180));
  const cellX = Math.floor((x / 1e7 / 360 + 0.5) * side);
  return [cellX, Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side)];
}

const idOf = (z: number, finestX: number, finestY: number): number =>
  (finestX >> (FINEST - z)) * 2 ** z * CELLS_A_TILE_SIDE + (finestY >> (FINEST - z));

/** Id of the cell that holds a point, as the tiles number it: cell_x * 2^(z+6) + cell_y. */
export const cellAt = (z: number, x: number, y: number): number => idOf(z, ...finestAt(x, y));

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

/** Codes beside those of LAND_STATES. */
const NONE = 62;
const UNDATED = 63;
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
  /** The spans of cell c are those from offsets[c] to offsets[c + 1]: beside each other, since all are read for every date and filter. */
  readonly #offsets: Int32Array;
  readonly #spans: Int32Array;
  readonly #states: Uint8Array;
  readonly #fromDays: Int32Array;
  readonly #toDays: Int32Array;
  readonly #areas: Float64Array;
  /** 1: waits to be shown before it counts, since nobody knows since when it is there. */
  readonly #waits: Uint8Array;
  /** Of each cell, as told last: code and opacity. */
  #looks: Uint16Array | null = null;

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
    this.#states = new Uint8Array(length);
    this.#fromDays = new Int32Array(length);
    this.#toDays = new Int32Array(length);
    this.#areas = new Float64Array(length);
    this.#waits = new Uint8Array(length);
    for (let at = 0; at < length; at += 1) {
      const span = this.#spans[at] as number;
      const code = columns.state[span] as number;
      this.#states[at] = code;
      this.#fromDays[at] = columns.fromDay[span] as number;
      this.#toDays[at] = columns.toDay[span] as number;
      this.#areas[at] = columns.area[span] as number;
      this.#waits[at] = columns.undated[span] === 1 && code <= LAST_OPEN ? 1 : 0;
    }
  }

  /**
   * State of every cell at the end of a day. Open land outranks released land, however small.
   * @param kept 1 for spans that are shown; null: all are. A cell of which nothing is kept is there and shows nothing.
   */
  at(day: number, kept: Uint8Array | null = null): Map<number, CellState> {
    const { codes, squareMetres } = this.#statesAt(day, kept);
    return new Map(
      this.#ids.map((id, cell) => [id, { state: stateOf(codes[cell] as number), squareMetres: squareMetres[cell] as number }]),
    );
  }

  /** The cells that look otherwise than when they were last asked for, on whatever day and filter; all of them the first time. */
  changesAt(day: number, kept: Uint8Array | null = null): CellLook[] {
    const { codes, squareMetres } = this.#statesAt(day, kept);
    const looks = new Uint16Array(codes.length);
    const changes: CellLook[] = [];
    for (let cell = 0; cell < codes.length; cell += 1) {
      const code = codes[cell] as number;
      const step = code === NONE ? 0 : code === UNDATED ? UNDATED_STEP : opacityStep(squareMetres[cell] as number);
      const look = code * 64 + step;
      looks[cell] = look;
      if (this.#looks?.[cell] !== look)
        changes.push({ id: this.#ids[cell] as number, state: stateOf(code), opacity: step * STEP_OPACITY });
    }
    this.#looks = looks;
    return changes;
  }

  /** What was told is forgotten: the next `changesAt` tells all. */
  forget(): void {
    this.#looks = null;
  }

  /** One pass over the spans, cell by cell. */
  #statesAt(day: number, kept: Uint8Array | null): { codes: Uint8Array; squareMetres: Float64Array } {
    const [offsets, spans, states, fromDays] = [this.#offsets, this.#spans, this.#states, this.#fromDays];
    const [toDays, areas, waits] = [this.#toDays, this.#areas, this.#waits];
    const codes = new Uint8Array(this.#ids.length);
    const squareMetres = new Float64Array(this.#ids.length);
    for (let cell = 0; cell < codes.length; cell += 1) {
      const end = offsets[cell + 1] as number;
      let [code, rank, open, released, waiting] = [NONE, -1, 0, 0, 0];
      for (let at = offsets[cell] as number; at < end; at += 1) {
        if (kept !== null && kept[spans[at] as number] === 0) continue;
        if ((fromDays[at] as number) > day) {
          if (waits[at] === 1) waiting += areas[at] as number;
          continue;
        }
        if ((toDays[at] as number) <= day) continue;
        const own = states[at] as number;
        if (own <= LAST_OPEN) open += areas[at] as number;
        else released += areas[at] as number;
        if ((RANK_OF_CODE[own] as number) > rank) {
          rank = RANK_OF_CODE[own] as number;
          code = own;
        }
      }
      const isOpen = rank >= FIRST_OPEN_RANK;
      codes[cell] = !isOpen && waiting > 0 ? UNDATED : code;
      squareMetres[cell] = (isOpen ? open : waiting > 0 ? waiting : released) / 100;
    }
    return { codes, squareMetres };
  }
}
