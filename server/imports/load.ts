import type { Database, Query } from '../database/connect.ts';
import { ensureProgramme, requireCountry } from '../places/programmes.ts';
import { malformed, Problem } from '../problems.ts';
import { carryOut, takeTurn } from './batch.ts';
import { jsonChunks } from './chunks.ts';
import { type Edition, type Outcome, type Saying, tell } from './fold.ts';
import { type Issue, note } from './issues.ts';
import { sha256 } from './keys.ts';
import { checkOptions, type ImportOptions } from './options.ts';
import { planChanges, readStanding } from './plan.ts';
import { nothingAccepted, type PreparedFile, type Progress, prepareFile } from './prepare.ts';
import { remarksOn } from './remarks.ts';
import type { ImportResult } from './result.ts';
import { type StoredWording, storeWordings } from './revisions.ts';

/** Nothing of a file could be taken; the issues say why of each record. */
export class NothingImported extends Error {
  readonly issues: Issue[];
  readonly read: number;
  readonly problem: Problem;
  constructor({ problem, issues, read }: { problem: Problem; issues: Issue[]; read: number }) {
    super(problem.message);
    this.problem = problem;
    this.issues = issues;
    this.read = read;
  }
}

/**
 * Imports one file: reads, checks, loads, rebuilds what follows, all in one transaction.
 * @throws Problem for a file or options that cannot be taken, NothingImported where every record was refused. The database is then as before.
 */
export async function importFile(
  database: Database,
  bytes: Uint8Array,
  options: ImportOptions,
  progress: Progress = () => {},
): Promise<ImportResult> {
  if (!options.synthetic) requireCountry(options.programme);
  checkOptions(options);
  const file = prepareFile(bytes, options, progress);
  if (file.records.length === 0)
    throw new NothingImported({ problem: nothingAccepted(file), issues: file.refusals, read: file.read });
  // a row that is listed and cannot be read is not absent: closing it would take danger off the map
  if (options.complete && file.refusals.length > 0)
    throw new NothingImported({ problem: notComplete(file.refusals.length), issues: file.refusals, read: file.read });
  return database.asKeeper((query) => loadFile(query, file, options, progress));
}

const notComplete = (refused: number): Problem =>
  malformed(
    'complete',
    `The file declares itself complete, but ${refused} of its records cannot be read, so what it does not list is not known: correct them, or import it without complete. Nothing was loaded.`,
  );

async function loadFile(query: Query, file: PreparedFile, options: ImportOptions, progress: Progress): Promise<ImportResult> {
  const { entity } = options;
  await takeTurn(query);
  const programmeId = await ensureProgramme(query, options.programme);
  await requireSameBoundarySet(query, programmeId, options);
  const batch = await openBatch(query, programmeId, file, options);
  const wordings = await storeWordings(query, programmeId, entity, file.records, progress);
  await storeListing(query, programmeId, batch, file, options, wordings);

  const listed = new Set(file.records.map(({ key }) => key));
  const before = await readStanding(query, programmeId, entity, options.complete ? null : [...listed]);
  const after = new Map<string, Edition[]>();
  const positions = new Map(file.records.map(({ key, number }) => [key, number]));
  const issues: Issue[] = [...file.refusals];
  const counts: Record<Outcome, number> = { created: 0, corrected: 0, redrawn: 0, closed: 0, unchanged: 0 };
  const saying = {
    batchId: batch,
    snapshotDay: options.snapshotDay,
    snapshotGiven: options.snapshotGiven,
    changeAsOf: options.changeAsOf,
  };
  let repaired = 0;
  let unmapped = 0;

  for (const { key, number, contentHash, notes } of file.records) {
    const wording = wordings.get(contentHash) as StoredWording;
    const told = tell(entity, before.get(key) ?? [], { ...saying, wording: wordingOf(wording) });
    after.set(key, told.editions);
    counts[told.outcome] += 1;
    const all = [...notes, ...wording.geometryNotes];
    if (options.changeAsOf !== null) {
      if (told.changeTooEarly) {
        const message = `It counts from ${options.changeAsOf} or later already, so the change is taken as a correction of the record.`;
        all.push(note('flagged', null, 'change_too_early', message));
      } else if (entity === 'land-releases' && told.outcome === 'corrected') {
        all.push(
          note('flagged', null, 'release_corrected', 'A release does not change on a day: taken as a correction of the record.'),
        );
      }
    }
    if (all.some(({ outcome }) => outcome === 'unmapped')) unmapped += 1;
    else if (all.some(({ outcome }) => outcome === 'repaired')) repaired += 1;
    for (const said of all) issues.push({ ...said, recordNumber: number, recordKey: key });
  }
  if (options.complete) {
    for (const [key, editions] of before) {
      if (listed.has(key)) continue;
      const told = tell(entity, editions, { ...saying, wording: null });
      if (told.outcome !== 'closed') continue;
      after.set(key, told.editions);
      counts.closed += 1;
      const message = `The file declares itself complete and does not list it: closed on ${options.snapshotDay} as absent.`;
      issues.push({ ...note('closed', null, 'absent', message), recordNumber: 0, recordKey: key });
    }
  }
  const touched = new Map([...before].filter(([key]) => after.has(key)));
  const dataVersion = await carryOut(query, programmeId, entity, planChanges(touched, after, positions), progress);

  const result: ImportResult = {
    batch,
    programme: options.programme,
    entity,
    read: file.read,
    accepted: file.records.length,
    repaired,
    unmapped,
    refused: file.refusals.length,
    created: counts.created,
    corrected: counts.corrected + counts.redrawn,
    unchanged: counts.unchanged,
    closed: counts.closed,
    dataVersion,
    remarks: remarksOn(file, options),
  };
  await closeBatch(query, result, issues);
  return result;
}

const wordingOf = ({ revisionId, kind, recordedOn, closed, ground, counts }: StoredWording): Saying['wording'] => ({
  revisionId,
  kind,
  recordedOn,
  closed,
  ground,
  counts,
});

/** A programme's places are of one boundary set: two at once would cut the land twice. @throws Problem 409. */
async function requireSameBoundarySet(
  query: Query,
  programmeId: number,
  { boundarySet, programme }: ImportOptions,
): Promise<void> {
  if (boundarySet === null) return;
  const others = await query<{ import_batch_id: number; boundary_set: string }>(
    `select import_batch_id, boundary_set from import_batch
     where programme_id = $1 and entity = 'places' and undone_at is null and boundary_set <> $2 order by import_batch_id`,
    [programmeId, boundarySet],
  );
  const [other] = others;
  if (other === undefined) return;
  const batches = others.map(({ import_batch_id }) => import_batch_id).join(', ');
  throw new Problem(
    409,
    'Another boundary set',
    `The places of ${programme} are of the boundary set "${other.boundary_set}" (import ${batches}), and a programme has one. To change to "${boundarySet}", undo import ${batches} first (--undo ${other.import_batch_id}); to add to it, leave the boundary set out.`,
    'boundary_set',
  );
}

async function openBatch(query: Query, programmeId: number, file: PreparedFile, options: ImportOptions): Promise<number> {
  const { fileName, snapshotDay, snapshotGiven, changeAsOf, complete, entity, kind, method, status, dateOrder, level, mapping } =
    options;
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
      JSON.stringify({ kind, method, status, dateOrder, level, mapping }),
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
async function storeListing(
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
    record_revision_id: wordings.get(contentHash)?.revisionId,
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

async function closeBatch(query: Query, result: ImportResult, issues: readonly Issue[]): Promise<void> {
  const { batch, read, accepted, repaired, unmapped, refused, created, corrected, unchanged, closed } = result;
  await query(
    `update import_batch set read_count = $2, accepted_count = $3, repaired_count = $4, unmapped_count = $5, refused_count = $6,
       created_count = $7, corrected_count = $8, unchanged_count = $9, closed_count = $10 where import_batch_id = $1`,
    [batch, read, accepted, repaired, unmapped, refused, created, corrected, unchanged, closed],
  );
  const rows = [...issues]
    .sort((first, second) => first.recordNumber - second.recordNumber)
    .map(({ recordNumber, recordKey, outcome, field, code, message }) => ({
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
