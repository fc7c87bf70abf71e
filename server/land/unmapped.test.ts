import { describe, expect, test } from 'vitest';
import { figuresOfUnmapped, leftUnmapped } from './unmapped.ts';

const spendReleases = (...given: Parameters<typeof leftUnmapped>) => figuresOfUnmapped(leftUnmapped(...given));

const hazard = (id: number, stated: number | null, confirmed = false) => ({
  hazardous_area_id: id,
  local_id: `H${id}`,
  stated_m2: stated,
  confirmed,
  day: 0,
  closed_day: null,
  shown: true,
  place_id: null,
  ordnance_mask: 0,
});
const release = (id: number, available: number, ...names: string[]) => ({
  land_release_id: id,
  names,
  day: 1,
  available_m2: available,
});

describe('hazardous areas without polygon', () => {
  test('each counts with the area that its record states, suspected and confirmed apart', () => {
    expect(spendReleases([hazard(1, 2_000_000), hazard(2, 500_000, true)], [])).toEqual({
      areas: 2,
      without_size: 0,
      suspected_km2: 2,
      confirmed_km2: 0.5,
    });
  });

  test('without a stated area it is counted, and said to have none', () => {
    expect(spendReleases([hazard(1, null), hazard(2, 0)], [])).toMatchObject({ areas: 2, without_size: 2, suspected_km2: 0 });
  });

  test('a release that names it takes off what it states, and no more than there is', () => {
    expect(spendReleases([hazard(1, 2_000_000)], [release(1, 500_000, 'H1')])).toMatchObject({ areas: 1, suspected_km2: 1.5 });
    expect(spendReleases([hazard(1, 2_000_000)], [release(1, 9_000_000, 'H1')])).toMatchObject({ areas: 0, suspected_km2: 0 });
    expect(spendReleases([hazard(1, 2_000_000)], [release(1, 500_000, 'H7')])).toMatchObject({ areas: 1, suspected_km2: 2 });
  });

  test('a release that names several is spent once, in the order of the hazards', () => {
    const figures = spendReleases([hazard(1, 1_000_000), hazard(2, 1_000_000, true)], [release(1, 1_400_000, 'H1', 'H2')]);
    expect(figures).toMatchObject({ areas: 1, suspected_km2: 0 });
    expect(figures.confirmed_km2).toBeCloseTo(0.6, 12);
  });

  test('what a release spent on one area it does not spend again on another when the first is closed or lies elsewhere', () => {
    const named = release(1, 6000, 'H1', 'H2');
    const closed = { ...hazard(1, 5000), closed_day: 2, shown: false };
    expect(spendReleases([closed, hazard(2, 5000)], [named])).toMatchObject({ areas: 1, suspected_km2: 0.004 });
    const elsewhere = { ...hazard(1, 5000), shown: false };
    expect(spendReleases([elsewhere, hazard(2, 5000)], [named])).toMatchObject({ areas: 1, suspected_km2: 0.004 });
    const closedBefore = { ...hazard(1, 5000), closed_day: 0, shown: false };
    expect(spendReleases([closedBefore, hazard(2, 5000)], [named])).toMatchObject({ areas: 0 });
  });

  test('a release does not take away a hazard whose area nobody states', () => {
    expect(spendReleases([hazard(1, null)], [release(1, 9_000_000, 'H1')])).toMatchObject({ areas: 1, without_size: 1 });
  });
});
