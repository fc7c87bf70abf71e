import type { Query } from '../../database/database.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { foldedIdentifier } from '../fields/identifiers.ts';
import { count, some } from '../sentences.ts';
import { TABLES } from '../tables/index.ts';

/**
 * Says where new records have ids that differ from those of standing ones in case, in leading zeros or in `.0` only: they may be the same
 * records, of which both would count. To be asked before the new ones are written.
 * @param localIds of the records that are new.
 */
export async function alikeStanding(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  localIds: readonly string[],
): Promise<string[]> {
  if (entity === 'places' || localIds.length === 0) return [];
  const standing = await query<{ local_id: string }>(
    `select distinct local_id from ${TABLES[entity].name} where programme_id = $1 and local_id is not null`,
    [programmeId],
  );
  const known = new Map(standing.map(({ local_id }) => [foldedIdentifier(local_id), local_id]));
  const pairs = localIds.flatMap((id) => {
    const other = known.get(foldedIdentifier(id));
    return other === undefined || other === id ? [] : [`${id} / ${other}`];
  });
  if (pairs.length === 0) return [];
  return [
    `${count(pairs.length)} new ${pairs.length === 1 ? 'record has an id' : 'records have ids'} that differ from those of standing records only in case or in zeros: ${some(pairs)}. They are kept apart, and both count; if they are the same, undo this import and write the ids alike.`,
  ];
}
