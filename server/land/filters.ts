import type { Query } from '../database/database.ts';
import { openStatesOf } from '../engine/account.ts';
import { groupsOf, type LandFilter } from '../engine/filter.ts';
import { listOf } from '../parameters.ts';
import { findProgramme, leafPlaceIds, operatorsWith, type Programme } from '../places/queries.ts';
import { malformed, unknown } from '../problems.ts';
import {
  HAZARD_KINDS,
  type LandState,
  NO_OPERATOR,
  ORDNANCE_CHOICES,
  ordnanceMask,
  RELEASE_METHODS,
  STATE_GROUPS,
  type StateGroup,
} from '../vocabulary.ts';
import type { LandQuery } from './contract.ts';
import type { HeldLand } from './memory/load.ts';

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

/** Codes of a list that is known; none where it is left out. @throws Problem 404 that names the field and the values. */
function codes<Code extends string>(field: string, value: string | undefined, known: readonly Code[]): Code[] {
  const given = listOf(field, value) ?? [];
  const unknownCode = given.find((item) => !known.includes(item as Code));
  if (unknownCode !== undefined)
    throw unknown(field, `${field}=${unknownCode} is not known; the values are ${known.join(', ')}.`);
  return given as Code[];
}

/** The filter that a request asks for; whether there are such places and operators is asked later. @throws Problem 400, 404. */
function parseFilter(asked: LandQuery): LandFilter {
  return {
    places: listOf('place', asked.place) ?? [],
    operators: listOf('operator', asked.operator) ?? [],
    ordnance: codes('ordnance', asked.ordnance, ORDNANCE_CHOICES),
    states: codes('state', asked.state, STATE_GROUPS),
    methods: codes('method', asked.method, RELEASE_METHODS),
    kinds: codes('kind', asked.kind, HAZARD_KINDS),
    bbox: asked.bbox === undefined ? null : parseBbox(asked.bbox),
  };
}

const noSuchOperator = (code: string, programme: string) =>
  unknown('operator', `operator=${code} is not an operator of ${programme}; /api/operators lists them.`);
const noSuchPlace = (code: string, programme: string) =>
  unknown('place', `place=${code} is not a place of ${programme}; /api/places lists them.`);

/** The filter of a request for figures. @throws Problem 400 where malformed, 404 where a value names nothing. */
export function readFilter(asked: LandQuery, land: Pick<HeldLand, 'code' | 'placeCodes' | 'columns'>): LandFilter {
  const filter = parseFilter(asked);
  const place = filter.places.find((code) => !land.placeCodes.has(code));
  if (place !== undefined) throw noSuchPlace(place, land.code);
  const operator = filter.operators.find((code) => !land.columns.operators.includes(code));
  if (operator !== undefined) throw noSuchOperator(operator, land.code);
  return filter;
}

/** The same with the ids that the database knows: for questions about rows. */
export interface ResolvedFilter {
  programme: Programme;
  /** As the engine takes it. */
  filter: LandFilter;
  /** Ids of leaf places; 0 is ground in no place. Null: not filtered. */
  placeIds: number[] | null;
  /** Ids of operators, 0 where none is known. Null: not filtered. */
  operatorIds: number[] | null;
  /** What was chosen of remaining, released and closed land; all where nothing was. */
  groups: readonly StateGroup[];
  /** States of remaining land that kinds choose, whatever states are chosen. */
  openStatesOfKinds: readonly LandState[];
  /** A row is meant when it has any of these bits, of choices: one of them is for a row that has none. Null: not filtered. */
  ordnanceMask: number | null;
}

/** Resolves the filter of a request for rows. @throws Problem 400 where malformed, 404 where a value names nothing. */
export async function resolveFilter(query: Query, asked: LandQuery): Promise<ResolvedFilter> {
  const programme = await findProgramme(query, asked.programme);
  const filter = parseFilter(asked);
  const { places, operators, ordnance } = filter;
  const known = await operatorsWith(query, programme, operators);
  const missing = operators.find((code) => code !== NO_OPERATOR && !known.some((row) => row.code === code));
  if (missing !== undefined) throw noSuchOperator(missing, programme.code);
  const ids = known.map(({ operator_id }) => operator_id);
  return {
    programme,
    filter,
    placeIds: places.length === 0 ? null : await leafPlaceIds(query, programme, places),
    operatorIds: operators.length === 0 ? null : [...ids, ...(operators.includes(NO_OPERATOR) ? [0] : [])],
    groups: groupsOf(filter),
    openStatesOfKinds: openStatesOf({ ...filter, states: [] }),
    ordnanceMask: ordnance.length === 0 ? null : ordnanceMask(ordnance),
  };
}
