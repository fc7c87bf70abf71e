import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LedgerColumns, STILL } from '../../../server/engine/columns.ts';
import { dateOf, dayOf, firstOfYear } from '../../../server/engine/days.ts';
import { areasAt, figuresOf } from '../../../server/engine/figures.ts';
import { STEPS } from '../../../server/engine/periods.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { figuresByPeriod, indexAt, landByPeriod, landByYear, periodEndFrom } from './series.ts';

interface Span {
  state: number;
  fromDay: number;
  length: number | null;
  area: number;
  isKept: boolean;
}

const columnsOf = (rows: Span[]): LedgerColumns => ({
  length: rows.length,
  dataVersion: '1',
  state: Uint8Array.from(rows, ({ state }) => state),
  fromDay: Int32Array.from(rows, ({ fromDay }) => fromDay),
  toDay: Int32Array.from(rows, ({ fromDay, length }) => (length === null ? STILL : fromDay + length)),
  area: Float64Array.from(rows, ({ area }) => area),
  x: new Int32Array(rows.length),
  y: new Int32Array(rows.length),
  polygonZoom: new Uint8Array(rows.length),
  undated: new Uint8Array(rows.length),
  face: new Int32Array(rows.length),
  place: new Int16Array(rows.length),
  operator: new Int16Array(rows.length),
  ordnance: new Uint8Array(rows.length),
  places: ['none'],
  operators: ['none'],
});

const dates = (days: Int32Array) => Array.from(days, (day) => dateOf(day));

// from before 1970 to 2037, and often at the turn of a year, where a day too early or too late would show
const days = fc.oneof(
  fc.integer({ min: -2000, max: 24_800 }),
  fc
    .tuple(fc.integer({ min: 1966, max: 2036 }), fc.integer({ min: -2, max: 2 }))
    .map(([year, shift]) => firstOfYear(year) + shift),
);
const spans = fc.array(
  fc.record({
    state: fc.integer({ min: 0, max: LAND_STATES.length - 1 }),
    fromDay: days,
    length: fc.option(fc.integer({ min: 1, max: 9000 })),
    area: fc.integer({ min: 1, max: 1e12 }),
    isKept: fc.boolean(),
  }),
  { maxLength: 60 },
);

describe('land by period', () => {
  it('every year, quarter or month is the figures of its last day, with and without filters', () => {
    fc.assert(
      fc.property(
        spans,
        days,
        fc.integer({ min: 0, max: 15_000 }),
        fc.boolean(),
        fc.constantFrom(...STEPS),
        (rows, first, width, isFiltered, step) => {
          const columns = columnsOf(rows);
          const kept = isFiltered ? Uint8Array.from(rows, ({ isKept }) => (isKept ? 1 : 0)) : null;
          const series = landByPeriod(columns, first, first + width, step, kept);
          const figures = figuresByPeriod(series);
          expect(figures).toHaveLength(series.periods.length);
          for (const [index, day] of series.days.entries()) {
            expect(figures[index]).toEqual(figuresOf(areasAt(columns, day, kept)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows each year at 31 December and the last at the last day, without a gap', () => {
    const series = landByYear(columnsOf([]), dayOf('2019-01-01'), dayOf('2022-08-14'));
    expect(series.periods.map(({ name }) => name)).toEqual(['2019', '2020', '2021', '2022']);
    expect(dates(series.days)).toEqual(['2019-12-31', '2020-12-31', '2021-12-31', '2022-08-14']);
  });

  it('shows quarters and months at their last days, the last cut', () => {
    const of = (step: 'quarter' | 'month') => {
      const { periods, days: ends } = landByPeriod(columnsOf([]), dayOf('2019-11-01'), dayOf('2020-03-14'), step);
      return periods.map(({ name }, index) => [name, dates(ends)[index]]);
    };
    expect(of('quarter')).toEqual([
      ['2019-Q4', '2019-12-31'],
      ['2020-Q1', '2020-03-14'],
    ]);
    expect(of('month').map(([, end]) => end)).toEqual(['2019-11-30', '2019-12-31', '2020-01-31', '2020-02-29', '2020-03-14']);
  });

  it('one year is one point, the last day', () => {
    const row = { state: 1, fromDay: dayOf('2022-03-01'), length: null, area: 3e8, isKept: true };
    const series = landByYear(columnsOf([row]), dayOf('2022-01-01'), dayOf('2022-03-01'));
    expect(dates(series.days)).toEqual(['2022-03-01']);
    expect(figuresByPeriod(series)[0]?.remaining).toEqual({ suspected: 0, confirmed: 3, total: 3 });
  });

  it('land that begins on the first day after a year is not in it, land that ends then is', () => {
    const series = landByYear(
      columnsOf([
        { state: 0, fromDay: dayOf('2021-01-01'), length: null, area: 1e8, isKept: true },
        { state: 1, fromDay: dayOf('2020-12-31'), length: 1, area: 1e8, isKept: true },
      ]),
      dayOf('2020-01-01'),
      dayOf('2021-12-31'),
    );
    expect(figuresByPeriod(series).map(({ remaining }) => [remaining.suspected, remaining.confirmed])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe('years and days', () => {
  const series = landByYear(columnsOf([]), dayOf('2019-01-01'), dayOf('2022-08-14'));

  it('finds the year of a day, the nearest outside', () => {
    expect(
      ['1990-01-01', '2019-01-01', '2020-12-31', '2021-01-01', '2030-01-01'].map((date) => indexAt(series, dayOf(date))),
    ).toEqual([0, 0, 1, 2, 3]);
  });

  it('steps to ends of years and stays among them', () => {
    const from = (date: string, years: number) => dates(Int32Array.of(periodEndFrom(series, dayOf(date), years)))[0];
    expect(from('2020-05-05', 1)).toBe('2020-12-31');
    expect(from('2020-05-05', -1)).toBe('2019-12-31');
    expect(from('2020-12-31', 1)).toBe('2021-12-31');
    expect(from('2020-12-31', -1)).toBe('2019-12-31');
    expect(from('2019-03-01', -1)).toBe('2019-12-31');
    expect(from('2022-08-14', 1)).toBe('2022-08-14');
    expect(from('2022-08-14', -10)).toBe('2019-12-31');
    expect(from('2019-12-31', 10)).toBe('2022-08-14');
  });
});
