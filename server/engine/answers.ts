import type { LedgerColumns, MovementColumns, Moves } from './columns.ts';
import type { LandCube } from './cube.ts';
import { areasAt } from './figures.ts';
import type { LandFilter } from './filter.ts';
import { keptGroups, keptMovements, keptSpans } from './kept.ts';
import type { Moved } from './moved.ts';
import type { PlaceNode } from './places.ts';
import { areasOn, type LandTimeline, timelineFor } from './timeline.ts';

/** What is loaded. Cubes are null until they are made, and where a drawn area cuts faces: then the columns are passed over. */
export interface Land {
  columns: LedgerColumns | null;
  movements: MovementColumns | null;
  cube: LandCube | null;
  moved: Moved | null;
}

/** The land and the movements that a filter keeps, asked again and again: what depends on the filter alone is worked out once, when first needed. */
export class Answers {
  readonly #land: Land;
  readonly #filter: LandFilter;
  readonly #places: readonly PlaceNode[];
  #timeline: LandTimeline | null;
  #movedBy: ((ends: readonly number[]) => Moves) | null = null;
  #kept: Uint8Array | null | undefined;
  #keptMovements: Uint8Array | null | undefined;

  /** @param timeline of the land, where it is known already */
  constructor(land: Land, filter: LandFilter, places: readonly PlaceNode[], timeline: LandTimeline | null = null) {
    this.#land = land;
    this.#filter = filter;
    this.#places = places;
    this.#timeline = timeline;
  }

  /** Hundredths of m² by state at the end of a day; null: nothing is loaded. */
  areasOn(day: number): Float64Array | null {
    const { columns, cube } = this.#land;
    if (columns === null) return null;
    if (cube !== null) {
      this.#timeline ??= timelineFor(cube, columns, keptGroups(cube, columns, this.#filter, this.#places), this.#filter.bbox);
      return areasOn(this.#timeline, day);
    }
    if (this.#kept === undefined) this.#kept = keptSpans(columns, this.#filter, this.#places);
    return areasAt(columns, day, this.#kept);
  }

  /**
   * Movements for sums by periods that end on these days, rising; null: not loaded. Of several a row where the cube is there.
   * @returns with `kept` 1 for those that count; null: all do
   */
  movedBy(ends: readonly number[]): { moves: Moves; kept: Uint8Array | null } | null {
    const { movements, moved } = this.#land;
    if (movements === null) return null;
    if (moved !== null) {
      this.#movedBy ??= moved.of(this.#filter, this.#places);
      return { moves: this.#movedBy(ends), kept: null };
    }
    if (this.#keptMovements === undefined) this.#keptMovements = keptMovements(movements, this.#filter, this.#places);
    return { moves: movements, kept: this.#keptMovements };
  }
}
