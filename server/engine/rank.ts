import { LAND_STATES, type LandState, RANKED_STATES } from '../vocabulary.ts';

/** What is shown of several states in one cell: danger first, then the strongest release. */
export const RANK = new Map<LandState, number>(RANKED_STATES.map((state, rank) => [state, rank]));

/** Rank of suspected; index of confirmed in LAND_STATES. */
export const FIRST_OPEN_RANK = RANK.get('suspected') as number;
export const LAST_OPEN = LAND_STATES.indexOf('confirmed');
