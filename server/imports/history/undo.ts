import type { Database, Query } from '../../database/database.ts';
import { today } from '../../parameters.ts';
import { Problem, unknown } from '../../problems.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { asKeeperOrDry } from '../dry-run.ts';
import type { Progress } from '../prepare.ts';
import type { UndoResult } from '../result.ts';
import { carryOut, takeTurn } from './batch.ts';
import { changeOf, landByState } from './change.ts';
import { partKey, rowsOfParts, splitKey } from './keys.ts';
import { type PartsSaying, tellAllParts } from './parts.ts';
import { planChanges, readStanding, type Standing } from './plan.ts';
import { WORDING_COLUMNS, type WordingRow, wordingOf } from './revisions.ts';

interface BatchRow {
  import_batch_id: number;
  programme_id: number;
  code: string;
  entity: ImportEntity;
  undone: boolean;
  snapshot_day: string;
  snapshot_given: boolean;
  change_as_of: string | null;
  complete: boolean;
  /** Whose import_listing rows are its own. */
  listing: number;
}

const BATCH_COLUMNS = `import_batch_id, import_batch.programme_id, programme.code, entity, undone_at is not null as undone, snapshot_day, snapshot_given,
  change_as_of, complete, coalesce(listed_by_batch_id, import_batch_id) as listing`;

/**
 * Takes a batch back, whichever was loaded since: the records become what the batches that still stand say.
 * A dry run keeps nothing and answers the same.
 * @throws Problem 404 for a batch that does not exist, 409 for one already undone.
 */
export async function undoBatch(
  database: Database,
  batchId: number,
  progress: Progress = () => {},
  dryRun = false,
): Promise<UndoResult> {
  return asKeeperOrDry(database, dryRun, async (query) => ({ ...(await undo(query, batchId, progress)), dryRun }));
}

async function findBatch(query: Query, batchId: number): Promise<BatchRow> {
  const [batch] = await query<BatchRow>(
    `select ${BATCH_COLUMNS} from import_batch join programme using (programme_id) where import_batch_id = $1`,
    [batchId],
  );
  if (batch === undefined) throw unknown('batch', `There is no import ${batchId}; /api/imports lists those there are.`);
  if (batch.undone) throw new Problem(409, 'Already undone', `Import ${batchId} has been undone already.`, 'batch');
  return batch;
}

async function undo(query: Query, batchId: number, progress: Progress): Promise<Omit<UndoResult, 'dryRun'>> {
  await takeTurn(query);
  const batch = await findBatch(query, batchId);
  const { programme_id: programmeId, entity, code } = batch;
  await query('update import_batch set undone_at = now() where import_batch_id = $1', [batchId]);
  progress('undo', 0, 1);

  const bases = batch.complete
    ? null
    : (
        await query<{ record_key: string }>('select record_key from import_listing where import_batch_id = $1', [batch.listing])
      ).map((row) => splitKey(entity, row.record_key).base);
  const ofLand = { programme: code, entity };
  const landBefore = await landByState(query, ofLand, today());
  const before = await readStanding(query, programmeId, entity, bases);
  const { after, positions } = await tellAgain(query, programmeId, entity, bases);
  for (const key of before.keys()) if (!after.has(key)) after.set(key, []);
  const plan = planChanges(before, after, positions);
  const dataVersion = await carryOut(query, programmeId, entity, plan, progress);
  return {
    batch: batchId,
    programme: code,
    entity,
    restored: plan.write.filter(({ changesGround }) => changesGround).length,
    removed: plan.remove.length,
    dataVersion,
    change: changeOf(landBefore, await landByState(query, ofLand, today())),
  };
}

/** These records, told by the batches that stand; null: every record that any of them lists. */
async function tellAgain(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  bases: readonly string[] | null,
): Promise<{ after: Standing; positions: Map<string, number> }> {
  const batches = await query<BatchRow>(
    `select ${BATCH_COLUMNS} from import_batch join programme using (programme_id)
     where import_batch.programme_id = $1 and entity = $2 and undone_at is null order by import_batch_id`,
    [programmeId, entity],
  );
  const sayings = new Map<string, PartsSaying[]>();
  // where the first batch that lists a row has it
  const positions = new Map<string, number>();
  for (const batch of batches) {
    const saying = {
      batchId: batch.import_batch_id,
      snapshotDay: batch.snapshot_day,
      snapshotGiven: batch.snapshot_given,
      changeAsOf: batch.change_as_of,
      complete: batch.complete,
    };
    const listed = await readListing(query, entity, batch.listing, bases);
    for (const [base, rows] of listed) {
      for (const { record_key, position } of rows) if (!positions.has(record_key)) positions.set(record_key, position);
      const told = { ...saying, wordings: rows.map(wordingOf) };
      const before = sayings.get(base);
      if (before === undefined) sayings.set(base, [told]);
      else before.push(told);
    }
    if (!batch.complete) continue;
    for (const [base, told] of sayings) if (!listed.has(base)) told.push({ ...saying, wordings: [] });
  }
  const after: Standing = new Map();
  for (const [base, told] of sayings)
    for (const [part, editions] of tellAllParts(entity, told).entries()) after.set(partKey(base, part + 1), editions);
  return { after, positions };
}

type ListedRow = WordingRow & { record_key: string; position: number };

/** Record → its rows in a file, in the order of their content. */
async function readListing(
  query: Query,
  entity: ImportEntity,
  listing: number,
  bases: readonly string[] | null,
): Promise<Map<string, ListedRow[]>> {
  const ask = (keys: readonly string[] | null) =>
    query<ListedRow>(
      `select record_key, position, ${WORDING_COLUMNS} from import_listing join record_revision using (record_revision_id)
       where import_batch_id = $1 and ($2::text[] is null or record_key = any($2))`,
      [listing, keys],
    );
  const listed = new Map<string, ListedRow[]>();
  for (const row of bases === null ? await ask(null) : await rowsOfParts(entity, bases, ask)) {
    const { base } = splitKey(entity, row.record_key);
    const rows = listed.get(base);
    if (rows === undefined) listed.set(base, [row]);
    else rows.push(row);
  }
  for (const rows of listed.values())
    rows.sort((first, second) => splitKey(entity, first.record_key).number - splitKey(entity, second.record_key).number);
  return listed;
}
