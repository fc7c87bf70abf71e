import { describe, expect, test } from 'vitest';
import type { ImportOptions } from '../options.ts';
import { prepareFile } from '../prepare.ts';
import { importOptions } from '../testing.ts';

const read = (lines: readonly string[], entity: ImportOptions['entity'] = 'accidents', mapping: object | null = null) =>
  prepareFile(
    new TextEncoder().encode(`${lines.join('\n')}\n`),
    importOptions(entity, 'KHM', { fileName: 'a.csv', mapping: mapping === null ? null : JSON.stringify(mapping) }),
  );
const pointOf = (header: string, row: string, mapping: object | null = null) =>
  read([`id,${header}`, `1,${row}`], 'accidents', mapping).records[0]?.geometry.point ?? null;

describe('columns of coordinates', () => {
  test.each([
    ['location-Latitude,location-Longitude,location-Altitude,location-Accuracy', '13.1,103.1,10,5'],
    ['location:Latitude,location:Longitude', '13.1,103.1'],
    ['_gps_latitude,_gps_longitude,_gps_altitude,_gps_precision', '13.1,103.1,0,0'],
    ['_Where did it happen_latitude,_Where did it happen_longitude', '13.1,103.1'],
    ['POINT_X,POINT_Y', '103.1,13.1'],
    ['siteLat,siteLon', '13.1,103.1'],
    ['site_x,site_y', '103.1,13.1'],
    ['gps', '13.1 103.1 10 5'],
    ['where', '13.1 103.1 0.0 4.5'],
    ['geopoint', '13.1 103.1'],
  ])('%s: the place is 13.1 N 103.1 E', (header, row) => {
    expect(pointOf(header, row)).toEqual([103.1, 13.1]);
  });

  test('a geoshape is an area, heights and accuracy left out', () => {
    const shape = '13 103 0 0; 13 103.01 0 0; 13.01 103.01 0 0; 13 103 0 0';
    const [record] = read(['id,boundary', `H,${shape}`], 'hazardous-areas').records;
    expect(JSON.parse(record?.geometry.source ?? '')).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [103, 13],
          [103.01, 13],
          [103.01, 13.01],
          [103, 13],
        ],
      ],
    });
  });

  test('of two pairs the one that holds degrees is taken, and how is said', () => {
    const { records, conventions } = read(['id,start-Latitude,start-Longitude,spot-Latitude,spot-Longitude', '1,,,13.1,103.1']);
    expect(records[0]?.geometry.point).toEqual([103.1, 13.1]);
    expect(conventions.join(' ')).toContain('longitude from "spot-Longitude" and latitude from "spot-Latitude"');
  });

  test.each(['1 000 000', '1 234 567', '12 345', '1 234.5', '100 200 300 400'])('%j under area_m2 is a number', (area) => {
    const { conventions } = read(['id,kind,area_m2', `H,SHA,${area}`], 'hazardous-areas');
    expect(conventions.join(' ')).not.toContain('Coordinates');
  });

  test.each(['village,salon', 'a,b', 'phone,team'])('numbers under %s are no coordinates', (header) => {
    expect(pointOf(header, '13 103,103.1')).toBeNull();
  });

  test('columns that look like coordinates and are not used are named, and the mapping file may name any', () => {
    const lines = ['id,date,E,N,UTM_Easting', '1,2020-01-01,103.1,13.1,480000'];
    expect(read(lines).unclear.join(' ')).toContain('"E", "N", "UTM_Easting" look like coordinates and are not used');
    const named = read(lines, 'accidents', { longitude: 'E', latitude: 'N' });
    expect(named.records[0]?.geometry.point).toEqual([103.1, 13.1]);
    expect(named.unclear.join(' ')).not.toContain('look like');
    expect(() => read(lines, 'accidents', { longitude: 'E' })).toThrow('name both');
    expect(() => read(lines, 'accidents', { longitude: 'E', latitude: 'North' })).toThrow(/"latitude" from the column "North"/);
  });

  test('features without any geometry are placed by their properties', () => {
    const features = [
      { lat: 13.1, lon: 103.1 },
      { lat: 13.2, lon: 103.2 },
    ].map((properties, index) => ({
      type: 'Feature',
      properties: { id: String(index), ...properties },
      geometry: null,
    }));
    const prepared = (some: object[]) =>
      prepareFile(
        new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: some })),
        importOptions('accidents', 'KHM'),
      ).records.map(({ geometry }) => geometry.point);
    expect(prepared(features)).toEqual([
      [103.1, 13.1],
      [103.2, 13.2],
    ]);
    const own = { ...features[0], geometry: { type: 'Point', coordinates: [104, 12] } };
    expect(prepared([own, features[1] as object])).toEqual([[104, 12], null]);
  });

  test('a position beyond the poles is refused by record', () => {
    expect(
      read(['id,gps', '1,13.1 103.1 0 0', '2,103.1 13.1 0 0'])
        .refusals.map(({ message }) => message)
        .join(),
    ).toContain('beyond 90');
  });
});
