import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { importFile } from '../imports/load.ts';
import { importOptions } from '../imports/testing.ts';
import type { History, Summary } from '../land/contract.ts';
import { histories } from '../land/testing/arbitrary.ts';
import { geographicLibSquareMetres } from '../land/testing/geodesic.ts';
import { box, hazard, release, Story } from '../land/testing/story.ts';
import { Readiness } from '../readiness.ts';
import { RECORD_SORTS, type RecordItem, type RecordPage } from './contract.ts';

describe('the records behind a figure', () => {
  let app: FastifyInstance;
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = (url: string) => app.inject({ url, headers: { host: '127.0.0.1:3000' } });
  const json = async <Body>(url: string): Promise<Body> => (await ask(url)).json() as Body;
  const page = (question: string) => json<RecordPage>(`/api/records?${question}`);
  /** All pages, one after the other. */
  async function all(question: string): Promise<RecordItem[]> {
    const items: RecordItem[] = [];
    for (let after = ''; ; ) {
      const next = await page(`${question}${after}`);
      items.push(...next.items);
      if (next.next === null) return items;
      after = `&after=${next.next}`;
    }
  }
  const ids = (items: readonly RecordItem[]) => items.map(({ local_id }) => local_id);

  async function border(): Promise<Story> {
    const story = await Story.begin(database);
    await story.write([
      hazard('H1', box(0, 0, 4, 2), { recorded: '2001-01-01', statedM2: 100_000 }),
      hazard('H2', box(3, 0, 2, 2), { recorded: '2002-01-01', confirmed: '2003-01-01', statedM2: 40_000 }),
      hazard('H3', box(9, 0, 1, 1), { recorded: null, snapshot: '2004-01-01' }),
      hazard('U', null, { recorded: '2001-01-01', statedM2: 5000 }),
      hazard('N', null, { recorded: '2001-01-01', statedM2: 700 }),
      hazard('C', box(12, 0, 1, 1), { recorded: '2001-01-01', closed: '2003-01-01' }),
      hazard('L', box(14, 0, 1, 1), { recorded: '2030-01-01' }),
      // leaves the confirmed H2 open, which it does not name; leaks out of H1
      release('R1', box(2, 0, 2, 3), 'reduced', { completed: '2005-01-01', names: ['H1'], statedM2: 60_000 }),
      release('R2', box(20, 0, 1, 1), 'cleared', { status: 'ongoing', started: '2005-06-01' }),
      release('R3', null, 'cleared', { completed: '2005-01-01', names: ['N'], statedM2: 700 }),
    ]);
    return story;
  }

  it('says of each area what is left of its own polygon, what overlaps it and what is odd about it', async () => {
    const story = await border();
    const { items } = await page(`programme=${story.code}&as_of=2006-01-01`);
    expect(ids(items)).toEqual(['C', 'H1', 'H2', 'H3', 'N', 'U']);
    const [closed, first, second, undated, released, unmapped] = items as [
      RecordItem,
      RecordItem,
      RecordItem,
      RecordItem,
      RecordItem,
      RecordItem,
    ];
    expect(closed).toMatchObject({ status: 'closed', remaining_m2: 0, closed_on: '2003-01-01' });
    expect(first).toMatchObject({ status: 'open', kind: 'SHA', conflict: false, day: '2001-01-01', stated_m2: 100_000 });
    expect(first.remaining_m2).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 2, 2)), 0);
    expect(first.mapped_m2).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 4, 2)), 0);
    expect(first.overlap_m2).toBeCloseTo(geographicLibSquareMetres(box(3, 0, 1, 2)), 0);
    expect(first.difference_m2).toBeCloseTo(100_000 - (first.mapped_m2 as number), 2);
    expect(second).toMatchObject({ status: 'open', kind: 'CHA', conflict: true });
    expect(second.remaining_m2).toBeCloseTo(geographicLibSquareMetres(box(3, 0, 2, 2)), 0);
    expect(undated).toMatchObject({ undated: true, recorded_on: null, day: '2004-01-01', unmapped: false, difference_m2: null });
    expect(released).toMatchObject({ unmapped: true, status: 'released', remaining_m2: null });
    expect(unmapped).toMatchObject({ unmapped: true, status: 'open', mapped_m2: null, at: null });
    const history = await json<History>(`/api/history?programme=${story.code}&at=${first.at?.join(',')}&as_of=2006-01-01`);
    expect(history.hazardous_areas.map(({ local_id }) => local_id)).toContain('H1');

    const releases = (await page(`programme=${story.code}&as_of=2006-01-01&type=land_release`)).items;
    expect(ids(releases)).toEqual(['R1', 'R2', 'R3']);
    expect(releases[0]).toMatchObject({ kind: 'reduced', status: 'completed', conflict: true, day: '2005-01-01' });
    expect(releases[0]?.outside_m2).toBeCloseTo(geographicLibSquareMetres(box(2, 2, 2, 1)), 0);
    expect(releases[1]).toMatchObject({ status: 'ongoing', day: null, unmapped: false, outside_m2: null });
    expect(releases[2]).toMatchObject({ unmapped: true });
  });

  it.each([
    ['open', 'hazardous_area', ['H1', 'H2', 'H3', 'U']],
    ['unmapped', 'hazardous_area', ['N', 'U']],
    ['undated', 'hazardous_area', ['H3']],
    ['conflict', 'hazardous_area', ['H2']],
    ['overlap', 'hazardous_area', ['H1', 'H2']],
    ['difference', 'hazardous_area', ['H1', 'H2']],
    ['in_progress', 'land_release', ['R2']],
    ['unmapped', 'land_release', ['R3']],
    ['conflict', 'land_release', ['R1']],
    ['outside', 'land_release', ['R1']],
  ])('only=%s of %s', async (only, type, expected) => {
    const story = await border();
    expect(ids(await all(`programme=${story.code}&as_of=2006-01-01&type=${type}&only=${only}`))).toEqual(expected);
  });

  it('filters choose as they choose land: kinds areas, methods releases; from leaves out what counts before', async () => {
    const story = await border();
    const question = `programme=${story.code}&as_of=2006-01-01`;
    expect(ids(await all(`${question}&kind=CHA&method=cleared`))).toEqual(['H2']);
    expect(ids(await all(`${question}&type=land_release&method=cleared&kind=CHA`))).toEqual(['R2', 'R3']);
    expect(ids(await all(`${question}&from=2001-12-31`))).toEqual(['H2', 'H3']);
    expect(ids(await all(`${question}&bbox=103.008,12.9,103.02,13.1`))).toEqual(['C', 'H3']);
    expect(ids(await all(`programme=${story.code}&as_of=2001-06-01&only=open`))).toEqual(['C', 'H1', 'N', 'U']);
  });

  it('state chooses records by what they are at the end of the day, each under one', async () => {
    const story = await border();
    const question = `programme=${story.code}&as_of=2006-01-01`;
    for (const [state, areas, releases] of [
      ['remaining', ['H1', 'H2', 'H3', 'U'], ['R2']],
      ['released', ['N'], ['R1', 'R3']],
      ['closed', ['C'], []],
      ['closed,remaining', ['C', 'H1', 'H2', 'H3', 'U'], ['R2']],
    ] as const) {
      expect(ids(await all(`${question}&state=${state}`)), state).toEqual(areas);
      expect(ids(await all(`${question}&state=${state}&type=land_release`)), state).toEqual(releases);
    }
    expect(ids(await all(`${question}&state=remaining&kind=CHA&only=conflict`))).toEqual(['H2']);
  });

  it('paging gives every record once, in the order of the sort with nothing known last, on random histories', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.constantFrom('hazardous_area', 'land_release'),
        fc.constantFrom(...RECORD_SORTS),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        async (records, type, sort, isDescending, limit) => {
          const story = await Story.begin(database);
          await story.write(records);
          const question = `programme=${story.code}&as_of=2025-01-01&type=${type}`;
          const whole = (await page(`${question}&limit=1000`)).items;
          const paged = await ask(`/api/records?${question}&sort=${isDescending ? '-' : ''}${sort}&limit=${limit}`);
          const isOfOther = type === 'hazardous_area' ? sort === 'outside_m2' : ['remaining_m2', 'overlap_m2'].includes(sort);
          if (isOfOther) {
            expect(paged.statusCode).toBe(400);
            return;
          }
          const items = await all(`${question}&sort=${isDescending ? '-' : ''}${sort}&limit=${limit}`);
          const sortedBy = (item: RecordItem) => {
            const value = item[sort];
            return sort === 'difference_m2' && value !== null ? Math.abs(value as number) : value;
          };
          const compare = (one: RecordItem, other: RecordItem) => {
            const [first, second] = [sortedBy(one), sortedBy(other)];
            if (first === second) return one.id - other.id;
            if (first === null || second === null) return first === null ? 1 : -1;
            return (first < second ? -1 : 1) * (isDescending ? -1 : 1);
          };
          expect(items).toEqual([...whole].sort(compare));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('no area has more left than its polygon, and together they have at least the ground that remains', async () => {
    await fc.assert(
      fc.asyncProperty(histories(3), async (records) => {
        const story = await Story.begin(database);
        await story.write(records);
        const items = await all(`programme=${story.code}&as_of=2006-12-31`);
        const summary = await json<Summary>(`/api/summary?programme=${story.code}&as_of=2006-12-31`);
        for (const { remaining_m2, mapped_m2, unmapped } of items)
          if (!unmapped) expect(remaining_m2 as number).toBeLessThanOrEqual((mapped_m2 as number) * (1 + 1e-6) + 1);
        const sum = items.reduce((total, { remaining_m2 }) => total + (remaining_m2 ?? 0), 0);
        expect(sum).toBeGreaterThanOrEqual(summary.remaining_km2.total * 1e6 - 0.01);
        if (items.every(({ overlap_m2 }) => !overlap_m2)) expect(sum / 1e6).toBeCloseTo(summary.remaining_km2.total, 8);
      }),
      { numRuns: 12 },
    );
  });

  it('as CSV: all of them, whatever the limit, and text that a spreadsheet would calculate is not', async () => {
    const story = await Story.begin(database);
    await story.write(
      Array.from({ length: 1203 }, (_, index) => hazard(index === 0 ? '=1+1' : `H${index}`, null, { recorded: '2001-01-01' })),
    );
    const answer = await ask(`/api/records?programme=${story.code}&format=csv&limit=10`);
    expect(answer.headers['content-type']).toContain('text/csv');
    const lines = answer.body.split('\r\n').filter((line) => line !== '');
    expect(lines).toHaveLength(2 + 1203);
    expect(lines[1]?.startsWith('id,local_id,edition')).toBe(true);
    expect(lines.some((line) => line.includes(",'=1+1,"))).toBe(true);
    expect(new Set(lines.slice(2).map((line) => line.split(',')[1])).size).toBe(1203);
  });

  it('as CSV: the lists of a programme come in again elsewhere, and give the same land on every day', async () => {
    const story = await border();
    const [elsewhere, days] = ['ZMB', ['2001-06-01', '2003-06-01', '2004-06-01', '2024-01-01']];
    for (const [type, entity] of [
      ['hazardous_area', 'hazardous-areas'],
      ['land_release', 'land-releases'],
    ] as const) {
      const list = await ask(`/api/records?programme=${story.code}&type=${type}&as_of=2031-01-01&format=csv`);
      const options = importOptions(entity, elsewhere, {
        fileName: 'list.csv',
        kind: null,
        method: null,
        snapshotDay: '2004-01-01',
      });
      const result = await importFile(database, new TextEncoder().encode(list.body), { ...options, today: '2031-01-01' });
      expect(result).toMatchObject({ refused: 0 });
    }
    for (const day of days) {
      const land = async (programme: string) => {
        const { remaining_km2, released_km2, outside_km2, closed_km2 } = await json<Summary>(
          `/api/summary?programme=${programme}&as_of=${day}`,
        );
        return { remaining_km2, released_km2, outside_km2, closed_km2 };
      };
      expect(await land(elsewhere), day).toEqual(await land(story.code));
    }
  });

  it.each([
    ['sort=geom', 'sort'],
    ['sort=outside_m2', 'sort'],
    ['only=outside', 'only'],
    ['limit=0', 'limit'],
    ['after=x', 'after'],
    [`after=${Buffer.from('["hazardous_area -day","x",1]').toString('base64url')}&sort=-day`, 'after'],
    [`after=${Buffer.from('["hazardous_area local_id","x",1]').toString('base64url')}&sort=-day`, 'after'],
    ['from=2020-01-01&as_of=2019-01-01', 'from'],
  ])('refuses %s', async (question, field) => {
    const story = await Story.begin(database);
    const answer = await ask(`/api/records?programme=${story.code}&${question}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().field).toBe(field);
  });
});
