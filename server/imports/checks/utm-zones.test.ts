import { expect, test } from 'vitest';
import { prepareFile } from '../prepare.ts';
import { importOptions } from '../testing.ts';
import { zonesThatBringHome } from './utm-zones.ts';

const read = (text: string) =>
  prepareFile(new TextEncoder().encode(text), importOptions('accidents', 'KHM', { fileName: 'a.csv' }));

// Phnom Penh, 104.9167 E 11.5500 N, is 490 915 E 1 276 855 N in zone 48 N
test('metres of UTM are refused with the zone in which they lie in the country, also northing first', () => {
  expect(() => read('id,x,y\n1,490915,1276855\n2,491000,1277000\n')).toThrow(
    'As metres of UTM zone 48 N (-s_srs EPSG:32648) 2 of 2 would lie in Cambodia.',
  );
  expect(zonesThatBringHome([[1_276_855, 490_915]], 'KHM')).toContain(
    'northing before easting, zone 48 N (-s_srs EPSG:32648) 1 of 1',
  );
  // Maputo, south of the equator: 32.58 E 25.97 S is 458 000 E 7 127 700 N in zone 36 S
  expect(zonesThatBringHome([[458_000, 7_127_700]], 'MOZ')).toContain('zone 36 S (-s_srs EPSG:32736)');
});

test('metres that lie in the country in no zone, and programmes without one, say no zone', () => {
  expect(zonesThatBringHome([[490_915, 9_000_000]], 'KHM')).toBe('');
  expect(zonesThatBringHome([[490_915, 1_276_855]], 'XKH')).toBe('');
});

test('one record whose swapped coordinates would be in range: that is said', () => {
  const { refusals } = read('id,lon,lat\n1,103.1,13.1\n2,13.1,103.1\n');
  expect(refusals.map(({ message }) => message).join()).toContain('Swapped they would be within them.');
});
