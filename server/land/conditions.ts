import type { LandFilter } from './filters.ts';

/**
 * The filter as SQL over rows that carry `programme_id, place_id, operator_id, ordnance_mask, face_id`: fixed text, values as
 * parameters $1–$7. `ofLand` selects ground; `ofRelease` selects released ground by who released it and how.
 */
export const OF_LAND = `programme_id = $1
  and ($2::integer[] is null or coalesce(place_id, 0) = any($2))
  and ($3::integer is null or ordnance_mask & $3 <> 0)
  and ($4::float8[] is null or exists (
    select from face
    where face.face_id = land.face_id and ST_Y(face.point) between $4[2] and $4[4]
      and case when $4[1] <= $4[3] then ST_X(face.point) between $4[1] and $4[3]
        else ST_X(face.point) >= $4[1] or ST_X(face.point) <= $4[3] end))`;

/** The same over records, which have no face: a record is where its point is, or else nowhere. */
export const OF_RECORD = `ledger_record.programme_id = $1
  and ($2::integer[] is null or coalesce(ledger_record.place_id, 0) = any($2))
  and ($3::integer is null or ledger_record.ordnance_mask & $3 <> 0)
  and ($4::float8[] is null or (ST_Y(record.at) between $4[2] and $4[4]
    and case when $4[1] <= $4[3] then ST_X(record.at) between $4[1] and $4[3]
      else ST_X(record.at) >= $4[1] or ST_X(record.at) <= $4[3] end))`;

/** $5 operators, $6 methods. `method` is the state or movement kind without `outside_`. */
export const BY_RELEASER = `($5::integer[] is null or operator_id = any($5))
  and ($6::text[] is null or replace(state, 'outside_', '') = any($6))`;

/** Values for $1–$6. */
export const conditionValues = (filter: LandFilter): unknown[] => [
  filter.programme.id,
  filter.placeIds,
  filter.ordnanceMask,
  filter.bbox,
  filter.operatorIds,
  filter.methods,
];
