import { expect, test } from 'vitest';
import { dateOf, dayOf } from './days.ts';
import { periodsFrom, STEPS, type Step } from './periods.ts';

/** Periods of (from, to], as people write them. */
const periodsBetween = (from: string, to: string, step: Step) =>
  periodsFrom(dayOf(from) + 1, dayOf(to), step).map((period) => ({
    period: period.name,
    from: dateOf(period.from),
    to: dateOf(period.to),
  }));

test('years are cut to the span', () => {
  expect(periodsBetween('2013-12-31', '2015-06-30', 'year')).toEqual([
    { period: '2014', from: '2013-12-31', to: '2014-12-31' },
    { period: '2015', from: '2014-12-31', to: '2015-06-30' },
  ]);
  expect(periodsBetween('2014-03-10', '2014-03-12', 'year')).toEqual([{ period: '2014', from: '2014-03-10', to: '2014-03-12' }]);
});

test('quarters and months have their names, also across a leap day and a year', () => {
  expect(periodsBetween('2023-12-31', '2024-06-30', 'quarter').map(({ period, to }) => [period, to])).toEqual([
    ['2024-Q1', '2024-03-31'],
    ['2024-Q2', '2024-06-30'],
  ]);
  expect(periodsBetween('2023-11-30', '2024-02-29', 'month').map(({ period, to }) => [period, to])).toEqual([
    ['2023-12', '2023-12-31'],
    ['2024-01', '2024-01-31'],
    ['2024-02', '2024-02-29'],
  ]);
});

test('each period begins where the one before ended; nothing comes of an empty span', () => {
  for (const step of STEPS) {
    const periods = periodsBetween('1992-05-17', '2025-11-03', step);
    expect(periods[0]?.from).toBe('1992-05-17');
    expect(periods.at(-1)?.to).toBe('2025-11-03');
    for (const [index, { from }] of periods.entries()) if (index > 0) expect(from).toBe(periods[index - 1]?.to);
    expect(periodsBetween('2020-01-01', '2020-01-01', step)).toEqual([]);
  }
});

test('a timeline from the year 50 begins in the year 50, not in 1950', () => {
  expect(periodsBetween('0049-12-31', '0051-06-30', 'year')).toEqual([
    { period: '0050', from: '0049-12-31', to: '0050-12-31' },
    { period: '0051', from: '0050-12-31', to: '0051-06-30' },
  ]);
  expect(periodsBetween('0001-01-01', '0001-12-31', 'quarter').map(({ period, to }) => [period, to])).toEqual([
    ['0001-Q1', '0001-03-31'],
    ['0001-Q2', '0001-06-30'],
    ['0001-Q3', '0001-09-30'],
    ['0001-Q4', '0001-12-31'],
  ]);
});
