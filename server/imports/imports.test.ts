import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { resolveFilter } from '../land/filters.ts';
import { summaryAt } from '../land/testing/figures.ts';
import { box, type MultiPolygon } from '../land/testing/story.ts';
import { findProgramme } from '../places/queries.ts';
import { issuesOf } from './history/batches.ts';
import { undoBatch } from './history/undo.ts';
import { importFile } from './load.ts';
import { NothingImported } from './nothing-imported.ts';
import type { ImportOptions } from './options.ts';
import { feature, file, importOptions as options } from './testing.ts';

const SHARED = process.env.LANDCLEAR_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
const BIH = join(SHARED, 'bih-west');

describe('imports', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const summary = (programme: string, asOf: string, place?: string) =>
    database.asAudience('manager', async (query) =>
      summaryAt(
        query,
        await resolveFilter(query, place === undefined ? { programme } : { programme, place }),
        asOf,
        place ?? null,
      ),
    );
  const version = (programme: string) =>
    database.asAudience('manager', async (query) => (await findProgramme(query, programme)).dataVersion);
  const issues = (batch: number) => database.asAudience('manager', (query) => issuesOf(query, batch));

  describe('real minefields, traced from map sheets', () => {
    it.skipIf(!existsSync(BIH))('bih-west gives the figures worked out elsewhere, with municipalities or without', async () => {
      const read = (name: string) => readFileSync(join(BIH, name));
      const suspected = await importFile(database, read('suspect_areas_simplyfied.geojson'), options('hazardous-areas', 'BIH'));
      const cleared = await importFile(database, read('cleared_areas_simplyfied.geojson'), options('land-releases', 'BIH'));
      expect(suspected).toMatchObject({ read: 1885, accepted: 1885, repaired: 59, unmapped: 778, refused: 0 });
      expect(cleared).toMatchObject({ read: 753, accepted: 753, repaired: 49, unmapped: 28, refused: 0 });
      expect((await issues(suspected.batch)).filter(({ outcome }) => outcome === 'repaired')).toHaveLength(59);
      expect((await issues(cleared.batch)).filter(({ outcome }) => outcome === 'repaired')).toHaveLength(49);
      const check = async () => {
        const { remaining_km2, released_km2, outside_km2, polygon_sum_km2 } = await summary('BIH', '2024-07-31');
        expect(Math.abs(remaining_km2.total / 132.70032 - 1)).toBeLessThan(1e-4);
        expect(Math.abs(released_km2.cleared / 0.117324 - 1)).toBeLessThan(1e-4);
        expect(Math.abs(outside_km2.cleared / 3.802565 - 1)).toBeLessThan(1e-4);
        // the figures from elsewhere are even-odd; what three outlines enclose twice is 1,057 m² more
        expect(remaining_km2.total).toBeGreaterThan(132.7009);
        expect(polygon_sum_km2.recorded).toBeCloseTo(134.0076, 3);
        expect(polygon_sum_km2.released).toBeCloseTo(4.0028, 3);
        return remaining_km2.total;
      };
      const before = await check();
      await importFile(database, read('municipalities.geojson'), options('places', 'BIH', { level: 2 }));
      expect(await check()).toBeCloseTo(before, 5);
      const none = await summary('BIH', '2024-07-31', 'none');
      const [places] = await database.asAudience('manager', (query) =>
        query<{ codes: string }>(
          `select string_agg(place.code, ',') as codes from place join programme using (programme_id) where programme.code = 'BIH'`,
        ),
      );
      const inside = await summary('BIH', '2024-07-31', places?.codes ?? '');
      expect(none.remaining_km2.total + inside.remaining_km2.total).toBeCloseTo(before, 5);
      expect((none.recorded_km2 + none.outside_km2.total) / (before + 3.92)).toBeGreaterThan(0.005);
    });
  });

  it('the same file again changes nothing: no record, no figure, no version', async () => {
    const bytes = file(
      feature({ id: 'A' }, box(0, 0, 2, 2)),
      feature({}, box(5, 5, 1, 1)),
      feature({}, box(5, 5, 1, 1)),
      feature({}, null),
    );
    const first = await importFile(database, bytes, options('hazardous-areas', 'AFG'));
    expect(first).toMatchObject({ created: 4, unmapped: 1 });
    const before = await version('AFG');
    const again = await importFile(database, bytes, options('hazardous-areas', 'AFG'));
    expect(again).toMatchObject({ created: 0, corrected: 0, unchanged: 4 });
    expect(await version('AFG')).toBe(before);
  });

  it('a correction restates history, a change as of a day does not', async () => {
    const drawn = (geometry: MultiPolygon) => file(feature({ id: 'H', date: '2001-01-01' }, geometry));
    await importFile(database, drawn(box(0, 0, 4, 4)), options('hazardous-areas', 'AGO'));
    const early = (await summary('AGO', '2005-01-01')).remaining_km2.total;
    await importFile(database, drawn(box(0, 0, 2, 4)), options('hazardous-areas', 'AGO', { changeAsOf: '2010-01-01' }));
    // cut in two faces, each rounded to 0.01 m²
    expect((await summary('AGO', '2005-01-01')).remaining_km2.total).toBeCloseTo(early, 7);
    const late = (await summary('AGO', '2010-01-01')).remaining_km2.total;
    expect(late).toBeLessThan(early * 0.51);
    expect((await summary('AGO', '2010-01-01')).closed_km2).toBeCloseTo(early - late, 6);
    await importFile(database, drawn(box(0, 0, 1, 4)), options('hazardous-areas', 'AGO'));
    expect((await summary('AGO', '2012-01-01')).remaining_km2.total).toBeLessThan(late * 0.51);
    expect((await summary('AGO', '2005-01-01')).remaining_km2.total).toBeCloseTo(early, 7);
  });

  it('a complete file closes what it no longer lists, and undoing it opens that again', async () => {
    const [one, two] = [
      feature({ id: '1', date: '2001-01-01' }, box(0, 0, 2, 2)),
      feature({ id: '2', date: '2001-01-01' }, box(9, 9, 2, 2)),
    ];
    await importFile(database, file(one, two), options('hazardous-areas', 'ALB'));
    const both = (await summary('ALB', '2025-01-01')).remaining_km2.total;
    const complete = await importFile(database, file(one), options('hazardous-areas', 'ALB', { complete: true }));
    expect(complete.closed).toBe(1);
    expect((await summary('ALB', '2025-01-01')).remaining_km2.total).toBeCloseTo(both / 2, 4);
    expect((await summary('ALB', '2024-07-30')).remaining_km2.total).toBe(both);
    await undoBatch(database, complete.batch);
    expect((await summary('ALB', '2025-01-01')).remaining_km2.total).toBe(both);
  });

  it('a complete file with a row that cannot be read closes nothing: the row is listed, and may be danger', async () => {
    const area = (id: string, date: string) => feature({ id, date }, box(Number(id) * 5, 0, 2, 2));
    await importFile(database, file(area('1', '2001-01-01'), area('2', '2001-01-01')), options('hazardous-areas', 'AUT'));
    const before = await version('AUT');
    await expect(
      importFile(
        database,
        file(area('1', '2001-01-01'), area('2', '31/31/2001')),
        options('hazardous-areas', 'AUT', { complete: true }),
      ),
    ).rejects.toThrow(/complete, but 1 of its records cannot be read/);
    expect(await version('AUT')).toBe(before);
  });

  it('a remark that changed as of a day opens no cleared land again', async () => {
    const drawn = (remark: string) => file(feature({ id: 'H', date: '2001-01-01', remark }, box(0, 0, 4, 4)));
    await importFile(database, drawn('old'), options('hazardous-areas', 'BDI'));
    await importFile(
      database,
      file(feature({ id: 'R', date: '2010-01-01', hazard_id: 'H' }, box(0, 0, 4, 4))),
      options('land-releases', 'BDI'),
    );
    await importFile(database, drawn('new'), options('hazardous-areas', 'BDI', { changeAsOf: '2023-05-01' }));
    const { remaining_km2, released_km2 } = await summary('BDI', '2024-01-01');
    expect(remaining_km2.total).toBe(0);
    expect(released_km2.cleared).toBeGreaterThan(0.1);
  });

  it('an area that a complete list missed is back from the day on which a later list has it, and was away before', async () => {
    const [one, two] = [
      feature({ id: '1', date: '2001-01-01' }, box(0, 0, 2, 2)),
      feature({ id: '2', date: '2001-01-01' }, box(9, 9, 2, 2)),
    ];
    const on = (snapshotDay: string, more: Partial<ImportOptions> = {}) =>
      options('hazardous-areas', 'BEN', { snapshotDay, ...more });
    await importFile(database, file(one, two), on('2018-01-01'));
    const both = (await summary('BEN', '2018-06-01')).remaining_km2.total;
    await importFile(database, file(one), on('2020-01-01', { complete: true }));
    // what was true in 2015 says nothing of 2020
    await importFile(database, file(one, two), on('2015-01-01'));
    expect((await summary('BEN', '2024-01-01')).remaining_km2.total).toBeCloseTo(both / 2, 4);
    await importFile(database, file(one, two), on('2022-01-01', { changeAsOf: '2022-01-01' }));
    expect((await summary('BEN', '2021-01-01')).remaining_km2.total).toBeCloseTo(both / 2, 4);
    expect((await summary('BEN', '2022-01-01')).remaining_km2.total).toBe(both);
  });

  it('a programme has one boundary set: another is refused, the first one named', async () => {
    const places = (code: string) => file(feature({ code, name: code }, box(0, 0, 9, 9)));
    const set = (boundarySet: string) => options('places', 'BFA', { kind: null, level: 1, boundarySet });
    const { batch } = await importFile(database, places('BF-1'), set('2010'));
    await expect(importFile(database, places('BF-A'), set('2020'))).rejects.toThrow(/boundary set "2010" \(import \d+\)/);
    await undoBatch(database, batch);
    expect(await importFile(database, places('BF-A'), set('2020'))).toMatchObject({ accepted: 1 });
  });

  it('corners halfway between two steps of the grid go to the same one on every database', async () => {
    // a star of 200 corners, each of 8 decimals that end in 5
    const ring = Array.from({ length: 200 }, (_, index): [number, number] => {
      const [angle, reach] = [(2 * Math.PI * index) / 200, index % 2 === 0 ? 0.01 : 0.008];
      const halfway = (degrees: number) => Number(`${degrees.toFixed(7)}5`);
      return [halfway(103 + reach * Math.cos(angle)), halfway(13 + reach * Math.sin(angle))];
    });
    ring.push(ring[0] as [number, number]);
    const tiny: [number, number][] = [
      [1e-9, 1e-9],
      [0.001, 1.5e-7],
      [0.001, 0.001],
      [1e-9, 1e-9],
    ];
    await importFile(
      database,
      file(feature({ id: 'H' }, [[ring]]), feature({ id: 'T' }, [[tiny]])),
      options('hazardous-areas', 'BHS'),
    );
    const stored = await database.asAudience('manager', (query) =>
      query<{ x: number; y: number }>(
        `select ST_X(dumped.geom) as x, ST_Y(dumped.geom) as y
         from hazardous_area join programme using (programme_id), lateral ST_DumpPoints(hazardous_area.geom) dumped
         where programme.code = 'BHS'`,
      ),
    );
    // a step is 1e-7: nine decimals leave out the noise of 1e-15 that databases add
    const corners = (points: { x: number; y: number }[]) =>
      [...new Set(points.map(({ x, y }) => `${x.toFixed(9)} ${y.toFixed(9)}`))].sort();
    const step = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
    expect(corners(stored)).toEqual(corners([...ring, ...tiny].map(([x, y]) => ({ x: step(x), y: step(y) }))));
  });

  it('a district with the code of a province is refused, and the province stays', async () => {
    const places = (level: number, ...codes: string[]) =>
      importFile(
        database,
        file(...codes.map((code, index) => feature({ code, name: `level ${level}` }, box(index * 5, 0, 4, 4)))),
        options('places', 'BGD', { level }),
      );
    const { batch } = await places(1, 'BD-1', 'BD-2');
    const districts = await places(2, 'BD-1', 'BD-11');
    expect(districts).toMatchObject({ accepted: 1, refused: 1 });
    const [issue] = await issues(districts.batch);
    expect(issue).toMatchObject({ recordNumber: 1, recordKey: 'BD-1', field: 'code', outcome: 'refused' });
    expect(issue?.message).toContain(`"BD-1" is that of a place of level 1 (import ${batch}), and this one is of level 2`);
    await expect(places(2, 'BD-1')).rejects.toBeInstanceOf(NothingImported);
    const [names] = await database.asAudience('manager', (query) =>
      query<{ names: string }>(
        `select string_agg(place.code || ' ' || place.name, ', ' order by place.code) as names
         from place join programme using (programme_id) where programme.code = 'BGD'`,
      ),
    );
    expect(names?.names).toBe('BD-1 level 1, BD-11 level 2, BD-2 level 1');
    expect(await places(1, 'BD-1', 'BD-2')).toMatchObject({ unchanged: 2, refused: 0 });
  });

  it.each([
    ['empty', '', /empty/],
    ['cut off', '{"type":"FeatureCollection","features":[{"type":"Feature","prop', /cut off/],
    ['not JSON', 'hello there', /not GeoJSON|starts with/],
    ['a web page', '<!doctype html><html>', /HTML|web page/i],
    [
      'projected coordinates',
      JSON.stringify({
        type: 'Feature',
        properties: {},
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [500000, 1400000],
              [500100, 1400000],
              [500100, 1400100],
              [500000, 1400000],
            ],
          ],
        },
      }),
      /metres|projected|WGS84/i,
    ],
    ['no records', '{"type":"FeatureCollection","features":[]}', /no records/],
  ])('refuses a file that is %s in one sentence, the database as before', async (_, text, sentence) => {
    await importFile(database, file(feature({ id: 'A' }, box(0, 0, 1, 1))), options('hazardous-areas', 'ARG'));
    const before = await version('ARG');
    const refused = importFile(database, new TextEncoder().encode(text), options('hazardous-areas', 'ARG'));
    await expect(refused).rejects.toThrow(sentence);
    expect(await version('ARG')).toBe(before);
  });

  it('a wrong geometry is refused by record, named, and the rest is loaded; if nothing is left, nothing is', async () => {
    const line = {
      type: 'Feature',
      properties: { id: 'L' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [103, 13],
          [103.1, 13],
        ],
      },
    };
    const result = await importFile(
      database,
      file(feature({ id: 'A' }, box(0, 0, 1, 1)), line),
      options('hazardous-areas', 'ARM'),
    );
    expect(result).toMatchObject({ read: 2, accepted: 1, refused: 1 });
    const [issue] = (await issues(result.batch)).filter(({ recordKey }) => recordKey === 'L');
    expect(issue).toMatchObject({ recordNumber: 2, recordKey: 'L', outcome: 'refused', field: 'geometry' });
    expect(issue?.message).toMatch(/LineString/);
    await expect(importFile(database, file(line), options('hazardous-areas', 'ARM'))).rejects.toBeInstanceOf(NothingImported);
  });
});
