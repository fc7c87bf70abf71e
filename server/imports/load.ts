import type { Database, Query } from '../database/connect.ts';
import { ensureProgramme, requireCountry } from '../places/programmes.ts';
import { malformed, Problem } from '../problems.ts';
import type { ImportEntity } from '../vocabulary.ts';
import { alikeStanding } from './alike-ids.ts';
import { carryOut, takeTurn } from './batch.ts';
import { changeOf, landByState } from './change.ts';
import { jsonChunks, slices } from './chunks.ts';
import { closingOf, questionOn, requireConfirmed } from './closing.ts';
import { asKeeperOrDry } from './dry-run.ts';
import type { Edition, Outcome, Told } from './fold.ts';
import { type Issue, type Note, note } from './issues.ts';
import { partKey, sha256, splitKey } from './keys.ts';
import { mergedWithKnown } from './operators.ts';
import { checkOptions, type ImportOptions } from './options.ts';
import { type PartsTold, tellParts } from './parts.ts';
import { partsOf, planChanges, readStanding } from './plan.ts';
import { nothingAccepted, type PreparedFile, type PreparedRecord, type Progress, prepareFile } from './prepare.ts';
import { remarksOn } from './remarks.ts';
import type { ImportResult } from './result.ts';
import { type StoredWording, storeWordings, wordingOf } from './revisions.ts';
import { compareStatedAreas } from './stated-area.ts';
import { issuesOnPart, requireWholeList } from './whole-list.ts';

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
  given: ImportOptions,
  progress: Progress = () => {},
): Promise<ImportResult> {
  if (!given.synthetic) requireCountry(given.programme);
  const options = checkOptions(given);
  const file = prepareFile(bytes, options, progress);
  if (file.records.length === 0)
    throw new NothingImported({ problem: nothingAccepted(file), issues: file.refusals, read: file.read });
  // a row that is listed and cannot be read is not absent: closing it would take danger off the map
  if (options.complete && file.refusals.length > 0)
    throw new NothingImported({ problem: notComplete(file.refusals.length), issues: file.refusals, read: file.read });
  if (options.complete) requireWholeList(file);
  return asKeeperOrDry(database, options.dryRun ?? false, (query) => loadFile(query, file, options, progress));
}

const notComplete = (refused: number): Problem =>
  malformed(
    'complete',
    `The file declares itself complete, but ${refused} of its records cannot be read, so what it does not list is not known: correct them, or import it without complete. Nothing was loaded.`,
  );

async function loadFile(query: Query, prepared: PreparedFile, options: ImportOptions, progress: Progress): Promise<ImportResult> {
  const { entity } = options;
  await takeTurn(query);
  const programmeId = await ensureProgramme(query, options.programme);
  await requireSameBoundarySet(query, programmeId, options);
  const file = entity === 'places' ? await refuseOtherLevels(query, programmeId, prepared) : prepared;
  const batch = await openBatch(query, programmeId, file, options);
  const known = await mergedWithKnown(query, programmeId, file.records);
  const wordings = await storeWordings(query, programmeId, entity, file.records, progress);
  const stated = await compareStatedAreas(query, programmeId, entity, file.records);
  await storeListing(query, programmeId, batch, file, options, wordings);

  const landBefore = await landByState(query, options, options.today);

  const groups = groupByRecord(entity, file.records);
  const before = await readStanding(query, programmeId, entity, options.complete ? null : [...groups.keys()]);
  // what the file does not list at all is missed by a complete list only
  if (options.complete)
    for (const key of before.keys()) groups.set(splitKey(entity, key).base, groups.get(splitKey(entity, key).base) ?? []);
  const after = new Map<string, Edition[]>();
  const positions = new Map<string, number>();
  const issues: Issue[] = [...issuesOnPart(file), ...file.refusals, ...file.notRecords];
  const counts: Record<Outcome, number> = { created: 0, corrected: 0, redrawn: 0, closed: 0, unchanged: 0 };
  const saying = {
    batchId: batch,
    snapshotDay: options.snapshotDay,
    snapshotGiven: options.snapshotGiven,
    changeAsOf: options.changeAsOf,
    complete: options.complete,
  };
  const closed: string[] = [];
  let repaired = 0;
  let unmapped = 0;

  for (const [base, records] of groups) {
    const worded = records.map(({ contentHash }) => wordings.get(contentHash) as StoredWording);
    const told = tellParts(entity, partsOf(before, base), { ...saying, wordings: worded.map(wordingOf) });
    for (const [part, editions] of told.parts.entries()) after.set(partKey(base, part + 1), editions);
    for (const [index, { number, notes, content, contentHash }] of records.entries()) {
      const { part, told: row } = told.rows[index] as PartsTold['rows'][number];
      const key = partKey(base, part + 1);
      positions.set(key, number);
      counts[row.outcome] += 1;
      const all = [...notes, ...(worded[index] as StoredWording).geometryNotes, ...notesOnChange(row, options)];
      all.push(...(stated.notes.get(contentHash) ?? []));
      if (index === 0) all.push(...notesOnParts(content.local_id, records.length, told));
      if (all.some(({ outcome }) => outcome === 'unmapped')) unmapped += 1;
      else if (all.some(({ outcome }) => outcome === 'repaired')) repaired += 1;
      for (const said of all) issues.push({ ...said, recordNumber: number, recordKey: key });
    }
    for (const part of told.closed) {
      counts.closed += 1;
      closed.push(partKey(base, part + 1));
      const message = `The file declares itself complete and does not list it: closed on ${options.snapshotDay} as absent.`;
      issues.push({ ...note('closed', null, 'absent', message), recordNumber: 0, recordKey: partKey(base, part + 1) });
    }
  }
  const fresh = [...groups].filter(([base, records]) => records.length > 0 && !before.has(base));
  const alike = await alikeStanding(
    query,
    programmeId,
    entity,
    fresh.flatMap(([, [record]]) => (typeof record?.content.local_id === 'string' ? [record.content.local_id] : [])),
  );
  const closing = options.complete ? await closingOf(query, programmeId, closed, before, options) : null;
  const question = closing === null ? null : questionOn(closing, file, options);
  // a dry run is how one learns what there is to confirm
  if (!options.dryRun) requireConfirmed(question);
  const dataVersion = await carryOut(query, programmeId, entity, planChanges(before, after, positions), progress);

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
    remarks: [
      ...remarksOn({ ...file, unclear: [...file.unclear, ...alike, ...known, ...stated.remarks] }, options),
      ...(question === null ? [] : [question]),
    ],
    closing,
    change: changeOf(landBefore, await landByState(query, options, options.today)),
    dryRun: options.dryRun ?? false,
    ...(options.dryRun && { issues: inOrder(issues) }),
  };
  await closeBatch(query, result, issues);
  return result;
}

/** Record → its rows, those of one record in the order of their content. */
function groupByRecord(entity: ImportEntity, records: readonly PreparedRecord[]): Map<string, PreparedRecord[]> {
  const groups = new Map<string, PreparedRecord[]>();
  for (const record of records) {
    const { base } = splitKey(entity, record.key);
    const group = groups.get(base);
    if (group === undefined) groups.set(base, [record]);
    else group.push(record);
  }
  for (const group of groups.values())
    if (group.length > 1) group.sort((first, second) => splitKey(entity, first.key).number - splitKey(entity, second.key).number);
  return groups;
}

function notesOnChange(told: Told, { entity, changeAsOf }: ImportOptions): Note[] {
  if (changeAsOf === null) return [];
  if (told.changeTooEarly) {
    const message = `It counts from ${changeAsOf} or later already, so the change is taken as a correction of the record.`;
    return [note('flagged', null, 'change_too_early', message)];
  }
  if (entity !== 'land-releases' || told.outcome !== 'corrected') return [];
  return [note('flagged', null, 'release_corrected', 'A release does not change on a day: taken as a correction of the record.')];
}

/** Said once for all rows of a local id. */
function notesOnParts(localId: unknown, rows: number, { unlisted }: PartsTold): Note[] {
  if (localId === undefined) return [];
  const notes: Note[] = [];
  if (rows > 1) {
    const message = `The local id "${localId}" stands ${rows} times in the file: each is kept as a part of it, with a history of its own.`;
    notes.push(note('flagged', 'local_id', 'duplicate_local_id', message));
  }
  if (unlisted > 0) {
    const message = `The local id "${localId}" has ${unlisted} more ${unlisted === 1 ? 'part' : 'parts'} that the file does not list: kept as before. A file with --complete closes what it does not list.`;
    notes.push(note('flagged', 'local_id', 'parts_not_listed', message));
  }
  return notes;
}

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

/**
 * A code is one place: a district that has the code of a province would stand in its stead.
 * @throws NothingImported where no record is left.
 */
async function refuseOtherLevels(query: Query, programmeId: number, file: PreparedFile): Promise<PreparedFile> {
  const standing = new Map<string, { level: number; import_batch_id: number }>();
  for (const keys of slices(file.records.map(({ key }) => key))) {
    const rows = await query<{ record_key: string; level: number; import_batch_id: number }>(
      'select record_key, level, import_batch_id from place where programme_id = $1 and record_key = any($2)',
      [programmeId, keys],
    );
    for (const { record_key, ...place } of rows) standing.set(record_key, place);
  }
  const refusals: Issue[] = [];
  const records = file.records.filter(({ key, number, content }) => {
    const other = standing.get(key);
    if (other === undefined || other.level === content.level) return true;
    const message = `Record ${number}: the code "${content.code}" is that of a place of level ${other.level} (import ${other.import_batch_id}), and this one is of level ${content.level}: give it a code of its own, or undo import ${other.import_batch_id} first.`;
    refusals.push({ ...note('refused', 'code', 'code_of_another_level', message), recordNumber: number, recordKey: key });
    return false;
  });
  if (refusals.length === 0) return file;
  const left = { ...file, records, refusals: [...file.refusals, ...refusals] };
  if (records.length === 0) throw new NothingImported({ problem: nothingAccepted(left), issues: left.refusals, read: left.read });
  return left;
}

async function openBatch(query: Query, programmeId: number, file: PreparedFile, options: ImportOptions): Promise<number> {
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

const inOrder = (issues: readonly Issue[]): Issue[] =>
  [...issues].sort((first, second) => first.recordNumber - second.recordNumber);

async function closeBatch(query: Query, result: ImportResult, issues: readonly Issue[]): Promise<void> {
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
