import type { Query } from '../../database/database.ts';
import { jsonChunks } from '../chunks.ts';
import type { Issue } from '../issues.ts';
import type { ImportOptions } from '../options.ts';
import type { PreparedFile } from '../prepare.ts';
import type { ImportResult } from '../result.ts';
import { sha256 } from './keys.ts';
import type { StoredWording } from './revisions.ts';

/** Writes that a file is taken in, and how it is read. Returns the number of the batch. */
export async function openBatch(query: Query, programmeId: number, file: PreparedFile, options: ImportOptions): Promise<number> {
  const {
    fileName,
    snapshotDay,
    snapshotGiven,
    changeAsOf,
    complete,
    entity,
    kind,
    method,
    status,
    dateOrder,
    decimal,
    level,
    mapping,
  } = options;
  const boundarySet = entity === 'places' ? (options.boundarySet ?? fileName) : null;
  const [row] = await query<{ import_batch_id: number }>(
    `insert into import_batch (programme_id, entity, file_name, file_sha256, options, snapshot_day, snapshot_given, change_as_of, complete,
       boundary_set)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10) returning import_batch_id`,
    [
      programmeId,
      entity,
      fileName,
      file.sha256,
      JSON.stringify({ kind, method, status, dateOrder, decimal, level, mapping }),
      snapshotDay,
      snapshotGiven,
      changeAsOf,
      complete,
      boundarySet,
    ],
  );
  return (row as { import_batch_id: number }).import_batch_id;
}

/** Notes which records the file lists in which words; what an earlier file listed just so is not written again. */
export async function storeListing(
  query: Query,
  programmeId: number,
  batch: number,
  file: PreparedFile,
  { entity }: ImportOptions,
  wordings: ReadonlyMap<string, StoredWording>,
): Promise<void> {
  const lines = file.records.map(({ key, contentHash }) => `${contentHash} ${key}`).sort();
  const listingHash = sha256(lines.join('\n'));
  const [same] = await query<{ import_batch_id: number }>(
    `select import_batch_id from import_batch
     where programme_id = $1 and entity = $2 and listing_hash = $3 and listed_by_batch_id is null order by import_batch_id limit 1`,
    [programmeId, entity, listingHash],
  );
  const listedBy = same?.import_batch_id ?? null;
  await query('update import_batch set listing_hash = $2, listed_by_batch_id = $3 where import_batch_id = $1', [
    batch,
    listingHash,
    listedBy,
  ]);
  if (listedBy !== null) return;
  const rows = file.records.map(({ key, contentHash, number }) => ({
    record_key: key,
    record_revision_id: wordings.get(contentHash)?.wording.revisionId,
    position: number,
  }));
  for (const { json } of jsonChunks(rows)) {
    await query(
      `insert into import_listing (import_batch_id, record_key, record_revision_id, position)
       select $1, record_key, record_revision_id, position
       from jsonb_to_recordset($2::jsonb) as row(record_key text, record_revision_id bigint, position integer)`,
      [batch, json],
    );
  }
}

/** Remarks in the order of the file. */
export const inOrder = (issues: readonly Issue[]): Issue[] =>
  [...issues].sort((first, second) => first.recordNumber - second.recordNumber);

/** Writes what came of it. */
export async function closeBatch(query: Query, result: ImportResult, issues: readonly Issue[]): Promise<void> {
  const { batch, read, accepted, repaired, unmapped, refused, created, corrected, unchanged, closed } = result;
  await query(
    `update import_batch set read_count = $2, accepted_count = $3, repaired_count = $4, unmapped_count = $5, refused_count = $6,
       created_count = $7, corrected_count = $8, unchanged_count = $9, closed_count = $10 where import_batch_id = $1`,
    [batch, read, accepted, repaired, unmapped, refused, created, corrected, unchanged, closed],
  );
  const rows = inOrder(issues).map(({ recordNumber, recordKey, outcome, field, code, message }) => ({
    record_number: recordNumber,
    record_key: recordKey,
    outcome,
    field,
    code,
    message,
  }));
  for (const { json } of jsonChunks(rows)) {
    await query(
      `insert into import_issue (import_batch_id, record_number, record_key, outcome, field, code, message)
       select $1, record_number, record_key, outcome, field, code, message
       from jsonb_to_recordset($2::jsonb) as row(record_number integer, record_key text, outcome text, field text, code text, message text)`,
      [batch, json],
    );
  }
}
