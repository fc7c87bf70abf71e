import { describe, expect, it } from 'vitest';
import { type AccidentColumns, type AccidentWindow, accidentFigures, accidentPoints, accidentsIn, UNKNOWN } from './columns.ts';

const columns: AccidentColumns = {
  length: 5,
  x: Int32Array.of(10e7, 20e7, 30e7, UNKNOWN, 179e7),
  y: Int32Array.of(1e7, 2e7, 3e7, UNKNOWN, 1e7),
  day: Int32Array.of(100, 200, 300, 200, UNKNOWN),
  killed: Int16Array.of(1, 0, -1, 2, 0),
  injured: Int16Array.of(0, 3, 4, -1, 1),
  place: Int16Array.of(1, 1, 2, 0, 0),
  places: ['none', 'A', 'B'],
};
const EVERYTHING: AccidentWindow = { from: null, to: 1000, leaves: null, bbox: null };
const chosen = (asked: Partial<AccidentWindow>) => accidentsIn(columns, { ...EVERYTHING, ...asked });

describe('accidents', () => {
  it('until a day: all by then, those without a day too', () => {
    expect([...chosen({ to: 200 })]).toEqual([0, 1, 3, 4]);
  });

  it('in a period: after its first day, until its last, nothing without a day', () => {
    expect([...chosen({ from: 100, to: 300 })]).toEqual([1, 2, 3]);
  });

  it('in places and in a box, also one across the antimeridian', () => {
    expect([...chosen({ leaves: new Set(['A']) })]).toEqual([0, 1]);
    expect([...chosen({ leaves: new Set(['none']) })]).toEqual([3, 4]);
    expect([...chosen({ bbox: [15, 0, 40, 5] })]).toEqual([1, 2]);
    expect([...chosen({ bbox: [170, 0, 12, 5] })]).toEqual([0, 4]);
  });

  it('counts people as stated, by place, most accidents first', () => {
    expect(accidentFigures(columns, chosen({}))).toEqual({
      accidents: 5,
      killed: 3,
      injured: 8,
      undated: 1,
      withoutPoint: 1,
      byPlace: [
        { place: 'A', accidents: 2, killed: 1, injured: 3 },
        { place: 'none', accidents: 2, killed: 2, injured: 1 },
        { place: 'B', accidents: 1, killed: 0, injured: 4 },
      ],
    });
  });

  it('shows only what has a point', () => {
    expect(accidentPoints(columns, chosen({ to: 200 })).map(({ position }) => position[0])).toEqual([10, 20, 179]);
  });
});
