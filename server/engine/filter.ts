import { type HazardKind, type OrdnanceChoice, type ReleaseMethod, STATE_GROUPS, type StateGroup } from '../vocabulary.ts';

/**
 * The one filter of all figures: what was chosen, and the predicate that chooses entries of columns and groups of cubes by it. Tile
 * expressions and the SQL of records are held to it by tests. One pass a column that is filtered; empty lists: not filtered.
 */
export interface LandFilter {
  /** Codes of places of any level, or `none`: ground that lies in any of them. */
  places: string[];
  /** Codes, or `none`: released by one of them, or by one that is not known. */
  operators: string[];
  /** Land where any of them is recorded; `none`: where no kind is stated. */
  ordnance: OrdnanceChoice[];
  /** Remaining, released, closed: land in another state is neither counted nor shown. */
  states: StateGroup[];
  methods: ReleaseMethod[];
  /** SHA: suspected, CHA: confirmed; of remaining land. */
  kinds: HazardKind[];
  /** West, south, east, north: land by its point on surface. */
  bbox: [number, number, number, number] | null;
}

export const NO_FILTER: LandFilter = {
  ...{ places: [], operators: [], ordnance: [], states: [], methods: [], kinds: [], bbox: null },
};

export const isFiltered = ({ bbox, ...lists }: LandFilter): boolean =>
  bbox !== null || Object.values(lists).some(({ length }) => length > 0);

type FilterByState = { states: readonly StateGroup[] };

/** Which of remaining, released and closed land is counted. */
export const groupsOf = ({ states }: FilterByState): readonly StateGroup[] => (states.length === 0 ? STATE_GROUPS : states);

/** Whether land of a group is counted. */
export const isChosen = (group: StateGroup, filter: FilterByState): boolean => groupsOf(filter).includes(group);

/** What of a filter chooses ground, whatever became of it and whoever released it. */
export const groundOf = ({ places, ordnance, bbox }: LandFilter): LandFilter => ({ ...NO_FILTER, places, ordnance, bbox });
