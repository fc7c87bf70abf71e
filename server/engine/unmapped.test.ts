import { describe, expect, test } from 'vitest';
import { STILL } from './columns.ts';
import { NO_FILTER } from './filter.ts';
import { figuresOfUnmapped, namedBy, unmappedOn } from './unmapped.ts';

interface Hazard {
  id: number;
  stated: number | null;
  confirmed?: boolean;
  closed?: number;
  place?: number;
}
interface Release {
  day: number;
  available: number;
  names: string[];
}

const hazard = (id: number, stated: number | null, more: Partial<Hazard> = {}): Hazard => ({ id, stated, ...more });
const release = (available: number, ...names: string[]): Release => ({ day: 1, available, names });

/** What is left on day 3. m². @param places codes of the places that are chosen; none: all. */
function leftAfter(hazards: Hazard[], releases: Release[], places: string[] = []) {
  const { length } = hazards;
  const named = namedBy(
    hazards.map(({ id }) => `H${id}`),
    releases.map(({ names }) => names),
  );
  const land = {
    length,
    id: Int32Array.from(hazards, ({ id }) => id),
    day: new Int32Array(length),
    confirmedDay: Int32Array.from(hazards, ({ confirmed }) => (confirmed ? 0 : STILL)),
    closedDay: Int32Array.from(hazards, ({ closed }) => closed ?? STILL),
    stated: Float64Array.from(hazards, ({ stated }) => (stated === null ? Number.NaN : stated * 100)),
    place: Int16Array.from(hazards, ({ place }) => place ?? 0),
    operator: new Int16Array(length),
    ordnance: new Uint8Array(length),
    x: new Int32Array(length),
    y: new Int32Array(length),
    places: ['none', 'A'],
    operators: ['none'],
    releases: releases.map(({ day, available }, index) => ({ day, available: available * 100, named: named[index] as number[] })),
  };
  const tree = ['none', 'A'].map((code) => ({ code, parent: null }));
  return figuresOfUnmapped(unmappedOn(land, { ...NO_FILTER, places }, tree, 3));
}

describe('hazardous areas without polygon', () => {
  test('each counts with the area that its record states, suspected and confirmed apart', () => {
    expect(leftAfter([hazard(1, 2_000_000), hazard(2, 500_000, { confirmed: true })], [])).toEqual({
      areas: 2,
      without_size: 0,
      suspected_km2: 2,
      confirmed_km2: 0.5,
    });
  });

  test('without a stated area it is counted, and said to have none', () => {
    expect(leftAfter([hazard(1, null), hazard(2, 0)], [])).toMatchObject({ areas: 2, without_size: 2, suspected_km2: 0 });
  });

  test('a release that names it takes off what it states, and no more than there is', () => {
    expect(leftAfter([hazard(1, 2_000_000)], [release(500_000, 'H1')])).toMatchObject({ areas: 1, suspected_km2: 1.5 });
    expect(leftAfter([hazard(1, 2_000_000)], [release(9_000_000, 'H1')])).toMatchObject({ areas: 0, suspected_km2: 0 });
    expect(leftAfter([hazard(1, 2_000_000)], [release(500_000, 'H7')])).toMatchObject({ areas: 1, suspected_km2: 2 });
  });

  test('a release that names several is spent once, in the order of the hazards', () => {
    const hazards = [hazard(1, 1_000_000), hazard(2, 1_000_000, { confirmed: true })];
    expect(leftAfter(hazards, [release(1_400_000, 'H1', 'H2')])).toMatchObject({
      areas: 1,
      suspected_km2: 0,
      confirmed_km2: 0.6,
    });
  });

  test('what a release spent on one area it does not spend again on another when the first is closed or lies elsewhere', () => {
    const named = release(6000, 'H1', 'H2');
    expect(leftAfter([hazard(1, 5000, { closed: 2 }), hazard(2, 5000)], [named])).toMatchObject({
      areas: 1,
      suspected_km2: 0.004,
    });
    expect(leftAfter([hazard(1, 5000), hazard(2, 5000, { place: 1 })], [named], ['A'])).toMatchObject({
      areas: 1,
      suspected_km2: 0.004,
    });
    expect(leftAfter([hazard(1, 5000, { closed: 0 }), hazard(2, 5000)], [named])).toMatchObject({ areas: 0 });
  });

  test('a release does not take away a hazard whose area nobody states', () => {
    expect(leftAfter([hazard(1, null)], [release(9_000_000, 'H1')])).toMatchObject({ areas: 1, without_size: 1 });
  });
});
