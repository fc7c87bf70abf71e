import type { Query } from '../database/connect.ts';
import { listOf } from '../parameters.ts';
import { findProgramme, leafPlaceIds, type Programme } from '../places/queries.ts';
import { malformed, unknown } from '../problems.ts';
import {
  groupOf,
  HAZARD_KINDS,
  type HazardKind,
  LAND_STATES,
  type LandState,
  NO_OPERATOR,
  ORDNANCE_CHOICES,
  type OrdnanceChoice,
  ordnanceMask,
  RELEASE_METHODS,
  type ReleaseMethod,
  STATE_GROUPS,
  type StateGroup,
} from '../vocabulary.ts';
import type { LandQuery } from './contract.ts';

export type OpenState = 'suspected' | 'confirmed';
const STATE_OF_KIND = { SHA: 'suspected', CHA: 'confirmed' } as const;

/** The one filter language, resolved against the database. Null: not filtered. */
export interface LandFilter {
  programme: Programme;
  /** Ids of leaf places; 0 is ground in no place. */
  placeIds: number[] | null;
  /** Ids of operators, 0 where none is known; select released land only. */
  operatorIds: number[] | null;
  methods: ReleaseMethod[] | null;
  /** What was chosen of remaining, released and closed land; all where nothing was. */
  groups: readonly StateGroup[];
  /** States of remaining land that kinds choose, whatever states are chosen. */
  openStatesOfKinds: readonly OpenState[];
  /** States of remaining land that are meant; none where remaining land is not chosen. */
  openStates: readonly OpenState[];
  /** A face is meant when it has any of these bits, of choices: one of them is for a face that has none. */
  ordnanceMask: number | null;
  /** West, south, east, north in degrees; selects faces by their point on surface. West > east: across the antimeridian. */
  bbox: [number, number, number, number] | null;
}

/** States of the groups that are chosen: what moved is meant where it begins or ends in one of them. */
export const chosenStates = ({ groups }: Pick<LandFilter, 'groups'>): LandState[] =>
  LAND_STATES.filter((state) => groups.includes(groupOf(state)));

/** Of them those that kinds and methods choose: what land is meant. */
export const meantStates = (filter: Pick<LandFilter, 'groups' | 'openStates' | 'methods'>): LandState[] =>
  chosenStates(filter).filter((state) => {
    const group = groupOf(state);
    if (group === 'remaining') return filter.openStates.includes(state as OpenState);
    return group === 'closed' || (filter.methods?.includes(state.replace('outside_', '') as ReleaseMethod) ?? true);
  });

function parseBbox(value: string): [number, number, number, number] {
  const numbers = value.split(',').map((item) => (item.trim() === '' ? Number.NaN : Number(item)));
  const [west, south, east, north] = numbers as [number, number, number, number];
  const inRange = numbers.length === 4 && numbers.every(Number.isFinite) && Math.abs(west) <= 180 && Math.abs(east) <= 180;
  if (!inRange || Math.abs(south) > 90 || Math.abs(north) > 90 || south > north) {
    throw malformed(
      'bbox',
      `bbox=${value} is not a box; give west,south,east,north in degrees, for example 102.3,12.5,104.1,14.2.`,
    );
  }
  return [west, south, east, north];
}

/** Reads a point. @throws Problem 400 that names the field. */
export function parsePosition(field: string, value: string): [number, number] {
  const numbers = value.split(',').map((item) => (item.trim() === '' ? Number.NaN : Number(item)));
  const [longitude, latitude] = numbers as [number, number];
  const inRange =
    numbers.length === 2 && numbers.every(Number.isFinite) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  if (!inRange)
    throw malformed(field, `${field}=${value} is not a point; give longitude,latitude in degrees, for example 102.98,12.86.`);
  return [longitude, latitude];
}

function codes<Code extends string>(field: string, value: string | undefined, known: readonly Code[]): Code[] | null {
  const given = listOf(field, value);
  const stranger = given?.find((item) => !known.includes(item as Code));
  if (stranger !== undefined) throw unknown(field, `${field}=${stranger} is not known; the values are ${known.join(', ')}.`);
  return given as Code[] | null;
}

/** Resolves the filters of a request. @throws Problem 400 where malformed, 404 where a value names nothing. */
export async function resolveFilter(query: Query, asked: LandQuery): Promise<LandFilter> {
  const programme = await findProgramme(query, asked.programme);
  const methods = codes<ReleaseMethod>('method', asked.method, RELEASE_METHODS);
  const kinds = codes<HazardKind>('kind', asked.kind, HAZARD_KINDS) ?? HAZARD_KINDS;
  const states = codes<StateGroup>('state', asked.state, STATE_GROUPS);
  const groups = STATE_GROUPS.filter((group) => states?.includes(group) ?? true);
  const openStatesOfKinds = kinds.map((kind) => STATE_OF_KIND[kind]);
  const ordnance = codes<OrdnanceChoice>('ordnance', asked.ordnance, ORDNANCE_CHOICES);
  const places = listOf('place', asked.place);
  const operators = listOf('operator', asked.operator);
  let operatorIds: number[] | null = null;
  if (operators !== null) {
    const rows = await query<{ operator_id: number; code: string }>(
      'select operator_id, code from operator where programme_id = $1 and code = any($2)',
      [programme.id, operators],
    );
    const stranger = operators.find((code) => code !== NO_OPERATOR && !rows.some((row) => row.code === code));
    if (stranger !== undefined)
      throw unknown('operator', `operator=${stranger} is not an operator of ${programme.code}; /api/operators lists them.`);
    operatorIds = [...rows.map((row) => row.operator_id), ...(operators.includes(NO_OPERATOR) ? [0] : [])];
  }
  return {
    programme,
    placeIds: places === null ? null : await leafPlaceIds(query, programme, places),
    operatorIds,
    methods,
    groups,
    openStatesOfKinds,
    openStates: groups.includes('remaining') ? openStatesOfKinds : [],
    ordnanceMask: ordnance === null ? null : ordnanceMask(ordnance),
    bbox: asked.bbox === undefined ? null : parseBbox(asked.bbox),
  };
}
