import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { run } from '../database/statement.ts';
import { openTestDatabase } from '../database/testing.ts';
import { findProgramme } from '../places/queries.ts';
import { parsePosition } from './filters.ts';
import { historyAt } from './history.ts';
import { isOpenOnFace } from './open-hazards.ts';
import { histories } from './testing/arbitrary.ts';
import { geographicLibSquareMetres } from './testing/geodesic.ts';
import { box, hazard, release, SNAPSHOT, Story } from './testing/story.ts';

describe('the history of the ground at a point', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  /** In the coordinates of `box`. */
  const historyOf = (story: Story, x: number, y: number, asOf = '2024-01-01') =>
    database.asAudience('manager', async (query) =>
      historyAt(query, await findProgramme(query, story.code), [103 + x / 1000, 13 + y / 1000], asOf),
    );

  it('tells what the land was, in order, with the records that say so', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01', recordedPrecision: 'year', ordnance: ['anti_personnel_mine'] }),
      release('R', box(1, 0, 4, 4), 'cleared', { completed: '2005-06-01', completedPrecision: 'month', names: ['H'] }),
      release('P', box(0, 0, 4, 4), 'reduced', { status: 'ongoing' }),
      release('U', box(3, 0, 1, 4), 'cancelled'),
    ]);
    const told = await historyOf(story, 2, 2);
    expect(told).toMatchObject({ programme: story.code, as_of: '2024-01-01', at: [103.002, 13.002], place: null, conflicts: [] });
    expect(told.face?.spans).toMatchObject([
      { state: 'suspected', from: '2001-01-01', to: '2005-06-30', undated: false, hazardous_area: 'H', land_release: null },
      {
        state: 'cleared',
        from: '2005-06-30',
        to: null,
        hazardous_area: 'H',
        land_release: 'R',
        ordnance: ['anti_personnel_mine'],
      },
    ]);
    expect(told.face?.movements).toMatchObject([
      { day: '2001-01-01', kind: 'recorded', from_state: null, to_state: 'suspected', hazardous_area: 'H' },
      { day: '2005-06-30', kind: 'cleared', from_state: 'suspected', to_state: 'cleared', land_release: 'R' },
    ]);
    expect(told.face?.area_m2).toBeCloseTo(geographicLibSquareMetres(box(1, 0, 2, 4)), 1);
    expect(told.hazardous_areas).toMatchObject([
      {
        local_id: 'H',
        kind: 'SHA',
        recorded_on: '2001-01-01',
        recorded_precision: 'year',
        counts_from: '2001-01-01',
        undated: false,
      },
    ]);
    expect(told.hazardous_areas[0]?.source).toEqual({
      file: 'story',
      imported_on: new Date().toISOString().slice(0, 10),
      batch: expect.any(Number),
    });
    expect(told.land_releases).toMatchObject([
      {
        local_id: 'R',
        method: 'cleared',
        status: 'completed',
        counts_on: '2005-06-30',
        undated: false,
        counted: true,
        names: ['H'],
      },
      { local_id: 'P', status: 'ongoing', counts_on: null, counted: false },
    ]);
    expect(
      (await historyOf(story, 3.5, 2)).land_releases.map(({ local_id, counts_on, undated }) => [local_id, counts_on, undated]),
    ).toEqual([
      ['R', '2005-06-30', false],
      ['U', SNAPSHOT, true],
      ['P', null, false],
    ]);
    expect((await historyOf(story, 4.5, 2)).face?.spans).toMatchObject([{ state: 'outside_cleared', hazardous_area: null }]);
  });

  it('a hazardous area keeps what is open of its own polygon, also where it lies inside another', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('WIDE', box(0, 0, 6, 6), { recorded: '2001-01-01' }),
      hazard('INSIDE', box(1, 1, 2, 2), { recorded: '2002-01-01' }),
      hazard('ERROR', box(0, 0, 6, 6), { recorded: '2001-01-01', closed: '2003-01-01', closedReason: 'error' }),
      release('R', box(1, 1, 1, 2), 'cleared', { completed: '2005-01-01' }),
    ]);
    const remaining = async (asOf: string) =>
      new Map(
        (await historyOf(story, 1.5, 1.5, asOf)).hazardous_areas.map(({ local_id, remaining_m2 }) => [local_id, remaining_m2]),
      );
    const [wide, inside, released] = [box(0, 0, 6, 6), box(1, 1, 2, 2), box(1, 1, 1, 2)].map(geographicLibSquareMetres) as [
      number,
      number,
      number,
    ];
    const today = await remaining('2024-01-01');
    expect(today.get('WIDE')).toBeCloseTo(wide - released, 1);
    expect(today.get('INSIDE')).toBeCloseTo(inside - released, 1);
    expect(today.get('ERROR')).toBe(0);
    const early = await remaining('2001-12-31');
    expect(early.get('WIDE')).toBeCloseTo(wide, 1);
    expect(early.get('ERROR')).toBeCloseTo(wide, 1);
    expect(early.get('INSIDE')).toBe(0);
  });

  it('late paperwork never lets an area open; its later edition does open', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 4, 4), { recorded: '2006-01-01', closed: '2010-01-01', closedReason: 'redrawn' }),
      hazard('H', box(0, 0, 4, 4), { recorded: '2010-01-01', edition: 2 }),
      release('R', box(0, 0, 4, 4), 'cleared', { completed: '2005-01-01', names: ['H'] }),
    ]);
    const remaining = async (asOf: string) =>
      (await historyOf(story, 2, 2, asOf)).hazardous_areas.map(({ edition, remaining_m2 }) => [edition, remaining_m2 > 0]);
    expect(await remaining('2008-01-01')).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(await remaining('2011-01-01')).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('on a border the open face is told, whichever was stored first', async () => {
    for (const [cleared, open] of [
      [0, 2],
      [2, 0],
    ] as const) {
      const story = await Story.begin(database);
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('R', box(cleared, 0, 2, 4), 'cleared', { completed: '2005-01-01' }),
      ]);
      expect((await historyOf(story, 2, 2)).face?.spans).toHaveLength(1);
      expect((await historyOf(story, 2, 2)).face?.id).toBe((await historyOf(story, open + 1, 2)).face?.id);
    }
  });

  it('lists what stays open under a release, and why', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('C', box(0, 0, 4, 4), { recorded: '2001-01-01', kind: 'CHA' }),
      release('R', box(0, 0, 4, 4), 'reduced', { completed: '2005-01-01' }),
    ]);
    const told = await historyOf(story, 2, 2);
    expect(told.conflicts).toMatchObject([
      { hazardous_area: 'C', land_release: 'R', reason: 'confirmed_not_named', from: '2005-01-01', to: null },
    ]);
    expect(told.hazardous_areas[0]?.remaining_m2).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 4, 4)), 1);
  });

  it('where no face is: the place, and the work begun there', async () => {
    const story = await Story.begin(database);
    await story.cutByPlaces([{ code: 'A', geometry: box(0, 0, 5, 9) }]);
    await story.write([release('P', box(0, 0, 4, 4), 'cleared', { status: 'planned' }), hazard('H', box(0, 6, 4, 2))]);
    const told = await historyOf(story, 2, 2);
    expect(told).toMatchObject({ place: { code: 'A', name: 'A' }, face: null, hazardous_areas: [], conflicts: [] });
    expect(told.land_releases).toMatchObject([{ local_id: 'P', status: 'planned' }]);
    expect((await historyOf(story, 2, 7)).place).toEqual({ code: 'A', name: 'A' });
    expect(await historyOf(story, 50, 50)).toMatchObject({ place: null, face: null, hazardous_areas: [], land_releases: [] });
  });

  it.each(['0,90', '0,-90', '180,0', '-180,89.95', '180,-90'])('the ends of the earth are ground too: %s', async (at) => {
    const story = await Story.begin(database);
    await story.write([hazard('H', box(0, 0, 4, 4))]);
    const told = await database.asAudience('manager', async (query) =>
      historyAt(query, await findProgramme(query, story.code), parsePosition('at', at), '2024-01-01'),
    );
    expect(told.face).toBeNull();
  });

  it.each([
    '',
    '103',
    '103,13,0',
    '103,',
    'east,north',
    '181,13',
    '103,91',
    'NaN,NaN',
    'Infinity,0',
  ])('at=%s is no point', (value) =>
    expect(() => parsePosition('at', value)).toThrow(expect.objectContaining({ statusCode: 400, field: 'at' })));

  it('a face is open exactly while a hazard on it is, on random histories and days', async () => {
    await fc.assert(
      fc.asyncProperty(histories(4), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        for (const asOf of ['2000-06-01', '2001-12-31', '2003-03-15', '2003-12-31', '2006-06-01', '2010-01-01']) {
          const faces = await database.asAudience('manager', (query) =>
            run<{ face_id: string; by_state: boolean; by_hazards: boolean }>(
              query,
              sql`select face_id,
                 exists (select from ledger_span where ledger_span.face_id = face.face_id and state in ('suspected', 'confirmed')
                   and from_day <= ${asOf}::date and (to_day is null or to_day > ${asOf}::date)) as by_state,
                 exists (select from face_record covered
                   join ledger_record hazard on (hazard.record_type, hazard.record_id) = (covered.record_type, covered.record_id)
                   where covered.face_id = face.face_id and covered.record_type = 'hazardous_area' and ${isOpenOnFace(asOf)}) as by_hazards
               from face where programme_id = ${story.programmeId}::integer`,
            ),
          );
          expect(faces.filter(({ by_state, by_hazards }) => by_state !== by_hazards)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
