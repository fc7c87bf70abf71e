import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { resolveFilter } from '../../land/filters.ts';
import { summaryAt } from '../../land/testing/figures.ts';
import { box } from '../../land/testing/story.ts';
import { issuesOf } from '../history/batches.ts';
import { importFile } from '../load.ts';
import type { ImportOptions } from '../options.ts';
import { feature, file, importOptions } from '../testing.ts';

const SHARED = process.env.LANDCLEAR_SHARED_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const ODD = join(SHARED, 'odd-inputs');

const area = (id: number, x = id * 5) => feature({ id: String(id), date: '2001-01-01' }, box(x, 0, 2, 2));
const areas = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => area(from + index));
const listed = (members: object, ...features: object[]) =>
  new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', ...members, features }));

describe('a list that is not whole', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const hazards = (programme: string, bytes: Uint8Array, more: Partial<ImportOptions> = {}) =>
    importFile(database, bytes, importOptions('hazardous-areas', programme, { confirmClosing: null, ...more }));
  const remaining = (programme: string, asOf = '2026-01-01') =>
    database.asAudience('manager', async (query) => {
      const summary = await summaryAt(query, await resolveFilter(query, { programme }), asOf, null);
      return summary.remaining_km2.total;
    });
  const complete = { complete: true } as const;

  it.each([
    ['AFG', { exceededTransferLimit: true }, /"exceededTransferLimit" is true/],
    ['AGO', { properties: { exceededTransferLimit: true } }, /"exceededTransferLimit" is true/],
    ['ALB', { links: [{ rel: 'self' }, { rel: 'next', href: 'https://x/?p=2' }] }, /"links" names a next page/],
    ['AND', { next: 'https://x/?p=2' }, /"next" names a next page/],
    ['ARE', { numberMatched: 3, numberReturned: 1 }, /"numberMatched" is 3 and "numberReturned" is 1/],
    ['ARG', { numberMatched: 3 }, /"numberMatched" is 3 and the list holds 1/],
    ['ARM', { totalFeatures: '3' }, /"totalFeatures" is 3 and the list holds 1/],
  ])('closes nothing, whatever is confirmed; without complete it is loaded and said (%s)', async (programme, members, sign) => {
    await hazards(programme, file(area(1), area(2)));
    const before = await remaining(programme);
    const bytes = listed(members, area(1));
    for (const confirmClosing of [null, 1, 'any'] as const)
      await expect(hazards(programme, bytes, { ...complete, confirmClosing })).rejects.toThrow(sign);
    await expect(hazards(programme, bytes, complete)).rejects.toThrow(/Nothing was loaded/);
    expect(await remaining(programme)).toBe(before);
    const loaded = await hazards(programme, bytes);
    expect(loaded).toMatchObject({ accepted: 1, closed: 0 });
    expect(loaded.remarks.join(' ')).toMatch(sign);
    const [said] = await database.asAudience('manager', (query) => issuesOf(query, loaded.batch));
    expect(said).toMatchObject({ code: 'not_whole', message: expect.stringMatching(sign) });
  });

  it.each([
    [{ exceededTransferLimit: false, links: [{ rel: 'self' }], next: null }],
    [{ numberMatched: 11, numberReturned: 11, totalFeatures: 11 }],
    [{ numberMatched: 'unknown', totalFeatures: 'unknown' }],
  ])('is not one that says it is whole, or does not say: %j', async (members) => {
    await hazards('ASM', file(...areas(1, 12)));
    expect((await hazards('ASM', listed(members, ...areas(1, 11)), complete)).closed).toBeLessThanOrEqual(1);
  });

  it('a file that is cut off is refused with complete too', async () => {
    await hazards('ATG', file(area(1), area(2)));
    const whole = file(area(1), area(2));
    await expect(hazards('ATG', whole.subarray(0, whole.length - 3), complete)).rejects.toThrow(/cut off/);
  });

  it('so many records as services cut lists at are asked for, and taken when the number is confirmed', async () => {
    const points = Array.from({ length: 1000 }, (_, index) => feature({ id: `P${index}`, date: '2001-01-01' }, null));
    const bytes = file(...points);
    await hazards('AUS', file(...points, area(1)));
    await expect(hazards('AUS', bytes, complete)).rejects.toThrow(
      /exactly 1000 records.*--confirm-closing 1 .*Nothing was loaded/,
    );
    await expect(hazards('AUS', bytes, { ...complete, confirmClosing: 0 })).rejects.toThrow(/not the 0 confirmed.*closing 1 /);
    expect(await hazards('AUS', bytes, { ...complete, confirmClosing: 1 })).toMatchObject({ closed: 1 });
  });

  it('above a tenth of what is open the number is asked for; a tenth is not', async () => {
    await hazards('AUT', file(...areas(1, 20)));
    const before = await remaining('AUT');
    const loaded = await hazards('AUT', file(...areas(1, 18)), complete);
    expect(loaded.closing).toMatchObject({ areas: 2, open_areas: 20 });
    expect(loaded.closing?.remaining_km2).toBeCloseTo(before, 8);
    expect(loaded.closing?.km2).toBeCloseTo(before - (await remaining('AUT')), 8);
    const left = await remaining('AUT');
    await expect(hazards('AUT', file(...areas(1, 16)), complete)).rejects.toMatchObject({
      statusCode: 409,
      field: 'confirm_closing',
      message: expect.stringMatching(/2 of 18 open areas, 0\.\d+ km² of .* km² that remain \(11\.1%\).*--confirm-closing 2 /),
    });
    await expect(hazards('AUT', file(...areas(1, 16)), { ...complete, confirmClosing: 3 })).rejects.toThrow(
      /--confirm-closing 2 /,
    );
    expect(await remaining('AUT')).toBe(left);
    expect((await hazards('AUT', file(...areas(1, 16)), { ...complete, confirmClosing: 2 })).closed).toBe(2);
  });

  it('one large area among many small ones is asked for by its land', async () => {
    const large = feature({ id: 'L', date: '2001-01-01' }, box(0, 20, 60, 60));
    await hazards('AZE', file(...areas(1, 20), large));
    await expect(hazards('AZE', file(...areas(1, 20)), complete)).rejects.toThrow(/would close.*1 of 21 open areas.*9\d\.\d%/);
  });

  it('land that another open area covers is not counted as closed', async () => {
    await hazards('BDI', file(...areas(1, 20), feature({ id: '21', date: '2001-01-01' }, box(5, 0, 1, 2))));
    const before = await remaining('BDI');
    const loaded = await hazards('BDI', file(...areas(1, 20)), complete);
    expect(loaded.closing).toMatchObject({ areas: 1, km2: 0 });
    expect(await remaining('BDI')).toBeCloseTo(before, 8);
  });

  it('a number to confirm is for complete lists', async () => {
    await expect(hazards('BEL', file(area(1)), { confirmClosing: 1 })).rejects.toThrow(/confirm_closing is for a complete list/);
  });

  it.skipIf(!existsSync(ODD))('a page of ArcGIS closes none of the areas of the pages before', async () => {
    const read = (name: string) => readFileSync(join(ODD, name));
    await hazards('THA', read('all.geojson'), { snapshotDay: '2024-01-31' });
    const before = await remaining('THA');
    expect(before).toBeCloseTo(4.8, 1);
    await expect(hazards('THA', read('partial.geojson'), { ...complete, snapshotDay: '2024-12-31' })).rejects.toThrow(
      /exceededTransferLimit/,
    );
    expect(await remaining('THA')).toBe(before);
  });
});
