import type { Query } from '../../database/database.ts';
import { unknown } from '../../problems.ts';
import type { BatchItem } from '../contract.ts';
import type { Issue } from '../issues.ts';

/** Imports, newest first; of one programme or of all. At most the last 500. */
export function listBatches(query: Query, programme: string | null): Promise<BatchItem[]> {
  return query<BatchItem>(
    `select import_batch_id as batch, programme.code as programme, entity, file_name,
       to_char(imported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as imported_at,
       to_char(undone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as undone_at, snapshot_day as snapshot_date, read_count as read,
       accepted_count as accepted, repaired_count as repaired, unmapped_count as unmapped, refused_count as refused, created_count as created,
       corrected_count as corrected, unchanged_count as unchanged, closed_count as closed
     from import_batch join programme using (programme_id)
     where $1::text is null or programme.code = $1
     order by import_batch_id desc limit 500`,
    [programme],
  );
}

/** What an import said of its records, in the order of the file. @throws Problem 404. */
export async function issuesOf(query: Query, batch: number): Promise<Issue[]> {
  const [known] = await query('select 1 from import_batch where import_batch_id = $1', [batch]);
  if (known === undefined) throw unknown('batch', `There is no import ${batch}; /api/imports lists those there are.`);
  return query<Issue>(
    `select record_number as "recordNumber", record_key as "recordKey", outcome, field, code, message
     from import_issue where import_batch_id = $1 order by record_number, import_issue_id`,
    [batch],
  );
}
