import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/engine/days.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import { largestOf } from './largest.ts';
import { boxAround, placeChoices } from './places.ts';
import { publishedOfYear } from './published.ts';
import { lastYears, lastYearUntil } from './years.ts';

describe('the largest rows and the others', () => {
  it('no row is lost or told twice, nothing left out is larger than what is shown, and others are several', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 2, max: 12 }), (rows, most) => {
        const { shown, others } = largestOf(rows, (one, other) => other - one, most);
        expect([...shown, ...others].sort()).toEqual([...rows].sort());
        expect(shown.length + (others.length > 0 ? 1 : 0)).toBeLessThanOrEqual(most);
        expect(others).not.toHaveLength(1);
        if (others.length > 0) expect(Math.max(...others)).toBeLessThanOrEqual(Math.min(...shown));
      }),
    );
  });
});

describe('the years of a report', () => {
  it('end with the day of the report, and say so only where the year is not over', () => {
    const years = lastYears(dayOf('2024-06-30'));
    expect(years.map(({ name }) => name)).toEqual(['2020', '2021', '2022', '2023', '2024']);
    expect(years.at(-1)).toMatchObject({ from: dayOf('2023-12-31'), to: dayOf('2024-06-30') });
    expect(lastYearUntil(dayOf('2024-06-30'))).toBe(2024);
    expect(lastYearUntil(dayOf('2024-12-31'))).toBeNull();
    expect(lastYears(dayOf('2024-01-01')).at(-1)).toMatchObject({ from: dayOf('2023-12-31'), to: dayOf('2024-01-01') });
  });
});

const place = (code: string, level: number | null, parent: string | null): PlaceItem => ({
  ...{ code, name: code, names: {}, level, parent, area_km2: null, bbox: null },
});

describe('places to go to', () => {
  const places = [place('none', null, null), place('B', 1, null), place('A', 1, null), place('B2', 2, 'B'), place('A1', 2, 'A')];
  it('are the provinces, and of the chosen one its districts, whether it or one of them is chosen', () => {
    const codes = (chosen: string | null) => placeChoices(places, chosen, ({ name }) => name).map(({ code }) => code);
    expect(codes(null)).toEqual(['A', 'B']);
    expect(codes('B')).toEqual(['A', 'B', 'B2']);
    expect(codes('B2')).toEqual(['A', 'B', 'B2']);
  });
  it('a box around nothing is none', () => {
    expect(boxAround([null])).toBeNull();
    expect(boxAround([[1, 2, 3, 4], null, [0, 3, 2, 9]])).toEqual([0, 2, 3, 9]);
  });
});

describe('published figures of the year', () => {
  const figure = (year: number | null, measure: string, value: number | null): PublishedFigure => ({
    ...{ year, period: String(year), measure, value, value_text: String(value) },
    ...{ unit: 'km2', scope: null, source: 'S', note: null },
  });
  it('are those of the date or the last before it, never of a later one; disagreeing sources are both there', () => {
    const figures = [
      figure(2022, 'remaining_km2', 3),
      figure(2020, 'cleared_km2', 1),
      figure(2020, 'remaining_km2', 5),
      figure(2020, 'remaining_km2', 6),
      figure(2021, 'remaining_km2', null),
      figure(null, 'remaining_km2', 7),
    ];
    expect(publishedOfYear(figures, 2021)?.figures.map(({ value }) => value)).toEqual([5, 6, 1]);
    expect(publishedOfYear(figures, 2021)?.year).toBe(2020);
    expect(publishedOfYear(figures, 2019)).toBeNull();
  });
});
