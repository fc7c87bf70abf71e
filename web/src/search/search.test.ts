import { describe, expect, it } from 'vitest';
import { findPlaces, plain } from './search.svelte.ts';

const place = (code: string, name: string, names: Record<string, string> = {}) => ({
  code,
  name,
  names,
  level: 1,
  parent: null,
  area_km2: null,
  bbox: null,
});
const PLACES = [
  place('KH-6', 'Kâmpóng Thum', { km: 'កំពង់ធំ' }),
  place('KH-2', 'Battambang', { km: 'បាត់ដំបង' }),
  place('KH-1', 'Banteay Meanchey'),
  place('none', 'No place'),
];
const found = (asked: string) => findPlaces(PLACES, asked).map(({ code }) => code);

describe('search for places', () => {
  it('leaves marks out of Latin letters and keeps Khmer as it is', () => {
    expect(plain('Kâmpóng Thum')).toBe('kampong thum');
    expect(plain('កំពង់ធំ')).not.toBe('');
  });

  it('finds by code, by part of a name, in Khmer; beginnings first', () => {
    expect(found('kh-2')).toEqual(['KH-2']);
    expect(found('ba')).toEqual(['KH-2', 'KH-1']);
    expect(found('mea')).toEqual(['KH-1']);
    expect(found('kampong')).toEqual(['KH-6']);
    expect(found('បាត់')).toEqual(['KH-2']);
  });

  it('nothing for nothing, and never the row for no place', () => {
    expect(found('  ')).toEqual([]);
    expect(found('no place')).toEqual([]);
  });
});
