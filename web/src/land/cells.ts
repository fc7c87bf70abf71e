import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import type { LedgerColumns } from './figures.ts';
import { FIRST_OPEN_RANK, LAST_OPEN, RANK } from './ranks.ts';

/**
 * Cells of the grid that tiles draw where land is too small to be drawn as itself (`land_grid`): 64 × 64 a 512 px tile. The
 * client says each cell's state for the chosen date, so that the time slider needs no request.
 */
const CELLS_A_TILE_SIDE = 64;

/** Id of the cell that holds a point, as the tiles number it: cell_x * 2^(z+6) + cell_y. */
export function cellAt(z: number, x: number, y: number): number {
  const side = 2 ** z * CELLS_A_TILE_SIDE;
  const sine = Math.sin((y / 1e7) * (Math.PI / 180));
  const cellX = Math.floor((x / 1e7 / 360 + 0.5) * side);
  const cellY = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side);
  return cellX * side + cellY;
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

/** The cells of one zoom: which spans lie in which, found once. */
export class LandCells {
  readonly #columns: LedgerColumns;
  /** Spans that are smaller than their own drawing at this zoom, with the position of their cell in `#ids`. */
  readonly #spans: Int32Array;
  readonly #cellOf: Int32Array;
  readonly #ids: number[] = [];
  /** Of each cell, as told last: code and opacity. */
  #looks: Uint16Array | null = null;

  constructor(columns: LedgerColumns, z: number, kept: Uint8Array | null = null) {
    this.#columns = columns;
    const positions = new Map<number, number>();
    const spans: number[] = [];
    const cells: number[] = [];
    for (let index = 0; index < columns.length; index += 1) {
      if ((columns.polygonZoom[index] as number) <= z) continue;
      const id = cellAt(z, columns.x[index] as number, columns.y[index] as number);
      let position = positions.get(id);
      if (position === undefined) {
        position = this.#ids.length;
        positions.set(id, position);
        this.#ids.push(id);
      }
      // the cell is known and empty: it must be told to show nothing
      if (kept !== null && kept[index] === 0) continue;
      spans.push(index);
      cells.push(position);
    }
    this.#spans = Int32Array.from(spans);
    this.#cellOf = Int32Array.from(cells);
  }

  /** State of every cell at the end of a day. Open land outranks released land, however small. */
  at(day: number): Map<number, CellState> {
    const { codes, squareMetres } = this.#statesAt(day);
    return new Map(
      this.#ids.map((id, cell) => [id, { state: stateOf(codes[cell] as number), squareMetres: squareMetres[cell] as number }]),
    );
  }

  /** The cells that look otherwise at the end of this day than at that of the last one asked for; all of them the first time. */
  changesAt(day: number): CellLook[] {
    const { codes, squareMetres } = this.#statesAt(day);
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

  #statesAt(day: number): { codes: Uint8Array; squareMetres: Float64Array } {
    const { state, fromDay, toDay, area, undated } = this.#columns;
    const codes = new Uint8Array(this.#ids.length).fill(NONE);
    const ranks = new Int8Array(this.#ids.length).fill(-1);
    const sums = new Float64Array(this.#ids.length);
    const waiting = new Float64Array(this.#ids.length);
    for (let entry = 0; entry < this.#spans.length; entry += 1) {
      const span = this.#spans[entry] as number;
      const cell = this.#cellOf[entry] as number;
      const code = state[span] as number;
      const from = fromDay[span] as number;
      if (from > day) {
        if (undated[span] === 1 && code <= LAST_OPEN) waiting[cell] = (waiting[cell] as number) + (area[span] as number) / 100;
        continue;
      }
      if ((toDay[span] as number) <= day) continue;
      const rank = RANK_OF_CODE[code] as number;
      const isOpen = rank >= FIRST_OPEN_RANK;
      const wasOpen = (ranks[cell] as number) >= FIRST_OPEN_RANK;
      if (isOpen && !wasOpen) sums[cell] = 0;
      if (isOpen || !wasOpen) sums[cell] = (sums[cell] as number) + (area[span] as number) / 100;
      if (rank > (ranks[cell] as number)) {
        ranks[cell] = rank;
        codes[cell] = code;
      }
    }
    for (let cell = 0; cell < codes.length; cell += 1) {
      if ((ranks[cell] as number) >= FIRST_OPEN_RANK || waiting[cell] === 0) continue;
      codes[cell] = UNDATED;
      sums[cell] = waiting[cell] as number;
    }
    return { codes, squareMetres: sums };
  }
}
