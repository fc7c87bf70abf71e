import type { Database, Query } from '../database/database.ts';
import { ensureProgramme, requireCountry } from '../places/programmes.ts';
import { malformed, type Problem } from '../problems.ts';
import type { ImportEntity } from '../vocabulary.ts';
import { alikeStanding } from './checks/alike-ids.ts';
import { refuseOtherLevels, requireSameBoundarySet } from './checks/place-checks.ts';
import { compareStatedAreas } from './checks/stated-area.ts';
import { findStrays } from './checks/whereabouts.ts';
import { issuesOnPart, requireWholeList } from './checks/whole-list.ts';
import { asKeeperOrDry } from './dry-run.ts';
import { mergedWithKnown } from './fields/operators.ts';
import { remarksOn } from './fields/remarks.ts';
import { carryOut, takeTurn } from './history/batch.ts';
import { closeBatch, inOrder, openBatch, storeListing } from './history/batch-book.ts';
import { changeOf, landByState } from './history/change.ts';
import { closingOf, questionOn, requireConfirmed } from './history/closing.ts';
import type { Edition, Outcome, Told } from './history/fold.ts';
import { partKey, splitKey } from './history/keys.ts';
import { type PartsTold, tellParts } from './history/parts.ts';
import { partsOf, planChanges, readStanding } from './history/plan.ts';
import { type StoredWording, storeWordings } from './history/revisions.ts';
import { type Issue, type Note, note } from './issues.ts';
import { NothingImported } from './nothing-imported.ts';
import { checkOptions, type ImportOptions } from './options.ts';
import { nothingAccepted, type PreparedFile, type PreparedRecord, type Progress, prepareFile } from './prepare.ts';
import type { ImportResult } from './result.ts';

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
  const strays = await findStrays(query, programmeId, file.records, options);
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
    const told = tellParts(entity, partsOf(before, base), { ...saying, wordings: worded.map(({ wording }) => wording) });
    for (const [part, editions] of told.parts.entries()) after.set(partKey(base, part + 1), editions);
    for (const [index, { number, notes, content, contentHash }] of records.entries()) {
      const { part, told: row } = told.rows[index] as PartsTold['rows'][number];
      const key = partKey(base, part + 1);
      positions.set(key, number);
      counts[row.outcome] += 1;
      const all = [...notes, ...(worded[index] as StoredWording).geometryNotes, ...notesOnChange(row, options)];
      all.push(...(strays.notes.get(contentHash) ?? []), ...(stated.notes.get(contentHash) ?? []));
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
      ...remarksOn({ ...file, unclear: [...strays.remarks, ...file.unclear, ...alike, ...known, ...stated.remarks] }, options),
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
