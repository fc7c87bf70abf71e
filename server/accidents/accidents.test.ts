import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { importFile } from '../imports/load.ts';
import { importOptions } from '../imports/testing.ts';
import { findProgramme, leafPlaceIds } from '../places/queries.ts';
import { accidentColumns, accidentSummary, UNKNOWN } from './queries.ts';

const ACCIDENTS = `id,date,latitude,longitude,killed,injured
A1,2019-05-01,-8.5,13.5,1,2
A2,2020-01-01,-8.5,13.5,0,1
A3,2020-12-31,-8.5,14.5,2,0
A4,2021-03-04,,,0,3
A5,,-8.5,13.4,1,0
`;
const PLACES = JSON.stringify({
  type: 'FeatureCollection',
  features: [13, 14].map((west) => ({
    type: 'Feature',
    properties: { code: `AO-${west}`, name: `Place ${west}` },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, -9],
          [west + 1, -9],
          [west + 1, -8],
          [west, -8],
          [west, -9],
        ],
      ],
    },
  })),
});

describe('accidents', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    const bytes = (text: string) => new TextEncoder().encode(text);
    await importFile(database, bytes(PLACES), importOptions('places', 'AGO', { fileName: 'places.geojson', level: 1 }));
    await importFile(database, bytes(ACCIDENTS), importOptions('accidents', 'AGO', { fileName: 'accidents.csv' }));
  });
  afterAll(() => database.close());

  const summary = (from: string | null, to: string, places: string[] | null = null) =>
    database.asAudience('manager', async (query) => {
      const programme = await findProgramme(query, 'AGO');
      return accidentSummary(query, programme, {
        from,
        to,
        placeIds: places === null ? null : await leafPlaceIds(query, programme, places),
      });
    });

  it('until a day: all that happened by then, those without a date or a point too', async () => {
    const counted = await summary(null, '2021-12-31');
    expect(counted).toMatchObject({ accidents: 5, killed: 4, injured: 6, undated: 1, without_point: 1 });
    expect(counted.items).toEqual([
      { place: 'AO-13', accidents: 3, killed: 2, injured: 3 },
      { place: 'AO-14', accidents: 1, killed: 2, injured: 0 },
      { place: 'none', accidents: 1, killed: 0, injured: 3 },
    ]);
    expect(await summary(null, '2019-12-31')).toMatchObject({ accidents: 2, undated: 1 });
  });

  it('a period leaves out its first day and takes its last, and nothing without a date', async () => {
    expect(await summary('2020-01-01', '2020-12-31')).toMatchObject({ accidents: 1, killed: 2, undated: 0 });
    expect(await summary('2019-12-31', '2020-12-31')).toMatchObject({ accidents: 2, killed: 2, injured: 1 });
  });

  it('by place, none is where no place is known', async () => {
    expect(await summary(null, '2021-12-31', ['AO-14'])).toMatchObject({ accidents: 1, killed: 2 });
    expect(await summary(null, '2021-12-31', ['none'])).toMatchObject({ accidents: 1, without_point: 1 });
  });

  it('as columns: every accident, what is not known marked', async () => {
    const bytes = await database.asAudience('manager', async (query) =>
      accidentColumns(query, await findProgramme(query, 'AGO')),
    );
    const table = tableFromIPC(bytes);
    const column = (name: string) => Array.from(table.getChild(name)?.toArray() as Int32Array);
    expect(column('x')).toEqual([135000000, 135000000, 145000000, UNKNOWN, 134000000]);
    expect(column('day')[4]).toBe(UNKNOWN);
    expect(column('killed')).toEqual([1, 0, 2, 0, 1]);
    expect(column('place')).toEqual([1, 1, 2, 0, 1]);
  });
});
