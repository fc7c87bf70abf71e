import { LAND_STATES } from '../vocabulary.ts';
import { type CellBox, cellBox, holds, sideOf } from './cell-grid.ts';
import { LandCells } from './cells.ts';
import type { LedgerColumns } from './columns.ts';
import type { LandDifference } from './difference.ts';
import { type DifferenceCell, DifferenceCells } from './difference-cells.ts';

/** Codes beside the indexes of LAND_STATES: nothing on that day, or hazards that have no date and count only later. */
export const NO_STATE = 254;
export const UNDATED_STATE = 255;

/** A row a cell of the grid. */
export interface CellColumns {
  /** As tiles number them. */
  cell: Float64Array;
  /** Index into LAND_STATES, or one of the codes beside them. */
  state: Uint8Array;
  /** Hundredths of m²: of what is open where anything is, else of what waits, else of all. */
  area: Float64Array;
}

const MOST_ZOOMS = 3;

/** What is kept of a zoom, or made; the zoom that was asked for longest ago is forgotten. */
function lately<Cells>(byZoom: Map<number, Cells>, zoom: number, make: () => Cells): Cells {
  const cells = byZoom.get(zoom) ?? make();
  byZoom.delete(zoom);
  byZoom.set(zoom, cells);
  for (const oldest of byZoom.keys()) if (byZoom.size > MOST_ZOOMS) byZoom.delete(oldest);
  return cells;
}

/** The cells of the zooms that were asked for last, of one ledger: a million spans take a third of a second to be sorted into theirs. */
export class CellsByZoom {
  readonly #columns: LedgerColumns;
  readonly #states = new Map<number, LandCells>();
  readonly #changes = new Map<number, DifferenceCells>();

  constructor(columns: LedgerColumns) {
    this.#columns = columns;
  }

  /** @param kept 1 for spans that are meant; null: all. @param bbox west, south, east, north; the cells that it touches. */
  at(zoom: number, day: number, kept: Uint8Array | null, bbox: readonly [number, number, number, number] | null): CellColumns {
    const cells = lately(this.#states, zoom, () => new LandCells(this.#columns, zoom));
    const box: CellBox | null = bbox === null ? null : cellBox(zoom, bbox);
    const found = [...cells.at(day, kept, box)].sort(([one], [other]) => one - other);
    const codeOf = (state: string): number =>
      state === 'none' ? NO_STATE : state === 'undated' ? UNDATED_STATE : (LAND_STATES as readonly string[]).indexOf(state);
    return {
      cell: Float64Array.from(found, ([id]) => id),
      state: Uint8Array.from(found, ([, { state }]) => codeOf(state)),
      area: Float64Array.from(found, ([, { squareMetres }]) => Math.round(squareMetres * 100)),
    };
  }
  /** What became of the cells that the box touches. @param bbox as above */
  changesAt(zoom: number, difference: LandDifference, bbox: readonly [number, number, number, number] | null): DifferenceCell[] {
    const cells = lately(this.#changes, zoom, () => new DifferenceCells(this.#columns, zoom));
    cells.forget();
    const all = cells.changesOf(difference);
    if (bbox === null) return all;
    const box = cellBox(zoom, bbox);
    return all.filter(({ id }) => {
      const cell = [Math.floor(id / sideOf(zoom)), id % sideOf(zoom)] as const;
      return holds(box, [...cell, ...cell]);
    });
  }
}
