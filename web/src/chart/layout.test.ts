import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { indexAtX, layoutOf, xOfDay } from './layout.ts';
import { type LandByYear, startOf } from './series.ts';

const FRAME = { width: 340, height: 220, left: 40, right: 4, top: 20, bottom: 20, gap: 20 };

/** Years of km² by state. */
const seriesOf = (firstYear: number, km2: number[][]): LandByYear => ({
  years: km2.map((_, index) => firstYear + index),
  days: Int32Array.from(km2, (_, index) => startOf(firstYear + index + 1) - 1),
  hundredths: km2.map((row) => Float64Array.from(row, (value) => value * 1e8)),
});
const year = (values: Partial<Record<(typeof LAND_STATES)[number], number>>) => LAND_STATES.map((state) => values[state] ?? 0);

/** Top and bottom of each bar of a path. */
const barsOf = (path: string) =>
  [...path.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)/g)].map(
    (match) => match.slice(1).map(Number) as [number, number, number, number],
  );

const amounts = fc.array(
  fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3000, noNaN: true })), { minLength: 9, maxLength: 9 }),
  { minLength: 1, maxLength: 60 },
);

describe('the picture', () => {
  it('heights are to scale, upwards what remains, downwards what was released inside and outside', () => {
    const series = seriesOf(2000, [
      year({ confirmed: 20, suspected: 30, cleared: 10, outside_cleared: 15, closed: 900 }),
      year({ confirmed: 40, suspected: 10, cleared: 50, outside_cancelled: 50 }),
    ]);
    const layout = layoutOf(series, FRAME);
    const px = (220 - 60) / 150;
    const [upper, lower] = [20 + 50 * px, 40 + 50 * px];
    const bars = Object.fromEntries(layout.shapes.map(({ key, path }) => [key, barsOf(path).map(([, y, , to]) => [y, to])]));
    const rounded = (values: number[][]) => values.map((pair) => pair.map((value) => Math.round(value * 100) / 100));
    expect(layout.upper).toBeCloseTo(upper, 2);
    expect(layout.lower).toBeCloseTo(lower, 2);
    expect(bars.confirmed).toEqual(
      rounded([
        [upper, upper - 20 * px],
        [upper, upper - 40 * px],
      ]),
    );
    expect(bars.suspected).toEqual(
      rounded([
        [upper - 20 * px, upper - 50 * px],
        [upper - 40 * px, upper - 50 * px],
      ]),
    );
    expect(bars.cleared?.map(([, to]) => to)).toEqual(rounded([[lower + 25 * px, lower + 50 * px]])[0]);
    expect(bars.cancelled).toEqual(rounded([[lower + 50 * px, lower + 100 * px]]));
  });

  it('a hazard never vanishes: any land is at least a pixel, within the picture', () => {
    fc.assert(
      fc.property(amounts, (km2) => {
        const series = seriesOf(1990, km2);
        const { shapes } = layoutOf(series, FRAME);
        const there = { confirmed: [1], suspected: [0], cancelled: [2, 6], reduced: [3, 7], cleared: [4, 8] };
        for (const { key: state, path } of shapes) {
          const bars = barsOf(path);
          expect(bars).toHaveLength(km2.filter((row) => there[state].some((at) => (row[at] as number) > 0)).length);
          for (const [x, y, right, to] of bars) {
            expect(Math.abs(y - to)).toBeGreaterThanOrEqual(0.98);
            expect(Math.min(y, to)).toBeGreaterThan(FRAME.top - 3);
            expect(Math.max(y, to)).toBeLessThan(FRAME.height - FRAME.bottom + 4);
            expect(x).toBeGreaterThanOrEqual(FRAME.left);
            expect(right).toBeLessThanOrEqual(FRAME.width - FRAME.right + 0.01);
          }
        }
      }),
    );
  });

  it('36 years have few labels and ticks, told apart by their decimals', () => {
    for (const scale of [1e-6, 0.01, 1, 2345]) {
      const series = seriesOf(
        1991,
        Array.from({ length: 36 }, (_, index) => year({ suspected: index * scale, cleared: scale })),
      );
      const { labels, ticks, decimals } = layoutOf(series, FRAME);
      expect(labels.length).toBeGreaterThan(2);
      expect(labels.length).toBeLessThan(9);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(10);
      expect(new Set(ticks.map(({ km2 }) => km2.toFixed(decimals))).size).toBe(ticks.length);
      for (const { km2 } of ticks) expect(Number(km2.toFixed(decimals))).toBeCloseTo(km2, 12);
    }
  });

  it('no land is said to be empty and draws nothing', () => {
    const layout = layoutOf(seriesOf(2000, [year({ closed: 5 }), year({})]), FRAME);
    expect(layout.isEmpty).toBe(true);
    expect(layout.shapes.map(({ path }) => path).join('')).toBe('');
    expect(layout.ticks).toEqual([]);
  });
});

describe('where a day lies', () => {
  it('every day lies in the slot of its year, in order', () => {
    const series = seriesOf(
      2000,
      Array.from({ length: 30 }, () => year({ confirmed: 1 })),
    );
    const layout = layoutOf(series, FRAME);
    fc.assert(
      fc.property(fc.integer({ min: startOf(2000), max: startOf(2030) - 1 }), (day) => {
        const x = xOfDay(series, layout, day);
        const index = new Date(day * 86_400_000).getUTCFullYear() - 2000;
        // the end of 31 December is the line between two years
        expect(indexAtX(series, layout, x - 0.01)).toBe(index);
        expect(xOfDay(series, layout, day + 1)).toBeGreaterThanOrEqual(x);
      }),
    );
    expect(xOfDay(series, layout, startOf(2030) - 1)).toBeCloseTo(336, 2);
    expect(xOfDay(series, layout, startOf(2050))).toBeCloseTo(336, 2);
    expect(xOfDay(series, layout, startOf(1950))).toBe(40);
    expect([-50, 0, 41, 335, 900].map((x) => indexAtX(series, layout, x))).toEqual([0, 0, 0, 29, 29]);
  });
});
