import { NO_ORDNANCE_BIT } from '../vocabulary.ts';
import type { ResolvedFilter } from './filters.ts';

/** Bits of choices, of a mask of the ledger. */
const choicesOf = (mask: string): string => `case coalesce(${mask}, 0) when 0 then ${NO_ORDNANCE_BIT} else ${mask} end`;

/** Points and the edges of boxes are taken to 1e-7 degrees, as the engine takes them: what lies on an edge is in the box. */
const x = 'round(ST_X(record.at) * 1e7)';
const y = 'round(ST_Y(record.at) * 1e7)';

/**
 * What of the filter chooses ground, as SQL over `ledger_record` and `record.at`: fixed text, values as parameters from $1 on. A record
 * is where its point is, or else nowhere.
 */
export const OF_RECORD = `ledger_record.programme_id = $1
  and ($2::integer[] is null or coalesce(ledger_record.place_id, 0) = any($2))
  and ($3::integer is null or (${choicesOf('ledger_record.ordnance_mask')}) & $3 <> 0)
  and ($4::float8[] is null or (${y} between $4[2] and $4[4]
    and case when $4[1] <= $4[3] then ${x} between $4[1] and $4[3] else ${x} >= $4[1] or ${x} <= $4[3] end))`;

/** Values for $1–$4: ground. */
export const groundValues = ({ programme, placeIds, ordnanceMask, filter }: ResolvedFilter): unknown[] => [
  programme.id,
  placeIds,
  ordnanceMask,
  filter.bbox?.map((degrees) => Math.round(degrees * 1e7)) ?? null,
];
