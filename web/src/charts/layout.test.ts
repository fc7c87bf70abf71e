import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yearOf } from '../../../server/engine/days.ts';
import { periodsFrom, type Step } from '../../../server/engine/periods.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { indexAtX, layoutOf, xOfDay } from './layout.ts';
import { type LandByPeriod, startOf } from './series.ts';

const FRAME = { width: 340, height: 220, left: 40, right: 4, top: 20, bottom: 20, gap: 20 };

/** Periods of km² by state, from a year on. */
const seriesOf = (firstYear: number, km2: number[][], step: Step = 'year'): LandByPeriod => {
  const periods = periodsFrom(startOf(firstYear), startOf(firstYear + km2.length), step).slice(0, km2.length);
  return {
    step,
    periods,
    days: Int32Array.from(periods, ({ to }) => to),
    hundredths: km2.map((row) => Float64Array.from(row, (value) => value * 1e8)),
  };
};
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

  it('360 months: one outline a run of months, to scale, at least a pixel high, within the picture; years are named', () => {
    const months = Array.from({ length: 360 }, (_, index) =>
      year({ confirmed: index === 100 ? 0 : 10, suspected: 90 + index / 10, cleared: index < 50 ? 0 : 1e-9 }),
    );
    const layout = layoutOf(seriesOf(1990, months, 'month'), FRAME);
    expect(layout.step).toBeLessThan(1);
    const pathOf = (key: string) => layout.shapes.find((shape) => shape.key === key)?.path ?? '';
    const runs = (key: string) =>
      pathOf(key)
        .split('Z')
        .slice(0, -1)
        .map((run) => [...run.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y)));
    // a month without confirmed land parts it in two, and suspected land comes down to the base there
    expect(runs('confirmed').map((ys) => ys.length)).toEqual([200, 518]);
    expect(runs('suspected')[0]).toHaveLength(720);
    expect(runs('suspected')[0]?.[719 - 100]).toBeCloseTo(layout.upper, 2);
    const [ends, starts] = [runs('suspected')[0]?.slice(0, 360) ?? [], runs('suspected')[0]?.slice(360).reverse() ?? []];
    const px = ((starts[359] as number) - (ends[359] as number)) / (90 + 359 / 10);
    for (const [index, end] of ends.entries()) {
      expect((starts[index] as number) - end).toBeCloseTo((90 + index / 10) * px, 1);
      expect(end).toBeGreaterThan(FRAME.top - 3);
    }
    const cleared = runs('cleared')[0] ?? [];
    expect(cleared).toHaveLength(620);
    expect(Math.max(...cleared) - Math.min(...cleared)).toBeCloseTo(1, 2);
    expect(layout.labels.map(({ text }) => text)).toEqual(['1990', '1995', '2000', '2005', '2010', '2015']);
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
        const index = yearOf(day) - 2000;
        // the end of 31 December is the line between two years
        expect(indexAtX(series, layout, x - 0.01)).toBe(index);
        expect(xOfDay(series, layout, day + 1)).toBeGreaterThanOrEqual(x);
      }),
    );
    const quarters = seriesOf(
      2000,
      Array.from({ length: 8 }, () => year({ confirmed: 1 })),
      'quarter',
    );
    const ofQuarters = layoutOf(quarters, FRAME);
    expect(xOfDay(quarters, ofQuarters, startOf(2001) - 1)).toBeCloseTo(40 + 4 * 37, 2);
    expect(xOfDay(series, layout, startOf(2030) - 1)).toBeCloseTo(336, 2);
    expect(xOfDay(series, layout, startOf(2050))).toBeCloseTo(336, 2);
    expect(xOfDay(series, layout, startOf(1950))).toBe(40);
    expect([-50, 0, 41, 335, 900].map((x) => indexAtX(series, layout, x))).toEqual([0, 0, 0, 29, 29]);
  });
});
