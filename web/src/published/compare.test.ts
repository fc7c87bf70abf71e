import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/engine/days.ts';
import { UNKNOWN } from '../accidents/columns.ts';
import { measuresOf, ownFigure, sourceParts } from './compare.ts';

const accidents = {
  length: 4,
  x: new Int32Array(4),
  y: new Int32Array(4),
  day: Int32Array.of(dayOf('2009-12-31'), dayOf('2010-01-01'), dayOf('2010-12-31'), UNKNOWN),
  killed: Int16Array.of(1, 2, -1, 9),
  injured: Int16Array.of(1, 3, 4, 9),
  place: new Int16Array(4),
  places: ['none'],
};

const own = { landOn: null, movements: null, accidents };

describe('published figures beside the own', () => {
  it('people hurt in the year, as the records state them', () => {
    expect(ownFigure('casualties_total', 2010, own)).toBe(9);
    expect(ownFigure('casualties_killed', 2010, own)).toBe(2);
  });

  it('nothing is made up: no year, no such measure, no records', () => {
    expect(ownFigure('casualties_total', null, own)).toBeNull();
    expect(ownFigure('anti_personnel_mines_destroyed', 2010, own)).toBeNull();
    expect(ownFigure('remaining_km2', 2010, own)).toBeNull();
  });

  it('remaining land is that of the last day of the year', () => {
    const landOn = (day: number) => ({ remaining: { total: day === dayOf('2010-12-31') ? 7 : 0 } }) as never;
    expect(ownFigure('remaining_km2', 2010, { ...own, landOn })).toBe(7);
  });

  it('a source has a name and, where it gives one, an address', () => {
    expect(sourceParts('Landmine Monitor 2002 http://www.the-monitor.org/x?y=1')).toEqual({
      name: 'Landmine Monitor 2002',
      address: 'http://www.the-monitor.org/x?y=1',
    });
    expect(sourceParts('https://www.phnompenhpost.com/a').name).toBe('phnompenhpost.com');
    expect(sourceParts('CMAA report').address).toBeNull();
  });

  it('measures keep their order', () => {
    const figure = (measure: string) => ({ measure }) as Parameters<typeof measuresOf>[0][number];
    expect(measuresOf([figure('b'), figure('a'), figure('b')])).toEqual(['b', 'a']);
  });
});
