import type { Query } from '../../database/database.ts';
import { continueNumbers } from '../../database/numbers.ts';
import { LOAD_SETTINGS, rebuildLedger } from '../../land/ledger/rebuild.ts';
import { bumpDataVersion } from '../../places/programmes.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import type { Progress } from '../prepare.ts';
import { TABLES } from '../tables/index.ts';
import { deriveAccidentPlaces, derivePlaces } from './derive.ts';
import { applyPlan, changesAnything, type Plan } from './plan.ts';

const CONTINUE_RECORD_NUMBERS = [
  continueNumbers('import_batch', 'import_batch_id'),
  continueNumbers('place', 'place_id'),
  continueNumbers('hazardous_area', 'hazardous_area_id'),
  continueNumbers('land_release', 'land_release_id'),
  continueNumbers('accident', 'accident_id'),
];

/** Imports and undos take turns, whatever their programme: held until the transaction ends. Numbers then go on from the highest in use. */
export async function takeTurn(query: Query): Promise<void> {
  await query(`select pg_advisory_xact_lock(hashtext('landclear import'))`);
  await query(LOAD_SETTINGS);
  for (const statement of CONTINUE_RECORD_NUMBERS) await query(statement);
}

/** Writes a plan and brings everything that follows from the records up to date. Returns the programme's data version after it. */
export async function carryOut(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  plan: Plan,
  progress: Progress,
): Promise<string> {
  const { isLand, name } = TABLES[entity];
  if (plan.write.length > 0 || plan.remove.length > 0) {
    progress('write', 0, 1);
    await applyPlan(query, programmeId, entity, plan);
  }
  if (!changesAnything(plan)) {
    const [row] = await query<{ data_version: string }>('select data_version from programme where programme_id = $1', [
      programmeId,
    ]);
    return row?.data_version ?? '0';
  }
  if (name === 'place') {
    progress('places', 0, 1);
    await derivePlaces(query, programmeId);
    await deriveAccidentPlaces(query, programmeId, 'all');
  }
  if (name === 'accident') await deriveAccidentPlaces(query, programmeId, 'planned');
  if (name === 'place') await rebuildLedger(query, programmeId, 'all', progress);
  else if (isLand) await rebuildLedger(query, programmeId, 'touched', progress);
  return bumpDataVersion(query, programmeId);
}
