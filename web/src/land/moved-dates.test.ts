import { expect, it } from 'vitest';
import { movedDates } from './moved-dates.ts';

it('a date that can be shown is left as it is, and nothing is said', () => {
  expect(movedDates({ day: 50, from: 40 }, { day: 50, from: 40, firstDay: 10 })).toEqual([]);
  expect(movedDates({ day: 50, from: null }, { day: 50, from: null, firstDay: 10 })).toEqual([]);
});

it('before the first day, after the last, a period that begins before either end: each is told with what is shown instead', () => {
  expect(movedDates({ day: -9, from: null }, { day: 10, from: null, firstDay: 10 })).toEqual([
    { why: 'zeroDateEarly', asked: -9, shown: 10 },
  ]);
  expect(movedDates({ day: 900, from: 3 }, { day: 90, from: null, firstDay: 10 })).toEqual([
    { why: 'zeroDateLate', asked: 900, shown: 90 },
    { why: 'zeroFromEarly', asked: 4, shown: 10 },
  ]);
  expect(movedDates({ day: 50, from: 70 }, { day: 50, from: 49, firstDay: 10 })).toEqual([
    { why: 'zeroFromLate', asked: 71, shown: 50 },
  ]);
});
