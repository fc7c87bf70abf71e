import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLedger } from '../../web/src/api/columns.ts';
import { readCells, readChanges, readMoved } from '../../web/src/api/sums.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { LandCells } from '../engine/cells.ts';
import type { Apart } from '../engine/changes.ts';
import { dayOf } from '../engine/days.ts';
import { areasAt, figuresOf } from '../engine/figures.ts';
import { NO_FILTER } from '../engine/filter.ts';
import { keptSpans } from '../engine/kept.ts';
import { movementsIn } from '../engine/movements.ts';
import { listPlaces } from '../places/queries.ts';
import { NO_ORDNANCE_BIT } from '../vocabulary.ts';
import { readApart } from './changes.ts';
import type { LandQuery } from './contract.ts';
import { resolveFilter } from './filters.ts';
import { histories } from './testing/arbitrary.ts';
import {
  cellStates,
  landChanges,
  ledgerColumns,
  movedSums,
  movementsBetween,
  summaryAt,
  summaryInArea,
} from './testing/figures.ts';
import { box, hazard, release, Story } from './testing/story.ts';

const days = fc.constantFrom('2001-01-01', '2003-12-31', '2006-12-31', '2025-01-01');
/** Filters in the words of the API; their places cut the ground in the middle. */
const chosen = fc.record(
  {
    place: fc.constantFrom('A', 'B', 'P', 'none', 'A,none'),
    ordnance: fc.constantFrom('anti_vehicle_mine', 'anti_personnel_mine,cluster_munition_remnant', 'unknown,none', 'none'),
    operator: fc.constantFrom('alpha', 'none', 'beta,none'),
    method: fc.constantFrom('cleared', 'cancelled,reduced'),
    kind: fc.constantFrom('SHA', 'CHA'),
    bbox: fc.constantFrom('103.001,13.002,103.006,13.009', '103.004,13,103.02,13.02', '170,-10,103.005,13.006'),
  },
  { requiredKeys: [] },
);
/** Several filters at once leave nothing of a small history most of the time. */
const filters = fc.oneof(chosen, fc.constantFrom({}, { place: 'P' }, { kind: 'SHA' }, { method: 'cleared,reduced' }));

describe('sums over faces', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const written = async (records: Parameters<Story['write']>[0]): Promise<Story> => {
    const story = await Story.begin(database);
    await story.cutByPlaces([
      { code: 'A', geometry: box(0, 0, 5, 9) },
      { code: 'B', geometry: box(5, 0, 5, 9) },
    ]);
    await story.write(records);
    return story;
  };

  it('changes added up to a day are its summary in every digit, whatever the filters and however much is told apart', async () => {
    const by = fc.subarray<Apart>(['place', 'operator', 'ordnance']);
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.array(fc.tuple(filters, days, by), { minLength: 8, maxLength: 8 }),
        async (records, asked) => {
          const story = await written(records);
          for (const [chosen, asOf, apart] of asked) {
            const question: LandQuery = { programme: story.code, ...chosen };
            const [summary, bytes] = await database.asAudience('manager', async (query) => {
              const filter = await resolveFilter(query, question);
              return [
                await summaryAt(query, filter, asOf, null),
                await landChanges(query, { filter, by: apart, outline: null }),
              ] as const;
            });
            const figures = figuresOf(areasAt(readChanges(bytes), dayOf(asOf)));
            expect(figures).toEqual({
              remaining: summary.remaining_km2,
              released: summary.released_km2,
              outside: summary.outside_km2,
              closed: summary.closed_km2,
            });
            counted += figures.remaining.total + figures.released.total > 0 ? 1 : 0;
          }
        },
      ),
      { numRuns: process.env.LANDCLEAR_LONG ? 200 : 15, endOnFailure: true },
    );
    expect(counted).toBeGreaterThan(5);
  });

  it('told apart by place, operator and ordnance they are filtered by the page as the server filters', async () => {
    const story = await written([
      hazard('H', box(1, 1, 7, 3), { recorded: '2001-01-01', ordnance: ['anti_vehicle_mine'] }),
      hazard('U', box(3, 3, 2, 4), { recorded: null, ordnance: ['cluster_munition_remnant'] }),
      release('R', box(2, 1, 4, 3), 'reduced', { completed: '2005-01-01' }),
    ]);
    const asked = { place: 'B', ordnance: 'anti_vehicle_mine', method: 'reduced' } as const;
    const [summary, columns, places] = await database.asAudience('manager', async (query) => {
      const all = await resolveFilter(query, { programme: story.code });
      const bytes = await landChanges(query, { filter: all, by: ['place', 'operator', 'ordnance'], outline: null });
      const filter = await resolveFilter(query, { programme: story.code, ...asked });
      return [
        await summaryAt(query, filter, '2010-01-01', null),
        readChanges(bytes),
        await listPlaces(query, all.programme, null),
      ] as const;
    });
    const kept = keptSpans(
      columns,
      { ...NO_FILTER, places: ['B'], ordnance: ['anti_vehicle_mine'], methods: ['reduced'] },
      places,
    );
    const { remaining, released } = figuresOf(areasAt(columns, dayOf('2010-01-01'), kept));
    expect(remaining).toEqual(summary.remaining_km2);
    expect(released).toEqual(summary.released_km2);
    expect(released.reduced).toBeGreaterThan(0);
    // nothing is said of what the release looked for
    expect(columns.ordnanceSeen).toBe((1 << 2) | (1 << 3) | NO_ORDNANCE_BIT);
  });

  it('what moved, added up, is what /api/movements says, the undated beside', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), filters, async (records, chosen) => {
        const story = await written(records);
        const range = { from: '2001-12-31', to: '2004-12-31' };
        const [list, bytes] = await database.asAudience('manager', async (query) => {
          const filter = await resolveFilter(query, { programme: story.code, ...chosen });
          return [
            await movementsBetween(query, filter, range, 'year'),
            await movedSums(query, { filter, by: [], outline: null }),
          ] as const;
        });
        const moved = readMoved(bytes);
        for (const item of list.items) {
          const { inside, outside } = movementsIn(moved, dayOf(item.from), dayOf(item.to), null);
          expect(inside).toEqual(item.movements_km2);
          expect(outside).toEqual(item.outside_movements_km2);
        }
        const { movements_km2: inside, outside_movements_km2: outside } = list.undated;
        const undated = [...Object.values(inside), ...Object.values(outside)].reduce((sum, km2) => sum + km2, 0);
        expect(movementsIn(moved, 0, dayOf(range.to), null).undated).toBeCloseTo(undated, 9);
      }),
      { numRuns: process.env.LANDCLEAR_LONG ? 200 : 15, endOnFailure: true },
    );
  });

  it('within a drawn area they are what the database counts there', async () => {
    const story = await written([
      hazard('H', box(0, 0, 6, 6), { recorded: '2001-01-01' }),
      release('R', box(2, 2, 2, 9), 'cleared', { completed: '2005-01-01' }),
    ]);
    const outline = { type: 'MultiPolygon' as const, coordinates: box(1, 1, 2.4, 20) };
    for (const asOf of ['2000-01-01', '2003-01-01', '2006-01-01']) {
      const [summary, changes] = await database.asAudience('manager', async (query) => {
        const filter = await resolveFilter(query, { programme: story.code });
        return [
          await summaryInArea(query, filter, outline, asOf),
          await landChanges(query, { filter, by: [], outline }),
        ] as const;
      });
      const figures = figuresOf(areasAt(readChanges(changes), dayOf(asOf)));
      expect(figures.remaining.total).toBeCloseTo(summary.remaining_km2.total, 7);
      expect(figures.released.total).toBeCloseTo(summary.released_km2.total, 7);
      expect(figures.outside.cleared).toBeCloseTo(summary.outside_km2.cleared, 7);
      if (asOf === '2006-01-01')
        expect(Object.values(figures.released).every((km2) => km2 >= 0) && figures.outside.cleared > 0).toBe(true);
    }
  });

  it('cells look as the page makes them of the columns, at every zoom, date and filter', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.array(fc.tuple(filters, days, fc.integer({ min: 0, max: 13 })), { minLength: 8, maxLength: 8 }),
        async (records, asked) => {
          const story = await written(records);
          for (const [{ bbox: _, ...chosen }, asOf, zoom] of asked as [Partial<LandQuery>, string, number][]) {
            const [ledger, meant, cells] = await database.asAudience('manager', async (query) => {
              const filter = await resolveFilter(query, { programme: story.code, ...chosen, bbox: '102.99,12.99,103.1,13.1' });
              return [
                readLedger(await ledgerColumns(query, filter.programme)),
                await listPlaces(query, filter.programme, null),
                readCells(await cellStates(query, filter, zoom, asOf)),
              ] as const;
            });
            const list = <Code extends string>(text: string | undefined) => (text?.split(',') ?? []) as Code[];
            const kept = keptSpans(
              ledger,
              {
                ...NO_FILTER,
                places: list(chosen.place),
                operators: list(chosen.operator),
                ordnance: list(chosen.ordnance),
                methods: list(chosen.method),
                kinds: list(chosen.kind),
              },
              meant,
            );
            const own = new LandCells(ledger, zoom).changesAt(dayOf(asOf), kept).sort((one, other) => one.id - other.id);
            expect(cells).toEqual(own);
            shown += own.filter(({ state }) => state !== 'none').length;
          }
        },
      ),
      { numRuns: process.env.LANDCLEAR_LONG ? 200 : 15, endOnFailure: true },
    );
    expect(shown).toBeGreaterThan(20);
  });

  it.each(['state', 'place,face'])('refuses to tell apart by %s', (by) => {
    expect(() => readApart(by)).toThrow(/by=/);
  });
});
