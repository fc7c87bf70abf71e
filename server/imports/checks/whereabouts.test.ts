import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { countryOutline } from '../../places/country-outline.ts';
import { issuesOf } from '../history/batches.ts';
import { importFile } from '../load.ts';
import type { ImportOptions } from '../options.ts';
import { importOptions } from '../testing.ts';

describe('where records lie', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function load(
    entity: ImportOptions['entity'],
    programme: string,
    lines: readonly string[],
    more: Partial<ImportOptions> = {},
  ) {
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    const result = await importFile(database, bytes, importOptions(entity, programme, { fileName: 'file.csv', ...more }));
    const issues = await database.asAudience('manager', (query) => issuesOf(query, result.batch));
    return { ...result, issues, said: result.remarks.join('\n') };
  }
  const square = (west: number, south: number, width: number) => {
    const [east, north] = [west + width, south + width];
    return `"POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))"`;
  };

  it('outside the country is said with the distance; what would bring a record home, too; 0, 0 is no place', async () => {
    const { issues, said, unmapped, accepted } = await load('accidents', 'THA', [
      'id,date,lat,lon,killed,injured',
      '1,2019-03-05,0,0,1,0',
      '2,2020-12-25,13.06,102.2,0,2',
      '3,2020-12-26,13.06,-102.2,0,2',
      '4,2020-12-27,48.1,11.5,0,2',
      '5,2020-12-28,-13.06,102.2,0,2',
    ]);
    expect({ accepted, unmapped }).toEqual({ accepted: 5, unmapped: 1 });
    const of = (recordKey: string) => issues.filter((issue) => issue.recordKey === recordKey && issue.field === 'geometry');
    expect(of('1')).toMatchObject([{ code: 'zero_island', outcome: 'unmapped' }]);
    expect(of('2')).toEqual([]);
    expect(of('3')).toMatchObject([{ code: 'outside_the_country', outcome: 'flagged' }]);
    expect(of('3')[0]?.message).toContain('Flipping the sign of the longitude would bring it home');
    expect(of('4')[0]?.message).toMatch(/outside Thailand, \d[\d, ]* km away/);
    expect(of('4')[0]?.message).not.toContain('home');
    expect(of('5')[0]?.message).toContain('Flipping the sign of the latitude would bring it home');
    expect(said).toContain('3 of 4 records with a place lie outside Thailand');
    expect(said).toContain('lipping the sign of the longitude would bring 1 of them home');
  });

  it('in a programme with places it is these that count, and swapped coordinates that are both possible are found', async () => {
    await load('places', 'BIH', ['code,name,wkt', `W,West,${square(16, 44, 2)}`, `E,East,${square(18, 43, 1)}`], {
      level: 1,
      kind: null,
    });
    const { issues, said } = await load('accidents', 'BIH', [
      'id,date,killed,longitude,latitude',
      '1,2020-01-01,1,44.1,17.9',
      '2,2020-01-01,1,17.9,44.1',
      // within a kilometre of a simplified outline
      '3,2020-01-01,1,15.995,44.1',
      '4,2020-01-01,1,11.5,44.1',
    ]);
    const outside = issues.filter(({ code }) => code === 'outside_every_place');
    expect(outside.map(({ recordKey }) => recordKey)).toEqual(['1', '4']);
    expect(outside[0]?.message).toContain('Swapping latitude and longitude would bring it home');
    expect(outside[1]?.message).toContain('Another UTM zone');
    expect(said).toContain('2 of 4 records with a place lie outside every place of the programme');
    expect(said).toContain('wapping latitude and longitude would bring 1 of them home');
  });

  it('a lost sign of a record just beyond the border is found too; the places of one province only hide no mistake', async () => {
    const { issues } = await load('accidents', 'THA', [
      'id,date,lat,lon,killed',
      '1,2020-12-25,13.06,103.3,0',
      '2,2020-12-26,13.06,-103.3,0',
    ]);
    const [near, far] = issues.filter(({ code }) => code === 'outside_the_country');
    expect(near?.message).toMatch(/outside Thailand, \d\d km away/);
    expect(near?.message).not.toContain('would bring');
    expect(far?.message).toMatch(/Flipping the sign of the longitude would bring it to within \d\d km of it/);
    await load('places', 'HRV', ['code,name,wkt', `I,Istria,${square(13.5, 44.8, 0.6)}`], { level: 1, kind: null });
    const elsewhere = await load('accidents', 'HRV', [
      'id,date,killed,longitude,latitude',
      '1,2020-01-01,1,16.5,45.5',
      '2,2020-01-01,1,45.5,16.5',
    ]);
    const [inside, swapped] = elsewhere.issues.filter(({ code }) => code === 'outside_every_place');
    expect(inside?.message).not.toContain('would bring');
    expect(swapped?.message).toContain('Swapping latitude and longitude would bring it home');
  });

  it('hazardous areas are judged by their own ground, and nothing is moved', async () => {
    const { issues } = await load('hazardous-areas', 'KHM', [
      'id,wkt',
      `A,${square(103, 13, 0.01)}`,
      `B,${square(13, 103, 0.01).replaceAll('103', '10')}`,
    ]);
    expect(issues.filter(({ code }) => code === 'outside_the_country').map(({ recordKey }) => recordKey)).toEqual(['B']);
    const [row] = await database.asAudience('manager', (query) =>
      query<{ x: number }>(
        `select ST_X(point) as x from hazardous_area join programme using (programme_id) where programme.code = 'KHM' and local_id = 'B'`,
      ),
    );
    expect(Math.floor(row?.x ?? 0)).toBe(13);
  });

  it('every country that has a programme has an outline', () => {
    const affected = [
      'AFG',
      'AGO',
      'AZE',
      'BIH',
      'COL',
      'HRV',
      'IRQ',
      'KHM',
      'LAO',
      'LBN',
      'LKA',
      'LBY',
      'MMR',
      'MOZ',
      'NGA',
      'PSE',
      'SDN',
      'SOM',
    ];
    for (const code of [...affected, 'SSD', 'SYR', 'THA', 'TJK', 'UKR', 'VNM', 'XKX', 'YEM', 'ZWE', 'COD', 'TCD', 'ESH', 'SRB'])
      expect(countryOutline(code)?.coordinates.length, code).toBeGreaterThan(0);
    expect(countryOutline('XXX')).toBeNull();
  });
});
