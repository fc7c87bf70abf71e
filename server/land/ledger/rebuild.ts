import { readFileSync } from 'node:fs';
import type { Query } from '../../database/database.ts';
import { continueNumbers } from '../../database/numbers.ts';
import { openTouchedGround } from './touched-ground.ts';

/** The steps of a rebuild in order; each is one file of SQL beside this one. */
const STEPS = ['01_members', '02_faces', '03_places', '04_days', '05_intervals', '06_states', '07_tiles'] as const;
const statements = new Map(STEPS.map((step) => [step, readFileSync(new URL(`./${step}.sql`, import.meta.url), 'utf8')]));

/** Empties the ledger of one programme. Cells of tiles stay: in the end those that differ are written. */
const FORGET = [
  'delete from face_record where face_id in (select face_id from face where programme_id = $1)',
  'delete from ledger_conflict where programme_id = $1',
  'delete from ledger_movement where programme_id = $1',
  'delete from ledger_span where programme_id = $1',
  'delete from face where programme_id = $1',
  'delete from ledger_record where programme_id = $1',
  'delete from tile_span where programme_id = $1',
  'delete from tile_record where programme_id = $1',
] as const;

const CONTINUE_NUMBERS = [
  continueNumbers('face', 'face_id'),
  continueNumbers('ledger_span', 'ledger_span_id'),
  continueNumbers('ledger_movement', 'ledger_movement_id'),
];

/** For the transaction: sorts of a nation's faces fit in memory, and of 9,000 rows the planner learns as much as of 30,000. */
export const LOAD_SETTINGS = `select set_config('work_mem', '32MB', true), set_config('default_statistics_target', '30', true)`;

export type LedgerProgress = (step: string, done: number, total: number) => void;

/**
 * Rebuilds the land ledger of a programme inside the caller's `asKeeper` transaction.
 * @param scope `touched`: only the clusters that meet a geometry in `touched_ground` (`openTouchedGround`); `all`: every cluster (places changed, or to be sure).
 */
export async function rebuildLedger(
  query: Query,
  programmeId: number,
  scope: 'touched' | 'all',
  progress: LedgerProgress = () => {},
): Promise<void> {
  await query(`select set_config('landclear.programme_id', $1, true), set_config('landclear.ledger_scope', $2, true)`, [
    String(programmeId),
    scope,
  ]);
  await query(LOAD_SETTINGS);
  if (scope === 'all') {
    await query('drop table if exists touched_ground');
    await openTouchedGround(query);
    for (const statement of FORGET) await query(statement, [programmeId]);
  }
  for (const statement of CONTINUE_NUMBERS) await query(statement);
  let done = 0;
  for (const step of STEPS) {
    progress(step.slice(3), done, STEPS.length);
    await query(statements.get(step) as string);
    done += 1;
  }
  progress('done', done, STEPS.length);
}
