import sql, { empty, type Sql } from 'sql-template-tag';
import { NO_ORDNANCE_BIT } from '../vocabulary.ts';
import type { ResolvedFilter } from './filters.ts';

/** Points and the edges of boxes are taken to 1e-7 degrees, as the engine takes them: what lies on an edge is in the box. */
function isInBox([west, south, east, north]: readonly [number, number, number, number]): Sql {
  const edge = (degrees: number) => Math.round(degrees * 1e7);
  const x = sql`round(ST_X(record.at) * 1e7)`;
  const across =
    west > east
      ? sql`(${x} >= ${edge(west)}::float8 or ${x} <= ${edge(east)}::float8)`
      : sql`${x} between ${edge(west)}::float8 and ${edge(east)}::float8`;
  return sql`${across} and round(ST_Y(record.at) * 1e7) between ${edge(south)}::float8 and ${edge(north)}::float8`;
}

/** What of the filter chooses ground, as SQL over `ledger_record` and `record.at`. A record is where its point is, or else nowhere. */
export function isOfGround({ programme, placeIds, ordnanceMask, filter: { bbox } }: ResolvedFilter): Sql {
  const bits = sql`(case coalesce(ledger_record.ordnance_mask, 0) when 0 then ${NO_ORDNANCE_BIT}::integer else ledger_record.ordnance_mask end)`;
  return sql`ledger_record.programme_id = ${programme.id}::integer
    ${placeIds === null ? empty : sql`and coalesce(ledger_record.place_id, 0) = any(${placeIds}::integer[])`}
    ${ordnanceMask === null ? empty : sql`and ${bits} & ${ordnanceMask}::integer <> 0`}
    ${bbox === null ? empty : sql`and ${isInBox(bbox)}`}`;
}
