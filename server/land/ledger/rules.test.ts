import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Query } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { ORDNANCE_KINDS } from '../../vocabulary.ts';
import { resolveFilter } from '../filters.ts';
import { summaryAt, timelineBetween } from '../testing/figures.ts';
import { geographicLibSquareMetres } from '../testing/geodesic.ts';
import { box, hazard, release, Story } from '../testing/story.ts';

/** Every rule of the ledger, told as something that happens in mine action. Boxes are about 100 m a unit. */
describe('the rules of the land ledger', () => {
  let database: Database;
  let story: Story;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    story = await Story.begin(database);
  });
  afterAll(() => database.close());

  const filter = (query: Query) => resolveFilter(query, { programme: story.code });
  const summary = (asOf: string) =>
    database.asAudience('manager', async (query) => summaryAt(query, await filter(query), asOf, null));

  describe('1 time', () => {
    it('a hazard counts at the end of the day it is recorded, and no longer at the end of the day it is cleared', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-05-03' }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2010-02-01' }),
      ]);
      expect(await story.stateAt('2001-05-02', 2, 2)).toBeNull();
      expect(await story.stateAt('2001-05-03', 2, 2)).toBe('suspected');
      expect(await story.stateAt('2010-01-31', 2, 2)).toBe('suspected');
      expect(await story.stateAt('2010-02-01', 2, 2)).toBe('cleared');
    });

    it('within a day records come before releases: what is recorded and cleared on one day writes both movements', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2010-02-01' }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2010-02-01' }),
      ]);
      expect(await story.movementsAt(2, 2)).toEqual(['2010-02-01 recorded', '2010-02-01 cleared']);
      expect(await story.stateAt('2010-02-01', 2, 2)).toBe('cleared');
    });

    it('and releases before closures: what is cleared on the day its record is closed is cleared', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01', closed: '2010-02-01', closedReason: 'other' }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2010-02-01' }),
      ]);
      expect(await story.stateAt('2010-02-01', 2, 2)).toBe('cleared');
    });
  });

  it('2 rank: where a suspected and a confirmed hazard overlap the ground is confirmed, and counted once', async () => {
    await story.write([
      hazard('S', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
      hazard('C', box(2, 0, 4, 4), { kind: 'CHA', recorded: '2002-01-01' }),
    ]);
    expect(await story.stateAt('2001-06-01', 3, 2)).toBe('suspected');
    expect(await story.stateAt('2002-06-01', 3, 2)).toBe('confirmed');
    expect(await story.movementsAt(3, 2)).toEqual(['2001-01-01 recorded', '2002-01-01 upgraded']);
    const areas = await story.areas('2002-06-01');
    expect(areas.suspected).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 2, 4)), 0);
    expect(areas.confirmed).toBeCloseTo(geographicLibSquareMetres(box(2, 0, 4, 4)), 0);
  });

  it('2 rank: an SHA that becomes a CHA is upgraded on the day it is confirmed', async () => {
    await story.write([hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01', confirmed: '2005-07-01' })]);
    expect(await story.movementsAt(2, 2)).toEqual(['2001-01-01 recorded', '2005-07-01 upgraded']);
  });

  describe('3 release', () => {
    it('only completed and handed-over releases count; the others are in progress', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('planned', box(0, 0, 1, 4), 'cleared', { status: 'planned' }),
        release('ongoing', box(1, 0, 1, 4), 'cleared', { status: 'ongoing', started: '2004-01-01' }),
        release('handed', box(2, 0, 1, 4), 'cleared', { status: 'handed_over', completed: '2005-01-01' }),
      ]);
      expect(await story.stateAt('2006-01-01', 0.5, 2)).toBe('suspected');
      expect(await story.stateAt('2006-01-01', 1.5, 2)).toBe('suspected');
      expect(await story.stateAt('2006-01-01', 2.5, 2)).toBe('cleared');
      expect((await summary('2003-01-01')).in_progress.releases).toBe(1);
      expect((await summary('2006-01-01')).in_progress.releases).toBe(2);
      expect((await summary('2006-01-01')).in_progress.km2 * 1e6).toBeCloseTo(
        geographicLibSquareMetres(box(0, 0, 1, 4)) + geographicLibSquareMetres(box(1, 0, 1, 4)),
        0,
      );
    });

    it('a release ends the hazards it does not name, too', async () => {
      await story.write([
        hazard('A', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        hazard('B', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('R', box(0, 0, 4, 4), 'cancelled', { completed: '2003-01-01', names: ['A'] }),
      ]);
      expect(await story.stateAt('2003-01-01', 2, 2)).toBe('cancelled');
    });

    it('(a) a technical survey reduces the SHA and records the CHA inside it in one stroke: the CHA stays', async () => {
      await story.write([
        hazard('SHA', box(0, 0, 10, 10), { recorded: '2001-01-01' }),
        hazard('CHA', box(2, 2, 3, 3), { kind: 'CHA', recorded: '2012-05-01' }),
        release('TS', box(0, 0, 10, 10), 'reduced', { completed: '2012-05-01', names: ['SHA'] }),
      ]);
      expect(await story.stateAt('2012-05-01', 8, 8)).toBe('reduced');
      expect(await story.stateAt('2012-05-01', 3, 3)).toBe('confirmed');
      expect((await summary('2012-05-01')).conflicts).toBe(1);
      expect((await summary('2012-04-30')).conflicts).toBe(0);
    });

    it('(a) but clearance ends a confirmed hazard, and so does a reduction that names it', async () => {
      await story.write([
        hazard('C1', box(0, 0, 4, 4), { kind: 'CHA', recorded: '2001-01-01' }),
        release('clearance', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01' }),
        hazard('C2', box(10, 0, 4, 4), { kind: 'CHA', recorded: '2001-01-01' }),
        release('reduction', box(10, 0, 4, 4), 'reduced', { completed: '2003-01-01', names: ['C2'] }),
      ]);
      expect(await story.stateAt('2003-01-01', 2, 2)).toBe('cleared');
      expect(await story.stateAt('2003-01-01', 12, 2)).toBe('reduced');
    });

    it('(b) a battle area clearance leaves a minefield open that it neither names nor targets', async () => {
      await story.write([
        hazard('mines', box(0, 0, 4, 4), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
        release('BAC', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01', target: ['cluster_munition_remnant'] }),
      ]);
      expect(await story.stateAt('2003-01-01', 2, 2)).toBe('suspected');
      expect((await summary('2003-01-01')).conflicts).toBe(1);
    });

    it('(b) a target that is not stated leaves nothing out', async () => {
      await story.write([
        hazard('mines', box(0, 0, 4, 4), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01', target: ['unknown'] }),
      ]);
      expect(await story.stateAt('2003-01-01', 2, 2)).toBe('cleared');
    });
  });

  describe('4 re-opening', () => {
    it('a hazard recorded on cleared land re-opens it', async () => {
      await story.write([
        hazard('H1', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01' }),
        hazard('H2', box(0, 0, 2, 4), { recorded: '2009-01-01' }),
      ]);
      expect(await story.movementsAt(1, 2)).toEqual(['2001-01-01 recorded', '2003-01-01 cleared', '2009-01-01 re-opened']);
      expect(await story.stateAt('2010-01-01', 3, 2)).toBe('cleared');
    });

    it('unless the release names it: late paperwork opens nothing', async () => {
      await story.write([
        hazard('late', box(0, 0, 4, 4), { recorded: '2009-01-01' }),
        release('R', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01', names: ['late'] }),
      ]);
      expect(await story.stateAt('2005-01-01', 2, 2)).toBe('outside_cleared');
      expect(await story.stateAt('2010-01-01', 2, 2)).toBe('cleared');
      expect(await story.movementsAt(2, 2)).toEqual(['2003-01-01 cleared', '2009-01-01 reclassified']);
    });
  });

  describe('5 strength', () => {
    it('cleared later than cancelled is a reclassification, not a second release', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('cancel', box(0, 0, 4, 4), 'cancelled', { completed: '2003-01-01' }),
        release('clear', box(0, 0, 2, 4), 'cleared', { completed: '2006-01-01' }),
      ]);
      expect(await story.movementsAt(1, 2)).toEqual(['2001-01-01 recorded', '2003-01-01 cancelled', '2006-01-01 reclassified']);
      expect(await story.stateAt('2006-01-01', 1, 2)).toBe('cleared');
      expect(await story.stateAt('2006-01-01', 3, 2)).toBe('cancelled');
    });

    it('a weaker release afterwards changes nothing', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('clear', box(0, 0, 4, 4), 'cleared', { completed: '2003-01-01' }),
        release('cancel', box(0, 0, 4, 4), 'cancelled', { completed: '2006-01-01' }),
      ]);
      expect(await story.movementsAt(2, 2)).toEqual(['2001-01-01 recorded', '2003-01-01 cleared']);
    });

    it('clearance before the ground was last open does not count', async () => {
      await story.write([
        release('clear', box(0, 0, 4, 4), 'cleared', { completed: '2000-01-01' }),
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
        release('cancel', box(0, 0, 4, 4), 'cancelled', { completed: '2006-01-01' }),
      ]);
      expect(await story.stateAt('2000-06-01', 2, 2)).toBe('outside_cleared');
      expect(await story.stateAt('2006-01-01', 2, 2)).toBe('cancelled');
    });
  });

  describe('6 unmapped', () => {
    it('a hazard without polygon is carried beside the mapped figures, less what the release that names it states', async () => {
      await story.write([
        hazard('U', null, { recorded: '2001-01-01', statedM2: 10_000 }),
        hazard('V', null, { recorded: '2001-01-01', statedM2: 5_000, kind: 'CHA' }),
        hazard('W', null, { recorded: '2001-01-01' }),
        release('R', null, 'cleared', { completed: '2003-01-01', names: ['U'], statedM2: 4_000 }),
        release('S', null, 'cancelled', { completed: '2004-01-01', names: ['V'], statedM2: 9_000 }),
      ]);
      expect((await summary('2002-01-01')).unmapped).toEqual({
        areas: 3,
        without_size: 1,
        suspected_km2: 0.01,
        confirmed_km2: 0.005,
        released_km2: 0,
      });
      expect((await summary('2003-01-01')).unmapped).toEqual({
        areas: 3,
        without_size: 1,
        suspected_km2: 0.006,
        confirmed_km2: 0.005,
        released_km2: 0.004,
      });
      expect((await summary('2004-01-01')).unmapped).toEqual({
        areas: 2,
        without_size: 1,
        suspected_km2: 0.006,
        confirmed_km2: 0,
        released_km2: 0.013,
      });
      expect((await summary('2004-01-01')).recorded_km2).toBe(0);
    });

    it('a release that names two of them is spent once', async () => {
      await story.write([
        hazard('U', null, { recorded: '2001-01-01', statedM2: 5_000 }),
        hazard('V', null, { recorded: '2001-01-01', statedM2: 5_000 }),
        release('R', null, 'cleared', { completed: '2003-01-01', names: ['U', 'V'], statedM2: 6_000 }),
      ]);
      expect((await summary('2003-01-01')).unmapped.suspected_km2).toBeCloseTo(0.004, 12);
    });

    it('so is one whose polygon collapses', async () => {
      await story.write([
        hazard(
          'tiny',
          [
            [
              [
                [103, 13],
                [103.000000001, 13],
                [103, 13.000000001],
                [103, 13],
              ],
            ],
          ],
          { recorded: '2001-01-01', statedM2: 700 },
        ),
      ]);
      expect((await summary('2002-01-01')).unmapped).toMatchObject({ areas: 1, suspected_km2: 0.0007 });
    });
  });

  describe('7 dates', () => {
    it('hazards count from the first day of their period, releases and closures on the last', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01', recordedPrecision: 'year' }),
        release('R', box(0, 0, 2, 4), 'cleared', { completed: '2004-02-01', completedPrecision: 'month' }),
        hazard('K', box(10, 0, 4, 4), {
          recorded: '2001-01-01',
          closed: '2006-01-01',
          closedPrecision: 'year',
          closedReason: 'error',
        }),
      ]);
      expect(await story.movementsAt(1, 2)).toEqual(['2001-01-01 recorded', '2004-02-29 cleared']);
      expect(await story.movementsAt(12, 2)).toEqual(['2001-01-01 recorded', '2006-12-31 closed']);
    });

    it('days before 1970 are days like any other', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { recorded: '1945-05-08' }),
        release('R', box(0, 0, 2, 4), 'cleared', { completed: '1958-01-01', completedPrecision: 'year' }),
        hazard('K', box(10, 0, 4, 4), { recorded: '1950-01-01', closed: '1969-12-31', closedReason: 'error' }),
      ]);
      expect(await story.movementsAt(1, 2)).toEqual(['1945-05-08 recorded', '1958-12-31 cleared']);
      expect(await story.movementsAt(12, 2)).toEqual(['1950-01-01 recorded', '1969-12-31 closed']);
      expect(await story.stateAt('1945-05-08', 3, 2)).toBe('suspected');
      expect(await story.stateAt('1969-12-31', 12, 2)).toBe('closed');
    });

    it('a snapshot of hazards and releases without dates gives hazard minus release, and no movement in any year', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { snapshot: '2024-07-31' }),
        release('R', box(2, 0, 4, 4), 'cleared', { snapshot: '2024-07-31' }),
      ]);
      const { remaining_km2, released_km2, outside_km2, undated_km2 } = await summary('2024-07-31');
      expect(remaining_km2.total * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 2, 4)), 0);
      expect(released_km2.cleared * 1e6).toBeCloseTo(geographicLibSquareMetres(box(2, 0, 2, 4)), 0);
      expect(outside_km2.cleared * 1e6).toBeCloseTo(geographicLibSquareMetres(box(4, 0, 2, 4)), 0);
      expect(undated_km2.recorded * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 4, 4)), 0);
      const timeline = await database.asAudience('manager', async (query) =>
        timelineBetween(query, await filter(query), { from: '2019-12-31', to: '2024-12-31' }, 'year'),
      );
      for (const item of timeline.items)
        expect(Object.values(item.movements_km2)).toEqual(Object.values(item.movements_km2).map(() => 0));
      expect(timeline.undated.movements_km2.recorded * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 4, 4)), 0);
      expect(timeline.items.at(-1)?.remaining_km2.total).toBe(remaining_km2.total);
    });

    it('an undated hazard under a release of 2010 counts from 2010: the release does not become an outside one, nor is it re-opened', async () => {
      await story.write([
        hazard('H', box(0, 0, 4, 4), { snapshot: '2024-07-31' }),
        release('R', box(0, 0, 2, 4), 'cleared', { completed: '2010-05-01' }),
      ]);
      expect(await story.stateAt('2010-05-01', 1, 2)).toBe('cleared');
      expect(await story.stateAt('2010-05-01', 3, 2)).toBe('suspected');
      expect(await story.stateAt('2010-04-30', 3, 2)).toBeNull();
    });
  });

  describe('9 whose', () => {
    it('ordnance is the set over all covering records', async () => {
      await story.write([
        hazard('A', box(0, 0, 4, 4), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
        hazard('B', box(2, 0, 4, 4), { recorded: '2001-01-01', ordnance: ['anti_vehicle_mine'] }),
      ]);
      const only = async (kind: (typeof ORDNANCE_KINDS)[number]) =>
        database.asAudience('manager', async (query) =>
          summaryAt(query, await resolveFilter(query, { programme: story.code, ordnance: kind }), '2002-01-01', null),
        );
      expect((await only('anti_personnel_mine')).remaining_km2.total * 1e6).toBeCloseTo(
        geographicLibSquareMetres(box(0, 0, 4, 4)),
        0,
      );
      expect((await only('anti_vehicle_mine')).remaining_km2.total * 1e6).toBeCloseTo(
        geographicLibSquareMetres(box(2, 0, 4, 4)),
        0,
      );
      expect((await only('other_ied')).remaining_km2.total).toBe(0);
    });

    it('the mask in SQL has the bits of the vocabulary', async () => {
      const rows = await database.asKeeper((query) =>
        query<{ kind: string; mask: number }>('select kind, ordnance_mask(array[kind]) as mask from unnest($1::text[]) kind', [
          ORDNANCE_KINDS,
        ]),
      );
      expect(rows).toEqual(ORDNANCE_KINDS.map((kind, index) => ({ kind, mask: 1 << index })));
    });
  });

  it('10 closed never counts as released, and carries its reason', async () => {
    await story.write([
      hazard('H', box(0, 0, 4, 4), {
        recorded: '2001-01-01',
        closed: '2005-01-01',
        closedReason: 'released_without_polygon_cleared',
      }),
    ]);
    const { closed_km2, released_km2, remaining_km2, recorded_km2 } = await summary('2005-01-01');
    expect(released_km2.total).toBe(0);
    expect(remaining_km2.total).toBe(0);
    expect(closed_km2).toBe(recorded_km2);
    const [row] = await database.asAudience('manager', (query) =>
      query<{ closed_reason: string }>(`select closed_reason from ledger_span where programme_id = $1 and state = 'closed'`, [
        story.programmeId,
      ]),
    );
    expect(row?.closed_reason).toBe('released_without_polygon_cleared');
  });

  it('11 redrawn: the old polygon ends, the new one starts, and only the ground that was dropped changes', async () => {
    await story.write([
      hazard('H', box(0, 0, 4, 4), { recorded: '2001-01-01', closed: '2008-01-01', closedReason: 'redrawn' }),
      hazard('H2', box(1, 0, 4, 4), { recorded: '2008-01-01' }),
    ]);
    expect(await story.movementsAt(0.5, 2)).toEqual(['2001-01-01 recorded', '2008-01-01 closed']);
    expect(await story.movementsAt(2, 2)).toEqual(['2001-01-01 recorded']);
    expect(await story.movementsAt(4.5, 2)).toEqual(['2008-01-01 recorded']);
  });

  it('adding polygons counts overlaps twice; the ledger does not', async () => {
    await story.write([
      hazard('A', box(0, 0, 4, 4), { recorded: '2001-01-01' }),
      hazard('B', box(2, 0, 4, 4), { recorded: '2001-01-01' }),
    ]);
    const { remaining_km2, polygon_sum_km2 } = await summary('2002-01-01');
    expect(remaining_km2.total * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 6, 4)), 0);
    expect(polygon_sum_km2.remaining * 1e6).toBeCloseTo(2 * geographicLibSquareMetres(box(0, 0, 4, 4)), 0);
  });
});
