import { NO_ORDNANCE_BIT } from '../vocabulary.ts';
import type { ResolvedFilter } from './filters.ts';

/** Bits of choices, of a mask of the ledger. */
const choicesOf = (mask: string): string => `case coalesce(${mask}, 0) when 0 then ${NO_ORDNANCE_BIT} else ${mask} end`;

/**
 * What of the filter chooses ground, as SQL over `ledger_record` and `record.at`: fixed text, values as parameters from $1 on. A record
 * is where its point is, or else nowhere.
 */
export const OF_RECORD = `ledger_record.programme_id = $1
  and ($2::integer[] is null or coalesce(ledger_record.place_id, 0) = any($2))
  and ($3::integer is null or (${choicesOf('ledger_record.ordnance_mask')}) & $3 <> 0)
  and ($4::float8[] is null or (ST_Y(record.at) between $4[2] and $4[4]
    and case when $4[1] <= $4[3] then ST_X(record.at) between $4[1] and $4[3]
      else ST_X(record.at) >= $4[1] or ST_X(record.at) <= $4[3] end))`;

/** Values for $1–$4: ground. */
export const groundValues = ({ programme, placeIds, ordnanceMask, filter }: ResolvedFilter): unknown[] => [
  programme.id,
  placeIds,
  ordnanceMask,
  filter.bbox,
];
