import { describe, expect, it } from 'vitest';
import type { MovementColumns } from '../../../server/engine/columns.ts';
import { dayOf } from '../../../server/engine/days.ts';
import { LAND_STATES, MOVEMENT_KINDS } from '../../../server/vocabulary.ts';
import { completeYears, forecastOf, type PaceAccount, paceAccount, paceOf, releasedWithin, releasesByYear } from './pace.ts';
import { courseOf, courseUntil, DAYS_A_YEAR, remainingAfter } from './pace-course.ts';
import { neededPace } from './pace-words.ts';
import { studentProbability, studentQuantile } from './student.ts';

// all of this as R 4.2.2 says it: qt, pt, t.test, uniroot
describe('Student’s t', () => {
  it('has the quantiles of R', () => {
    const expected = new Map([
      [1, 12.7062047361747],
      [2, 4.30265272974946],
      [3, 3.18244630528371],
      [4, 2.77644510519779],
      [5, 2.57058183563631],
      [9, 2.2621571627982],
      [19, 2.09302405440831],
      [29, 2.0452296421327],
    ]);
    for (const [degrees, quantile] of expected) expect(studentQuantile(0.975, degrees)).toBeCloseTo(quantile, 10);
  });

  it('has the probabilities of R', () => {
    expect(studentProbability(0.3, 1)).toBeCloseTo(0.592773579077742, 12);
    expect(studentProbability(1, 2)).toBeCloseTo(0.788675134594813, 12);
    expect(studentProbability(2.5, 5)).toBeCloseTo(0.972754950328812, 12);
    expect(studentProbability(-1.7, 8)).toBeCloseTo(0.0637764348516171, 12);
  });
});

describe('pace and forecast', () => {
  const pace = paceOf([12.4, 18.9, 9.3, 15.1, 22.7]);

  it('mean, deviation and interval are those of R’s t.test', () => {
    expect(pace.mean).toBeCloseTo(15.68, 12);
    expect(pace.deviation).toBeCloseTo(5.27844674122985, 12);
    expect([pace.low, pace.high].map((km2) => km2.toFixed(9))).toEqual(['9.125942715', '22.234057285']);
  });

  it('the sum of three years to come has R’s prediction interval, the end of 120 km² is where R finds its roots', () => {
    const { low, middle, high } = releasedWithin(pace, 3);
    expect([low, middle, high].map((km2) => km2.toFixed(8))).toEqual(['14.93180781', '47.04000000', '79.14819219']);
    const { early, middle: mean, late } = forecastOf(120, pace);
    expect(early).toBeCloseTo(4.79048974286464, 8);
    expect(mean).toBeCloseTo(120 / 15.68, 12);
    expect(late).toBeCloseTo(14.8144700019891, 8);
  });

  it('what would remain at the early and the late end is nothing', () => {
    const course = { known: [{ day: 0, km2: 120 }], pace, deadline: null };
    const { early, late } = forecastOf(120, pace);
    expect(remainingAfter(course, early).low).toBeCloseTo(0, 9);
    expect(remainingAfter(course, late).high).toBeCloseTo(0, 9);
    expect(remainingAfter(course, early).high).toBeGreaterThan(0);
    expect(remainingAfter(course, 0)).toEqual({ low: 120, middle: 120, high: 120 });
  });

  it('years that vary too much give no end; equal years give one day; no release gives never', () => {
    expect(forecastOf(10, paceOf([0, 0, 9])).late).toBe(Number.POSITIVE_INFINITY);
    expect(forecastOf(10, paceOf([2, 2, 2]))).toEqual({ early: 5, middle: 5, late: 5 });
    expect(forecastOf(10, paceOf([0, 0, 0])).early).toBe(Number.POSITIVE_INFINITY);
    expect(forecastOf(0, pace)).toEqual({ early: 0, middle: 0, late: 0 });
  });

  it('a year is complete when it is over and the records reach its last month; the first has its beginning missing', () => {
    const years = (first: string, last: string, day: string, count: number) =>
      completeYears(dayOf(first), dayOf(last), dayOf(day), count);
    expect(years('2010-05-01', '2024-07-31', '2026-11-24', 3)).toEqual([2021, 2022, 2023]);
    expect(years('2010-05-01', '2025-12-22', '2026-11-24', 3)).toEqual([2023, 2024, 2025]);
    expect(years('2010-05-01', '2025-11-30', '2026-11-24', 3)).toEqual([2022, 2023, 2024]);
    expect(years('2010-05-01', '2025-12-22', '2023-12-31', 2)).toEqual([2022, 2023]);
    expect(years('2010-05-01', '2025-12-22', '2023-12-30', 2)).toEqual([2021, 2022]);
    expect(years('2023-05-01', '2025-12-22', '2026-11-24', 10)).toEqual([2024, 2025]);
    expect(completeYears(null, null, dayOf('2026-11-24'), 5)).toEqual([]);
  });

  it('counts dated releases of the remaining states that are meant: neither outside nor undated ones', () => {
    const rows = [
      { day: '2020-01-01', kind: 'cleared', from: 'confirmed', area: 1e8, undated: 0 },
      { day: '2020-12-31', kind: 'cancelled', from: 'suspected', area: 2e8, undated: 0 },
      { day: '2021-06-01', kind: 'reduced', from: 'suspected', area: 4e8, undated: 0 },
      { day: '2021-06-01', kind: 'reduced', from: 'suspected', area: 8e8, undated: 1 },
      { day: '2021-06-01', kind: 'cleared', from: null, area: 16e8, undated: 0 },
      { day: '2021-06-01', kind: 'closed', from: 'suspected', area: 32e8, undated: 0 },
      { day: '2019-12-31', kind: 'cleared', from: 'confirmed', area: 64e8, undated: 0 },
      { day: '2022-01-01', kind: 'cleared', from: 'confirmed', area: 64e8, undated: 0 },
    ] as const;
    const columns = {
      length: rows.length,
      day: Int32Array.from(rows, ({ day }) => dayOf(day)),
      kind: Uint8Array.from(rows, ({ kind }) => MOVEMENT_KINDS.indexOf(kind)),
      fromState: Uint8Array.from(rows, ({ from }) => (from === null ? 255 : LAND_STATES.indexOf(from))),
      area: Float64Array.from(rows, ({ area }) => area),
      undated: Uint8Array.from(rows, ({ undated }) => undated),
    } as unknown as MovementColumns;
    const open = (...states: string[]) => LAND_STATES.map((state) => states.includes(state));
    expect(releasesByYear(columns, [2020, 2021], null, open('suspected', 'confirmed'))).toEqual({
      cancelled: [2, 0],
      reduced: [0, 4],
      cleared: [1, 0],
      total: [3, 4],
    });
    expect(releasesByYear(columns, [2020, 2021], null, open('confirmed')).total).toEqual([1, 0]);
  });
});

describe('where a pace leads', () => {
  const day = dayOf('2020-06-30');
  const account: PaceAccount = {
    ...{ day, remaining: 30, years: [2017, 2018, 2019, 2020], ends: [], moved: null, releases: null },
    ...{ pace: paceOf([9, 10, 11, 10]), forecast: { early: 2, middle: 3, late: 4 } },
  };
  const course = (change: Partial<PaceAccount>, deadline: number | null = null) =>
    courseOf({ ...account, ...change }, (at) => (at === day ? 30 : 40), deadline);

  it('is known at the ends of years that are over and on the day; a deadline that is past is none', () => {
    expect(course({})?.known).toEqual([
      ...['2017-12-31', '2018-12-31', '2019-12-31'].map((date) => ({ day: dayOf(date), km2: 40 })),
      { day, km2: 30 },
    ]);
    expect(course({}, day)?.deadline).toBeNull();
    expect(course({}, day + 1)?.deadline).toBe(day + 1);
    expect(course({ remaining: 0 })).toBeNull();
    expect(course({ pace: paceOf([0, 0, 0]) })).toBeNull();
  });

  it('is drawn beyond its end and the deadline, however far off, but for 61 years at most', () => {
    const until = (middle: number, deadline: number | null) => {
      const drawn = course({}, deadline);
      return drawn === null ? null : (courseUntil(drawn, { early: 1, middle, late: 99 }) - day) / DAYS_A_YEAR;
    };
    expect(until(3, null)).toBeCloseTo(5, 9);
    expect(until(3, day + 20 * DAYS_A_YEAR)).toBeCloseTo(21, 9);
    expect(until(900, null)).toBeCloseTo(50, 9);
    expect(until(3, day + 500 * DAYS_A_YEAR)).toBeCloseTo(61, 9);
  });

  it('a deadline in ten years needs a tenth of what remains a year; one that is past needs nothing', () => {
    expect(neededPace(account, day + 10 * DAYS_A_YEAR)).toBeCloseTo(3, 9);
    expect(neededPace(account, day)).toBeNull();
    expect(neededPace(account, null)).toBeNull();
  });

  it('too few complete years say what remains and no pace', () => {
    const areas = new Float64Array(LAND_STATES.length).fill(5e8);
    const answers = { areasOn: () => areas, movedBy: () => expect.unreachable() };
    const dated = { first: dayOf('2018-03-01'), last: dayOf('2020-12-31') };
    const isOpen = LAND_STATES.map((state) => state === 'confirmed');
    expect(paceAccount(answers, dated, dayOf('2020-12-31'), 10, isOpen)).toMatchObject({
      ...{ remaining: 5, years: [2019, 2020], pace: null, forecast: null },
    });
  });
});
