import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/engine/days.ts';
import { movedBy } from './keys.ts';
import { shapeOf } from './shape.ts';

describe('a key on a handle of the timeline', () => {
  const ends = { first: dayOf('2000-01-01'), last: dayOf('2026-11-24') };
  const from = (date: string, key: string, shiftKey = false) => movedBy({ key, shiftKey }, dayOf(date), ends);

  it('goes a month, a day with shift, a year by page, and to the ends', () => {
    for (const key of ['ArrowRight', 'ArrowUp']) expect(from('2024-01-31', key)).toBe(dayOf('2024-02-29'));
    for (const key of ['ArrowLeft', 'ArrowDown']) expect(from('2024-03-31', key)).toBe(dayOf('2024-02-29'));
    expect(from('2024-02-29', 'ArrowRight', true)).toBe(dayOf('2024-03-01'));
    expect(from('2024-03-01', 'ArrowDown', true)).toBe(dayOf('2024-02-29'));
    expect(from('2024-02-29', 'PageUp')).toBe(dayOf('2025-02-28'));
    expect(from('2024-02-29', 'PageDown')).toBe(dayOf('2023-02-28'));
    expect([from('2024-02-29', 'Home'), from('2024-02-29', 'End')]).toEqual([ends.first, ends.last]);
  });

  it('that is of no use to a handle is left to the browser', () => {
    for (const key of ['Tab', 'Enter', 'a']) expect(from('2024-02-29', key)).toBeNull();
  });
});

describe('the shape of land over time', () => {
  const history = (remaining: number[], released: number[]) => ({
    days: Int32Array.from(remaining, (_, day) => day),
    remaining: Float64Array.from(remaining),
    released: Float64Array.from(released),
  });

  it('lays what was released on what remains, the most of both as high as the drawing', () => {
    // one way along the upper edge, back along the lower
    expect(shapeOf(history([0, 3, 1], [0, 1, 1]), 40)).toEqual({
      remaining: 'M0,40L1,10L2,30L2,40L1,40L0,40Z',
      released: 'M0,40L1,0L2,20L2,30L1,10L0,40Z',
    });
  });

  it('is none where there is no land', () => {
    expect(shapeOf(history([0, 0], [0, 0]), 40)).toBeNull();
  });
});
