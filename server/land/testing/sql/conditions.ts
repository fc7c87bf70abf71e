import { NO_ORDNANCE_BIT } from '../../../vocabulary.ts';
import { type LandFilter, meantStates } from './filters.ts';

/** Bits of choices, of a mask of the ledger. */
const choicesOf = (mask: string): string => `case coalesce(${mask}, 0) when 0 then ${NO_ORDNANCE_BIT} else ${mask} end`;

/** Points lie on a grid of 1e-7 degrees, and so do the edges of boxes: one that lies on an edge is in the box. */
const x = (point: string): string => `round(ST_X(${point}) * 1e7)`;
const y = (point: string): string => `round(ST_Y(${point}) * 1e7)`;

/**
 * The filter as SQL over rows that carry `programme_id, place_id, operator_id, ordnance_mask, face_id`: fixed text, values as
 * parameters from $1 on. `OF_LAND` selects ground; what of it is meant follows.
 */
export const OF_LAND = `programme_id = $1
  and ($2::integer[] is null or coalesce(place_id, 0) = any($2))
  and ($3::integer is null or (${choicesOf('ordnance_mask')}) & $3 <> 0)
  and ($4::float8[] is null or exists (
    select from face
    where face.face_id = land.face_id and ${y('face.point')} between round($4[2] * 1e7) and round($4[4] * 1e7)
      and case when $4[1] <= $4[3] then ${x('face.point')} between round($4[1] * 1e7) and round($4[3] * 1e7)
        else ${x('face.point')} >= round($4[1] * 1e7) or ${x('face.point')} <= round($4[3] * 1e7) end))`;

/** The same over records, which have no face: a record is where its point is, or else nowhere. */
export const OF_RECORD = `ledger_record.programme_id = $1
  and ($2::integer[] is null or coalesce(ledger_record.place_id, 0) = any($2))
  and ($3::integer is null or (${choicesOf('ledger_record.ordnance_mask')}) & $3 <> 0)
  and ($4::float8[] is null or (${y('record.at')} between round($4[2] * 1e7) and round($4[4] * 1e7)
    and case when $4[1] <= $4[3] then ${x('record.at')} between round($4[1] * 1e7) and round($4[3] * 1e7)
      else ${x('record.at')} >= round($4[1] * 1e7) or ${x('record.at')} <= round($4[3] * 1e7) end))`;

/** Ground in a state that is meant: $5 operators, $6 states. Operators choose released ground only. */
export const IS_MEANT = `state = any($6::text[])
  and (state in ('suspected', 'confirmed', 'closed') or $5::integer[] is null or coalesce(operator_id, 0) = any($5))`;

/** $5 operators, $6 methods. `method` is the state or movement kind without `outside_`. */
export const BY_RELEASER = `($5::integer[] is null or coalesce(operator_id, 0) = any($5))
  and ($6::text[] is null or replace(state, 'outside_', '') = any($6))`;

/**
 * What moved and is meant: it begins or ends in a state that is chosen; a release besides by who released it and how. Rows carry
 * `to_state` as `state` too. @param chosen number of the parameter with the states that are chosen
 */
export const isMovementMeant = (chosen: number): string => `(from_state = any($${chosen}::text[]) or to_state = any($${chosen}))
  and (kind not in ('cancelled', 'reduced', 'cleared') or (${BY_RELEASER}))`;

/** Values for $1–$4: ground. */
export const groundValues = (filter: LandFilter): unknown[] => [
  filter.programme.id,
  filter.placeIds,
  filter.ordnanceMask,
  filter.bbox,
];

/** Values for $1–$6, of `IS_MEANT`. */
export const conditionValues = (filter: LandFilter): unknown[] => [
  ...groundValues(filter),
  filter.operatorIds,
  meantStates(filter),
];

/** Values for $1–$6, of `BY_RELEASER`. */
export const releaserValues = (filter: LandFilter): unknown[] => [...groundValues(filter), filter.operatorIds, filter.methods];
