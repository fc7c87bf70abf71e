import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/engine/days.ts';
import { nameOf, WINDOWS, windowOf } from './windows.ts';

const shown = { from: null, day: dayOf('2024-02-29') };
const LAST = dayOf('2026-11-24');

describe('windows of time', () => {
  it('last year is the whole calendar year before the last day', () => {
    expect(windowOf('last_year', shown, LAST)).toEqual({ from: dayOf('2024-12-31'), day: dayOf('2025-12-31') });
  });

  it('years back from the day shown, leap day or not', () => {
    expect(windowOf('twelve_months', shown, LAST)).toEqual({ from: dayOf('2023-02-28'), day: shown.day });
    expect(windowOf('ten_years', shown, LAST).from).toBe(dayOf('2014-02-28'));
  });

  it('knows each by name again, and the own ones by none', () => {
    for (const name of WINDOWS) expect(nameOf(windowOf(name, shown, LAST), LAST)).toBe(name);
    expect(nameOf({ from: dayOf('2015-03-04'), day: shown.day }, LAST)).toBeNull();
  });
});
