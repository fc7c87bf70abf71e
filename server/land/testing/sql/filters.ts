import { groupOf, LAND_STATES, type LandState, type ReleaseMethod } from '../../../vocabulary.ts';
import type { ResolvedFilter } from '../../filters.ts';

/** The filter as the independent SQL takes it. Null: not filtered. */
export interface LandFilter extends Omit<ResolvedFilter, 'filter'> {
  methods: readonly ReleaseMethod[] | null;
  bbox: [number, number, number, number] | null;
  /** States of remaining land that are meant; none where remaining land is not chosen. */
  openStates: readonly LandState[];
}

export const sqlFilterOf = ({ filter, ...resolved }: ResolvedFilter): LandFilter => ({
  ...resolved,
  methods: filter.methods.length === 0 ? null : filter.methods,
  bbox: filter.bbox,
  openStates: resolved.groups.includes('remaining') ? resolved.openStatesOfKinds : [],
});

/** States of the groups that are chosen: what moved is meant where it begins or ends in one of them. */
export const chosenStates = ({ groups }: Pick<LandFilter, 'groups'>): LandState[] =>
  LAND_STATES.filter((state) => groups.includes(groupOf(state)));

/** Of them those that kinds and methods choose: what land is meant. */
export const meantStates = (filter: Pick<LandFilter, 'groups' | 'openStates' | 'methods'>): LandState[] =>
  chosenStates(filter).filter((state) => {
    const group = groupOf(state);
    if (group === 'remaining') return filter.openStates.includes(state);
    return group === 'closed' || (filter.methods?.includes(state.replace('outside_', '') as ReleaseMethod) ?? true);
  });
