import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { listOperators } from '../places/queries.ts';
import { recordsPage } from '../records/queries.ts';
import { ORDNANCE_KINDS } from '../vocabulary.ts';
import type { LandQuery, Summary } from './contract.ts';
import { resolveFilter } from './filters.ts';
import { histories } from './testing/arbitrary.ts';
import { destroyedBetween, movementsBetween, summaryAt } from './testing/figures.ts';
import { box, hazard, release, Story } from './testing/story.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const asOf = '2025-01-01';
const summary = (question: LandQuery) =>
  database.asAudience('manager', async (query) => summaryAt(query, await resolveFilter(query, question), asOf, null));
const moved = (question: LandQuery) =>
  database.asAudience('manager', async (query) => {
    const { items, undated } = await movementsBetween(
      query,
      await resolveFilter(query, question),
      { from: '1999-12-31', to: asOf },
      'year',
    );
    const sum = (kind: 'cancelled' | 'reduced' | 'cleared' | 'recorded') =>
      [...items, undated].reduce((total, item) => total + item.movements_km2[kind] + item.outside_movements_km2[kind], 0);
    return { released: sum('cancelled') + sum('reduced') + sum('cleared'), recorded: sum('recorded') };
  });
const operatorsOf = ({ code }: Story) =>
  database.asAudience('manager', async (query) => {
    const { programme } = await resolveFilter(query, { programme: code });
    return (await listOperators(query, programme)).map((operator) => operator.code);
  });
const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);

it('land released by nobody known, and land of no stated kind, are chosen by themselves', async () => {
  const story = await Story.begin(database);
  await story.write([
    hazard('H', box(0, 0, 2, 1), { recorded: '2001-01-01', ordnance: ['anti_vehicle_mine'] }),
    hazard('N', box(0, 2, 1, 1), { recorded: '2001-01-01' }),
    release('R', box(0, 0, 1, 1), 'cleared', { completed: '2005-01-01', operator: 'alpha' }),
    release('S', box(1, 0, 1, 1), 'cleared', { completed: '2006-01-01' }),
  ]);
  const of = (asked: Omit<LandQuery, 'programme'>) => summary({ programme: story.code, ...asked });
  const whole = await of({});
  const [known, unknown] = [await of({ operator: 'alpha' }), await of({ operator: 'none' })];
  expect(known.released_km2.cleared).toBeCloseTo(whole.released_km2.cleared / 2, 6);
  expect(unknown.released_km2.cleared).toBeCloseTo(whole.released_km2.cleared / 2, 6);
  // what remains has no releaser: it stays whatever operator is chosen
  expect(unknown.remaining_km2).toEqual(whole.remaining_km2);
  expect((await of({ ordnance: 'none' })).remaining_km2).toEqual(whole.remaining_km2);
  expect((await of({ ordnance: 'none' })).released_km2.total).toBe(0);
  expect((await of({ ordnance: 'anti_vehicle_mine' })).remaining_km2.total).toBe(0);
  expect(await operatorsOf(story)).toEqual(['alpha', 'beta', 'none']);
});

it('so are their records, and what they destroyed', async () => {
  const story = await Story.begin(database);
  await story.write([
    hazard('H', box(0, 0, 2, 1), { recorded: '2001-01-01' }),
    release('R', box(0, 0, 1, 1), 'cleared', { completed: '2005-01-01', operator: 'alpha', target: ['anti_vehicle_mine'] }),
    release('S', box(1, 0, 1, 1), 'cleared', { completed: '2006-01-01' }),
  ]);
  await database.asKeeper((query) =>
    query(
      `insert into ordnance_found (programme_id, land_release_id, source, found_on, found_precision, ordnance, destroyed_count)
       select programme_id, land_release_id, 'release', completed_on, 'day', 'anti_vehicle_mine', case local_id when 'R' then 3 else 5 end
       from land_release where programme_id = $1`,
      [story.programmeId],
    ),
  );
  const of = (asked: Omit<LandQuery, 'programme'>) =>
    database.asAudience('manager', async (query) => {
      const filter = await resolveFilter(query, { programme: story.code, ...asked });
      const { items } = await recordsPage(query, filter, {
        ...{ type: 'land_release', asOf, from: null, sort: 'local_id', only: null, after: null, limit: 10 },
      });
      const destroyed = await destroyedBetween(query, filter, { from: null, to: asOf });
      return [items.map(({ local_id }) => local_id), (destroyed ?? []).map(({ count }) => count)];
    });
  expect(await of({ operator: 'none' })).toEqual([['S'], [5]]);
  expect(await of({ operator: 'alpha' })).toEqual([['R'], [3]]);
  // what was found is of a kind, whatever was looked for
  expect(await of({ ordnance: 'none' })).toEqual([['S'], []]);
});

it('operators list none only where land was released by none that is known', async () => {
  const story = await Story.begin(database);
  await story.write([
    hazard('H', box(0, 0, 2, 1), { recorded: '2001-01-01' }),
    release('R', box(0, 0, 1, 1), 'cleared', { completed: '2005-01-01', operator: 'alpha' }),
  ]);
  expect(await operatorsOf(story)).toEqual(['alpha', 'beta']);
  // and asked for all the same it is zero, not an error
  expect((await summary({ programme: story.code, operator: 'none' })).released_km2.total).toBe(0);
});

it('each operator and none add up to all, and so do all kinds of ordnance and none', async () => {
  // some of each in every history, apart from its ground
  const always = [
    hazard('V', box(30, 0, 1, 1), { recorded: '2001-01-01', ordnance: ['anti_vehicle_mine'] }),
    hazard('N', box(32, 0, 1, 1), { recorded: '2001-01-01' }),
    release('A', box(34, 0, 1, 1), 'cleared', { completed: '2004-01-01', operator: 'alpha' }),
    release('B', box(36, 0, 1, 1), 'cleared', { completed: '2004-01-01' }),
  ];
  await fc.assert(
    fc.asyncProperty(histories(3), async (records) => {
      const story = await Story.begin(database);
      await story.write([...records, ...always]);
      const { code: programme } = story;
      const whole = { land: await summary({ programme }), moved: await moved({ programme }) };
      const released = ({ released_km2: inside, outside_km2: outside }: typeof whole.land) => inside.total + outside.total;
      const codes = ['alpha', 'beta', 'none'];
      const apart = await Promise.all(codes.map((operator) => summary({ programme, operator })));
      expect(total(apart.map(released))).toBeCloseTo(released(whole.land), 8);
      const movedApart = await Promise.all(codes.map((operator) => moved({ programme, operator })));
      expect(total(movedApart.map((of) => of.released))).toBeCloseTo(whole.moved.released, 8);

      const halves = [ORDNANCE_KINDS.join(), 'none'];
      const byOrdnance = await Promise.all(halves.map((ordnance) => summary({ programme, ordnance })));
      expect(total(byOrdnance.map((of) => of.recorded_km2))).toBeCloseTo(whole.land.recorded_km2, 8);
      expect(total(byOrdnance.map((of) => of.remaining_km2.total))).toBeCloseTo(whole.land.remaining_km2.total, 8);
      const movedByOrdnance = await Promise.all(halves.map((ordnance) => moved({ programme, ordnance })));
      expect(total(movedByOrdnance.map((of) => of.recorded))).toBeCloseTo(whole.moved.recorded, 8);
      expect([released(apart[0] as Summary), released(apart[2] as Summary)].every((km2) => km2 > 0)).toBe(true);
      expect(byOrdnance.every((of) => of.remaining_km2.total > 0)).toBe(true);
    }),
    { numRuns: process.env.LANDCLEAR_LONG ? 150 : 12 },
  );
});
