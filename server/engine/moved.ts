import type { MovementColumns, Moves } from './columns.ts';
import type { LandFilter } from './filter.ts';
import { keptMovementGroups } from './kept.ts';
import { type MovementCube, movedSums, movedSumsOf, movesUpTo } from './movement-cube.ts';
import type { PlaceNode } from './places.ts';
import { timelineIn } from './timeline.ts';

/** The movements as a cube answers them; loaded with it, after the first page. */
export class Moved {
  readonly #cube: MovementCube;
  readonly #movements: MovementColumns;

  constructor(cube: MovementCube, movements: MovementColumns) {
    this.#cube = cube;
    this.#movements = movements;
  }

  /**
   * One pass over the changes of the groups that a filter keeps; then every period is looked up.
   * @param only undated: what has a date may be left out. @returns see movesUpTo
   */
  of(filter: LandFilter, places: readonly PlaceNode[], only: 'all' | 'undated' = 'all'): (ends: readonly number[]) => Moves {
    const [cube, movements] = [this.#cube, this.#movements];
    const kept = keptMovementGroups(cube, movements, filter, places);
    const sums =
      filter.bbox === null
        ? movedSums(cube, kept, only === 'undated' ? cube.alike.undated : null)
        : movedSumsOf(timelineIn(cube, { ...movements, fromDay: movements.day }, kept, filter.bbox));
    return (ends) => movesUpTo(sums, cube.alike, ends);
  }
}
