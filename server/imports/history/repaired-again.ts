import type { Database, Query } from '../../database/database.ts';
import { rebuildLedger } from '../../land/ledger/rebuild.ts';
import { bumpDataVersion } from '../../places/programmes.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { deriveAccidentPlaces, derivePlaces } from './derive.ts';

interface RepairChange {
  programme_id: number;
  code: string;
  entity: ImportEntity;
  record_count: number;
  before_m2: number;
  after_m2: number;
}

const squareMetres = (area: number): string => `${Math.round(area).toLocaleString('en')} m²`;

/**
 * Brings up to date what follows from outlines that a migration repaired again (table repair_change), and says once by how much each
 * programme's records changed. Does nothing where there are none.
 */
export function finishRepairs(database: Pick<Database, 'asKeeper'>, log: (message: string) => void): Promise<void> {
  return database.asKeeper(async (query) => {
    const changes = await query<RepairChange>(
      `select programme_id, programme.code, entity, record_count, before_m2::float8 as before_m2, after_m2::float8 as after_m2
       from repair_change join programme using (programme_id) where told_at is null order by programme.code, entity
       for update of repair_change`,
    );
    for (const programmeId of new Set(changes.map(({ programme_id }) => programme_id)))
      await bringUpToDate(
        query,
        programmeId,
        changes.some(({ programme_id, entity }) => programme_id === programmeId && entity === 'places'),
      );
    for (const { code, entity, record_count, before_m2, after_m2 } of changes) {
      const signed = `${after_m2 < before_m2 ? '−' : '+'}${squareMetres(Math.abs(after_m2 - before_m2))}`;
      log(
        `Programme ${code}: the outlines of ${record_count} ${entity} cross or overlap themselves and were repaired again, so that no danger is lost and no land is released that a reading leaves out: ${squareMetres(before_m2)} before, ${squareMetres(after_m2)} now (${signed}).`,
      );
    }
    await query('update repair_change set told_at = now() where told_at is null');
  });
}

async function bringUpToDate(query: Query, programmeId: number, placesChanged: boolean): Promise<void> {
  if (placesChanged) {
    await derivePlaces(query, programmeId);
    await deriveAccidentPlaces(query, programmeId, 'all');
  }
  await rebuildLedger(query, programmeId, 'all');
  await bumpDataVersion(query, programmeId);
}
