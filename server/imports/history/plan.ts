import type { Query } from '../../database/database.ts';
import { openTouchedGround } from '../../land/ledger/touched-ground.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { jsonChunks } from '../chunks.ts';
import { TABLES } from '../tables/index.ts';
import { type Amendment, type Edition, sameGround } from './fold.ts';
import { partKey, rowsOfParts } from './keys.ts';
import { WORDING_COLUMNS, type WordingRow, wordingOf } from './revisions.ts';

/** Record key → its editions, in order; each part of a local id has a key of its own. */
export type Standing = Map<string, Edition[]>;

interface EditionRow extends WordingRow {
  record_key: string;
  edition: number;
  import_batch_id: number;
  snapshot_day: string;
  closed_snapshot_day: string | null;
  amendment: Amendment;
}

/** These records as the tables have them, with all their parts; null: every record. */
export async function readStanding(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  bases: readonly string[] | null,
): Promise<Standing> {
  const { name, hasEditions } = TABLES[entity];
  const closedSnapshot = name === 'hazardous_area' ? 'record.closed_snapshot_day' : 'null::date as closed_snapshot_day';
  const amendment = name === 'hazardous_area' ? 'record.amendment' : `'{}'::jsonb as amendment`;
  const text = `
    select record.record_key, ${hasEditions ? 'record.edition, record.snapshot_day' : `1 as edition, '1970-01-01'::date as snapshot_day`},
      record.import_batch_id, ${closedSnapshot}, ${amendment}, ${WORDING_COLUMNS}
    from ${name} record join record_revision using (record_revision_id)
    where record.programme_id = $1 and ($2::text[] is null or record.record_key = any($2))
    order by record.record_key${hasEditions ? ', record.edition' : ''}`;
  const ask = (keys: readonly string[] | null) => query<EditionRow>(text, [programmeId, keys]);
  const standing: Standing = new Map();
  for (const row of bases === null ? await ask(null) : await rowsOfParts(entity, bases, ask)) {
    const edition: Edition = {
      edition: row.edition,
      wording: wordingOf(row),
      batchId: row.import_batch_id,
      snapshotDay: row.snapshot_day,
      closedSnapshotDay: row.closed_snapshot_day,
      amendment: row.amendment,
    };
    const editions = standing.get(row.record_key);
    if (editions === undefined) standing.set(row.record_key, [edition]);
    else editions.push(edition);
  }
  return standing;
}

/** The parts of a record, in the order of their numbers; none: it does not stand. */
export function partsOf(standing: Standing, base: string): Edition[][] {
  const parts: Edition[][] = [];
  for (let part = standing.get(base); part !== undefined; part = standing.get(partKey(base, parts.length + 1))) parts.push(part);
  return parts;
}

/** What must be written so that the tables say `after` where they say `before`. */
export interface Plan {
  write: { recordKey: string; edition: Edition; position: number; changesGround: boolean }[];
  remove: { recordKey: string; edition: number }[];
}

/** @param positions where a record stands in the file: new rows get their ids in this order. */
export function planChanges(before: Standing, after: Standing, positions: ReadonlyMap<string, number> = new Map()): Plan {
  const plan: Plan = { write: [], remove: [] };
  for (const [recordKey, editions] of after) {
    const old = before.get(recordKey) ?? [];
    for (const edition of editions) {
      const was = old.find((candidate) => candidate.edition === edition.edition);
      const changesGround = was === undefined || !sameGround(was, edition);
      if (!changesGround && was.batchId === edition.batchId) continue;
      plan.write.push({ recordKey, edition, position: positions.get(recordKey) ?? 0, changesGround });
    }
    for (const { edition } of old) {
      if (!editions.some((candidate) => candidate.edition === edition)) plan.remove.push({ recordKey, edition });
    }
  }
  return plan;
}

export const changesAnything = ({ write, remove }: Plan): boolean =>
  remove.length > 0 || write.some(({ changesGround }) => changesGround);

const WORTH_ANALYSING = 200;

/**
 * Writes a plan to the table of the entity. Leaves the old and the new polygons of changed land in the temporary table
 * touched_ground, where the ledger looks for them.
 */
export async function applyPlan(query: Query, programmeId: number, entity: ImportEntity, plan: Plan): Promise<void> {
  const { name, hasEditions, isLand, write } = TABLES[entity];
  await query(`
    drop table if exists import_plan, import_removal;
    create temporary table import_plan (record_key text, edition smallint, record_revision_id bigint, import_batch_id integer,
      snapshot_day date, closed_snapshot_day date, amendment jsonb, position integer, changes_ground boolean) on commit drop;
    create temporary table import_removal (record_key text, edition smallint) on commit drop;`);
  await openTouchedGround(query);
  const rows = plan.write.map(({ recordKey, edition, position, changesGround }) => ({
    record_key: recordKey,
    edition: edition.edition,
    record_revision_id: edition.wording.revisionId,
    import_batch_id: edition.batchId,
    snapshot_day: edition.snapshotDay,
    closed_snapshot_day: edition.closedSnapshotDay,
    amendment: edition.amendment,
    position,
    changes_ground: changesGround,
  }));
  for (const { json } of jsonChunks(rows))
    await query('insert into import_plan select * from jsonb_populate_recordset(null::import_plan, $1::jsonb)', [json]);
  const removals = plan.remove.map(({ recordKey, edition }) => ({ record_key: recordKey, edition }));
  for (const { json } of jsonChunks(removals))
    await query('insert into import_removal select * from jsonb_populate_recordset(null::import_removal, $1::jsonb)', [json]);
  await query('analyze import_plan');

  const sameEdition = (other: string) => (hasEditions ? `and ${other}.edition = record.edition` : '');
  const affected = `record.programme_id = $1 and (
    exists (select from import_plan where import_plan.record_key = record.record_key ${sameEdition('import_plan')} and changes_ground)
    or exists (select from import_removal where import_removal.record_key = record.record_key ${sameEdition('import_removal')}))`;
  const touch = `insert into touched_ground select geom from ${name} record where ${affected} and geom is not null`;
  if (isLand) await query(touch, [programmeId]);
  // a face may still name a place that goes; the ledger is built anew after a change of places
  if (name === 'place') {
    await query(
      'update face set place_id = null where place_id in (select place_id from place record join import_removal using (record_key) where record.programme_id = $1)',
      [programmeId],
    );
  }
  await query(
    `delete from ${name} record using import_removal where record.programme_id = $1
    and import_removal.record_key = record.record_key ${sameEdition('import_removal')}`,
    [programmeId],
  );
  await query(write, [programmeId]);
  // what follows joins these rows: a planner that knows only the programmes before this one takes minutes instead of seconds
  if (plan.write.length + plan.remove.length >= WORTH_ANALYSING) await query(`analyze ${name}`);
  if (isLand) await query(touch, [programmeId]);
}
