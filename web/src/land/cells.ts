import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import type { LedgerColumns } from './figures.ts';

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

/** What is shown of several states in one cell: danger first, then the strongest release. */
export const RANK = new Map<LandState, number>(
  (
    [
      'closed',
      'outside_cancelled',
      'outside_reduced',
      'outside_cleared',
      'cancelled',
      'reduced',
      'cleared',
      'suspected',
      'confirmed',
    ] as const
  ).map((state, rank) => [state, rank]),
);

/** Rank of suspected; index of confirmed in LAND_STATES. */
export const FIRST_OPEN_RANK = RANK.get('suspected') as number;
export const LAST_OPEN = LAND_STATES.indexOf('confirmed');

/** The cells of one zoom: which spans lie in which, found once. */
export class LandCells {
  readonly #columns: LedgerColumns;
  /** Spans that are smaller than their own drawing at this zoom, with the position of their cell in `#ids`. */
  readonly #spans: Int32Array;
  readonly #cellOf: Int32Array;
  readonly #ids: number[] = [];

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
    const { state, fromDay, toDay, area, undated } = this.#columns;
    const ranks = new Int8Array(this.#ids.length).fill(-1);
    const shown = new Uint8Array(this.#ids.length);
    const sums = new Float64Array(this.#ids.length);
    const waiting = new Float64Array(this.#ids.length);
    for (let entry = 0; entry < this.#spans.length; entry += 1) {
      const span = this.#spans[entry] as number;
      const cell = this.#cellOf[entry] as number;
      const code = state[span] as number;
      if ((fromDay[span] as number) > day && undated[span] === 1 && code <= LAST_OPEN)
        waiting[cell] = (waiting[cell] as number) + (area[span] as number) / 100;
      if ((fromDay[span] as number) > day || (toDay[span] as number) <= day) continue;
      const rank = RANK.get(LAND_STATES[code] as LandState) as number;
      const isOpen = rank >= FIRST_OPEN_RANK;
      const wasOpen = (ranks[cell] as number) >= FIRST_OPEN_RANK;
      if (isOpen && !wasOpen) sums[cell] = 0;
      if (isOpen || !wasOpen) sums[cell] = (sums[cell] as number) + (area[span] as number) / 100;
      if (rank > (ranks[cell] as number)) {
        ranks[cell] = rank;
        shown[cell] = code;
      }
    }
    return new Map(
      this.#ids.map((id, cell) => [
        id,
        (ranks[cell] as number) < FIRST_OPEN_RANK && (waiting[cell] as number) > 0
          ? { state: 'undated', squareMetres: waiting[cell] as number }
          : (ranks[cell] as number) < 0
            ? { state: 'none', squareMetres: 0 }
            : { state: LAND_STATES[shown[cell] as number] as LandState, squareMetres: sums[cell] as number },
      ]),
    );
  }
}
