import type { Query } from '../../database/database.ts';
import { Problem } from '../../problems.ts';
import { slices } from '../chunks.ts';
import { type Issue, note } from '../issues.ts';
import { NothingImported } from '../nothing-imported.ts';
import type { ImportOptions } from '../options.ts';
import { nothingAccepted, type PreparedFile } from '../prepare.ts';

/** A programme's places are of one boundary set: two at once would cut the land twice. @throws Problem 409. */
export async function requireSameBoundarySet(
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
export async function refuseOtherLevels(query: Query, programmeId: number, file: PreparedFile): Promise<PreparedFile> {
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
