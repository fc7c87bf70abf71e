import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';
import { stackedBars } from './multiples.ts';
import { chosenMultiples, filteredBy } from './multiples-choices.ts';

const place = (code: string, level: number, parent: string | null): PlaceItem => ({
  ...{ code, name: code, names: {}, level, parent, area_km2: null, bbox: null },
});
const PLACES = [place('A', 1, null), place('A1', 2, 'A'), place('A1x', 3, 'A1')];
const chosenOf = (asked: Record<string, string>, within: string[] = []) => chosenMultiples((name) => asked[name], PLACES, within);

describe('what is chosen of the ranking', () => {
  it('is places of the highest level and what remains, where nothing is asked for', () => {
    expect(chosenOf({})).toMatchObject({ dimension: 'place', measure: 'remaining', level: 1, missingLevel: null });
    expect(chosenOf({}, ['A']).level).toBe(2);
  });

  it('a measure that the parts do not have gives way to the first they have', () => {
    expect(chosenOf({ multiples_by: 'operator', multiples_measure: 'remaining' }).measure).toBe('released');
    expect(chosenOf({ multiples_by: 'operator', multiples_measure: 'released_window' }).measure).toBe('released_window');
  });

  it('a level that is not below the chosen place is said to be missing, of places only', () => {
    expect(chosenOf({ multiples_level: '1' }, ['A'])).toMatchObject({ level: 2, missingLevel: 1 });
    expect(chosenOf({ multiples_level: '3' }, ['A'])).toMatchObject({ level: 3, missingLevel: null });
    expect(chosenOf({ multiples_level: '2' }, ['A1x'])).toMatchObject({ level: null, missingLevel: 2 });
    expect(chosenOf({ multiples_level: '1', multiples_by: 'ordnance' }, ['A']).missingLevel).toBeNull();
  });
});

describe('a part that is taken', () => {
  it('is the only one of its dimension in the filter, and none when it is taken again', () => {
    const before = { ...NO_FILTER, operators: ['HALO'], places: ['A', 'B'] };
    const taken = filteredBy(before, 'place', 'A');
    expect(taken).toEqual({ ...before, places: ['A'] });
    expect(filteredBy(taken, 'place', 'A')).toEqual({ ...before, places: [] });
  });

  it('of ordnance is each of its kinds', () => {
    const code = 'anti_vehicle_mine,cluster_munition_remnant';
    const taken = filteredBy(NO_FILTER, 'ordnance', code);
    expect(taken.ordnance).toEqual(['anti_vehicle_mine', 'cluster_munition_remnant']);
    expect(filteredBy(taken, 'ordnance', code).ordnance).toEqual([]);
  });
});

describe('the bar of a part', () => {
  it('shows what is there by a pixel at least, stays within the room, and is as long as its land', () => {
    const bars = stackedBars([0.000001, 0, 100], 100.000001, 300);
    expect(bars.map(({ width }) => width)).toEqual([1, 0, expect.closeTo(297, 4)]);
    expect(bars[2]?.x).toBe(1);
    const [half] = stackedBars([50], 100, 301);
    expect(half?.width).toBe(150);
  });
});
