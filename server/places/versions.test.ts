import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { undoBatch } from '../imports/history/undo.ts';
import { importFile } from '../imports/load.ts';
import { feature, file, importOptions } from '../imports/testing.ts';
import { box } from '../land/testing/story.ts';
import { ensureProgramme } from './programmes.ts';
import { findProgramme, standingOf } from './queries.ts';

describe('versions of the data', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const standing = (version: string) =>
    database.asAudience('manager', async (query) => standingOf(query, await findProgramme(query, 'KHM'), version));

  it('what the data were is told from what they are and from what they never were, with the boundaries of then', async () => {
    await database.asKeeper((query) => ensureProgramme(query, 'KHM'));
    expect((await standing('0')).standing).toBe('current');
    const places = (code: string) => file(feature({ code, name: code }, box(0, 0, 9, 9)));
    const provinces = { kind: null, level: 1 };
    const first = await importFile(
      database,
      places('KH-2'),
      importOptions('places', 'KHM', { ...provinces, boundarySet: '2013' }),
    );
    const undone = await undoBatch(database, first.batch);
    const second = await importFile(
      database,
      places('KH-9'),
      importOptions('places', 'KHM', { ...provinces, boundarySet: '2024' }),
    );
    expect(new Set(['0', first.dataVersion, undone.dataVersion, second.dataVersion]).size).toBe(4);

    const now = await standing(second.dataVersion);
    expect(now).toMatchObject({ programme: 'KHM', standing: 'current', asked: now.current });
    expect(now.current).toMatchObject({ data_version: second.dataVersion, boundary_set: '2024' });
    expect(Math.abs(Date.parse(now.current.made_at ?? '') - Date.now())).toBeLessThan(3_600_000);
    expect(await standing(first.dataVersion)).toMatchObject({
      standing: 'older',
      asked: { data_version: first.dataVersion, boundary_set: '2013' },
      current: { data_version: second.dataVersion },
    });
    expect((await standing('0')).standing).toBe('older');
    // as high a number, of another database
    expect(await standing(`${second.dataVersion.split('-')[0]}-00000000`)).toMatchObject({ standing: 'unknown', asked: null });
  });

  it('a version of another programme is not one of this', async () => {
    const other = await importFile(
      database,
      file(feature({ id: '1' }, box(0, 0, 1, 1))),
      importOptions('hazardous-areas', 'LAO'),
    );
    expect((await standing(other.dataVersion)).standing).toBe('unknown');
  });
});
