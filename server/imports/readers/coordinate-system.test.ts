import { expect, test } from 'vitest';
import { openSource } from './open.ts';

const square = [
  [
    [103, 13],
    [103.01, 13],
    [103.01, 13.01],
    [103, 13],
  ],
];
const crs = (name: string) => ({ type: 'name', properties: { name } });
const INDIAN_1960 = crs('urn:ogc:def:crs:EPSG::4131');
const polygon = { type: 'Polygon', coordinates: square };
const feature = (geometry: object, more: object = {}) => ({ type: 'Feature', properties: { id: '1' }, geometry, ...more });
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
const read = (text: string, name: string) => [...openSource(new TextEncoder().encode(text), name).records];

test.each([
  ['of the collection', { ...collection(feature(polygon)), crs: INDIAN_1960 }],
  ['of a feature', collection(feature(polygon), feature(polygon, { crs: INDIAN_1960 }))],
  ['of a feature, as text', collection(feature(polygon, { crs: 'urn:ogc:def:crs:EPSG::4131' }))],
  ['of a geometry', collection(feature({ ...polygon, crs: INDIAN_1960 }))],
  [
    'of a geometry in a collection of geometries',
    collection(feature({ type: 'GeometryCollection', geometries: [{ ...polygon, crs: INDIAN_1960 }] })),
  ],
  ['of a feature, where another says WGS84', { ...collection(feature(polygon, { crs: INDIAN_1960 })), crs: crs('EPSG:4326') }],
])('the crs %s counts: coordinates of another system are refused, not taken as WGS84', (_, file) => {
  expect(() => read(JSON.stringify(file), 'a.geojson')).toThrow(
    /(coordinates are in|two coordinate systems, EPSG:4326 and) urn:ogc:def:crs:EPSG::4131/,
  );
});

test('a geometry in a cell of CSV has a crs too', () => {
  const cell = JSON.stringify({ ...polygon, crs: INDIAN_1960 }).replaceAll('"', '""');
  expect(() => read(`id,geojson\n1,"${cell}"\n`, 'a.csv')).toThrow(/EPSG::4131/);
});

test('WGS84 by any of its names is taken', () => {
  const names = ['EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::4326'];
  expect(
    read(JSON.stringify(collection(...names.map((name) => feature(polygon, { crs: crs(name) })))), 'a.geojson'),
  ).toHaveLength(3);
});
