import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { box, hazard, release, Story } from '../land/testing/story.ts';
import { findProgramme } from '../places/queries.ts';
import { search } from './queries.ts';

/** GEOS versions differ in the last bit of coordinates on the grid. */
const onGrid = (numbers: number[] | null | undefined) => numbers?.map((number) => Math.round(number * 1e7) / 1e7);

describe('search', () => {
  let database: Database;
  let story: Story;
  beforeAll(async () => {
    database = await openTestDatabase();
    story = await Story.begin(database);
    await story.cutByPlaces([
      { code: 'A', geometry: box(0, 0, 5, 9) },
      { code: 'B', geometry: box(5, 0, 5, 9) },
    ]);
    await story.write([
      hazard('SH-1', box(0, 0, 2, 2), { closed: '2010-01-01', closedReason: 'redrawn' }),
      hazard('SH-1', box(2, 2, 2, 2), { edition: 2 }),
      hazard('SH-10', box(6, 0, 1, 1), { kind: 'CHA' }),
      hazard('OLD-SH-1', null),
      hazard('100%', box(8, 8, 1, 1)),
      hazard('1000', box(9, 8, 1, 1)),
      release('R-SH-1', box(0, 4, 2, 2), 'cleared', { status: 'handed_over' }),
      release('A', box(0, 6, 1, 1), 'reduced', { status: 'ongoing' }),
    ]);
    await database.asKeeper(async (query) => {
      const rename = (code: string, name: string, names: object) =>
        query('update place set name = $3, names = $4 where programme_id = $1 and code = $2', [
          story.programmeId,
          code,
          name,
          names,
        ]);
      await rename('A', 'Krong Přeah Sihanouk', { km: 'ក្រុងព្រះសីហនុ', fr: 'Élysée' });
      await rename('B', 'Đakovo', { sr: 'ЂАКОВО' });
      await query(`update hazardous_area set name = 'Ancienne ÉCOLE' where programme_id = $1 and local_id = '1000'`, [
        story.programmeId,
      ]);
    });
  });
  afterAll(() => database.close());

  const find = (text: string, limit = 20) =>
    database.asAudience('manager', async (query) => search(query, await findProgramme(query, story.code), text, limit));
  const ids = async (text: string, limit?: number) => (await find(text, limit)).map(({ type, id }) => `${type} ${id}`);

  it('exactly so called first, then what begins so, then what contains it; an id of several editions once', async () => {
    expect(await ids('sh-1')).toEqual([
      'hazardous_area SH-1',
      'hazardous_area SH-10',
      'hazardous_area OLD-SH-1',
      'land_release R-SH-1',
    ]);
    expect(await ids('sh-1', 2)).toEqual(['hazardous_area SH-1', 'hazardous_area SH-10']);
  });

  it('places before areas, areas before releases, where they match equally well', async () => {
    expect((await ids('a')).slice(0, 2)).toEqual(['place A', 'land_release A']);
  });

  it.each([
    ['preah sihanouk', 'place A'],
    ['KRONG PŘEAH', 'place A'],
    ['elysee', 'place A'],
    ['ÉLYSÉE', 'place A'],
    ['ព្រះសីហនុ', 'place A'],
    ['ព្រះ\u200bសីហនុ', 'place A'],
    ['dakovo', 'place B'],
    ['đakovo', 'place B'],
    ['ecole', 'hazardous_area 1000'],
  ])('%s is found without regard to case and accents', async (text, item) => {
    expect(await ids(text)).toEqual([item]);
  });

  it('signs of patterns mean themselves', async () => {
    expect(await ids('100%')).toEqual(['hazardous_area 100%']);
    for (const text of ['%', '_', '\\', "'", '.*', '\u0301']) {
      expect(await ids(text)).toEqual(text === '%' ? ['hazardous_area 100%'] : []);
    }
  });

  it('says what it is and where', async () => {
    const [place] = await find('Đakovo');
    expect(place).toMatchObject({ type: 'place', id: 'B', name: 'Đakovo', detail: 'P', bbox: [103.005, 13, 103.01, 13.009] });
    const [khmer] = await find('ក្រុង');
    expect(khmer).toMatchObject({ id: 'A', name: 'ក្រុងព្រះសីហនុ' });
    const [area] = await find('SH-1');
    expect(area?.detail).toBe('SHA');
    expect(onGrid(area?.bbox)).toEqual([103, 13, 103.004, 13.004]);
    expect(area?.at?.[0]).toBeGreaterThan(103.002);
    expect((await find('SH-10'))[0]?.detail).toBe('CHA');
    expect((await find('OLD-SH-1'))[0]).toMatchObject({ at: null, bbox: null });
    expect((await find('R-SH-1'))[0]?.detail).toBe('cleared/handed_over');
  });

  it('keeps to the programme', async () => {
    const other = await Story.begin(database);
    await other.write([hazard('SH-1', box(0, 0, 1, 1))]);
    const items = await database.asAudience('manager', async (query) =>
      search(query, await findProgramme(query, other.code), 'SH-1', 20),
    );
    expect(items).toHaveLength(1);
    expect(onGrid(items[0]?.bbox)).toEqual([103, 13, 103.001, 13.001]);
  });
});
