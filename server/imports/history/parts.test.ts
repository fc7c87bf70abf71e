import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { resolveFilter } from '../../land/filters.ts';
import { summaryAt } from '../../land/testing/figures.ts';
import { box, type MultiPolygon } from '../../land/testing/story.ts';
import { importFile } from '../load.ts';
import type { ImportOptions } from '../options.ts';
import { feature, file, importOptions } from '../testing.ts';
import { issuesOf } from './batches.ts';
import { partKey, splitKey } from './keys.ts';
import { undoBatch } from './undo.ts';

// of different sizes, so that every figure tells which of them it counts; none touches another
const A = box(0, 0, 2, 2);
const B = box(5, 0, 3, 3);
const B_REDRAWN = box(5, 0, 3, 4);

describe('several rows of one local id', () => {
  let database: Database;
  /** km² of outlines that do not meet, by programmes that hold nothing else. */
  const sizes = { a: 0, b: 0, redrawn: 0 };
  beforeAll(async () => {
    database = await openTestDatabase();
    for (const [name, programme, geometry] of [
      ['a', 'ABW', A],
      ['b', 'AIA', B],
      ['redrawn', 'ALA', B_REDRAWN],
    ] as const) {
      await hazards(programme, [geometry]);
      sizes[name] = await remaining(programme, '2020-01-01');
    }
  });
  afterAll(() => database.close());

  const hazards = (programme: string, drawn: MultiPolygon[], more: Partial<ImportOptions> = {}) =>
    importFile(
      database,
      file(...drawn.map((geometry) => feature({ id: 'H', date: '2010-01-01' }, geometry))),
      importOptions('hazardous-areas', programme, more),
    );
  const cleared = (programme: string, geometry: MultiPolygon, properties: object = {}) =>
    importFile(
      database,
      file(feature({ id: 'R', date: '2012-01-01', ...properties }, geometry)),
      importOptions('land-releases', programme),
    );
  const summary = (programme: string, asOf: string) =>
    database.asAudience('manager', async (query) => summaryAt(query, await resolveFilter(query, { programme }), asOf, null));
  const remaining = async (programme: string, asOf: string) => (await summary(programme, asOf)).remaining_km2.total;
  it.each([
    ['AND', A, 'a'],
    ['ARE', B, 'b'],
  ] as const)('a part that a complete list misses keeps its history and is closed on that day (%s)', async (programme, kept, size) => {
    await hazards(programme, [A, B], { snapshotDay: '2015-01-01' });
    const complete = await hazards(programme, [kept], { snapshotDay: '2020-01-01', complete: true });
    expect(complete).toMatchObject({ unchanged: 1, corrected: 0, closed: 1 });
    expect(await remaining(programme, '2014-01-01')).toBeCloseTo(sizes.a + sizes.b, 6);
    expect(await remaining(programme, '2021-01-01')).toBeCloseTo(sizes[size], 6);
    expect((await summary(programme, '2021-01-01')).closed_km2).toBeCloseTo(sizes.a + sizes.b - sizes[size], 6);
    await undoBatch(database, complete.batch);
    expect(await remaining(programme, '2021-01-01')).toBeCloseTo(sizes.a + sizes.b, 6);
  });

  it('a part that did not change stays cleared where another part is redrawn as of a day', async () => {
    // several outlines, so that the redrawn row comes before the other and after it when they are ordered by content
    const programmes = ['ATG', 'BHS', 'BRB', 'BVT', 'CCK', 'COK', 'CUW', 'CXR'];
    for (const [index, programme] of programmes.entries()) {
      const [kept, other] = index % 2 === 0 ? [A, B] : [B, A];
      const height = 2 + index / 10;
      const redrawn = other === B ? box(5, 0, 3, height) : box(0, 0, 1, height);
      await hazards(programme, [A, B]);
      await cleared(programme, kept);
      const result = await hazards(programme, [kept, redrawn], { changeAsOf: '2018-01-01' });
      expect(result).toMatchObject({ unchanged: 1, corrected: 1 });
      const after = await summary(programme, '2021-01-01');
      expect(after.remaining_km2.total).toBeCloseTo(height * (other === B ? sizes.b / 3 : sizes.a / 4), 4);
      expect(after.released_km2.cleared).toBeCloseTo(kept === A ? sizes.a : sizes.b, 6);
    }
  });

  it('two redrawn parts are told apart by where they are', async () => {
    for (const [index, programme] of ['BLZ', 'CYM', 'DMA', 'ESH'].entries()) {
      await importFile(
        database,
        file(feature({ id: 'H', date: '2010-01-01' }, A), feature({ id: 'H', date: '2019-01-01' }, B)),
        importOptions('hazardous-areas', programme),
      );
      const remark = `seen again by team ${index}`;
      const moved = file(
        feature({ id: 'H', date: '2019-01-01', remark }, B_REDRAWN),
        feature({ id: 'H', date: '2010-01-01', remark }, box(0, 0, 1, 2)),
      );
      // B is recorded after that day, so its outline is corrected; A is redrawn and was larger before
      await importFile(database, moved, importOptions('hazardous-areas', programme, { changeAsOf: '2015-01-01' }));
      expect(await remaining(programme, '2014-01-01')).toBeCloseTo(sizes.a, 6);
      expect(await remaining(programme, '2016-01-01')).toBeCloseTo(sizes.a / 2, 4);
      expect(await remaining(programme, '2020-01-01')).toBeCloseTo(sizes.a / 2 + sizes.redrawn, 4);
    }
  });

  it('one row becomes two and one again: no part vanishes unless the file is complete, and undoing gives each step back', async () => {
    const steps: [MultiPolygon[], Partial<ImportOptions>, number, number][] = [
      [[A], {}, sizes.a, sizes.a],
      [[A, B], {}, sizes.a + sizes.b, sizes.a + sizes.b],
      [[A], {}, sizes.a + sizes.b, sizes.a + sizes.b],
      [[A], { snapshotDay: '2020-01-01', complete: true }, sizes.a + sizes.b, sizes.a],
      [[B, A], { snapshotDay: '2022-01-01', changeAsOf: '2022-01-01' }, sizes.a + sizes.b, sizes.a],
    ];
    const batches: number[] = [];
    const figures = async () => [await remaining('BMU', '2014-01-01'), await remaining('BMU', '2021-01-01')];
    for (const [drawn, more, early, late] of steps) {
      batches.push((await hazards('BMU', drawn, more)).batch);
      for (const [index, value] of (await figures()).entries()) expect(value).toBeCloseTo(index === 0 ? early : late, 6);
    }
    expect(await remaining('BMU', '2023-01-01')).toBeCloseTo(sizes.a + sizes.b, 6);
    const said = await database.asAudience('manager', (query) => issuesOf(query, batches[2] as number));
    expect(said.map(({ code }) => code).filter((code) => code !== 'outside_the_country')).toEqual(['parts_not_listed']);
    for (const index of [4, 3, 2]) {
      await undoBatch(database, batches[index] as number);
      const [, , early, late] = steps[index - 1] as (typeof steps)[number];
      for (const [at, value] of (await figures()).entries()) expect(value).toBeCloseTo(at === 0 ? early : late, 6);
    }
  });

  it('a part added by a survey as of a day opens its ground, also where a release of before names the id', async () => {
    await hazards('BTN', [A]);
    await cleared('BTN', B, { hazard_id: 'H' });
    await hazards('BTN', [A, B], { changeAsOf: '2018-01-01' });
    expect(await remaining('BTN', '2017-01-01')).toBeCloseTo(sizes.a, 6);
    expect(await remaining('BTN', '2019-01-01')).toBeCloseTo(sizes.a + sizes.b, 6);
  });

  it.each([
    'H',
    'A#2',
    'A#',
    '#',
    '#2',
    '#123456789012345678901234',
    'x#2#3',
    'two\nlines',
  ])('the key of a part of %j is read back', (localId) => {
    const base = localId.replaceAll('#', '##');
    for (const number of [1, 2, 13]) expect(splitKey('hazardous-areas', partKey(base, number))).toEqual({ base, number });
  });
});
