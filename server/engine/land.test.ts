import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAND_STATES } from '../vocabulary.ts';
import { cellAt, cellBox } from './cell-grid.ts';
import { LandCells } from './cells.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { areasAt, figuresOf } from './figures.ts';
import { historyOf } from './history.ts';

interface Span {
  state: number;
  fromDay: number;
  length: number | null;
  area: number;
  x: number;
  y: number;
}

const spans = fc.array(
  fc.record({
    state: fc.integer({ min: 0, max: LAND_STATES.length - 1 }),
    fromDay: fc.integer({ min: 8000, max: 9000 }),
    length: fc.option(fc.integer({ min: 1, max: 500 })),
    area: fc.integer({ min: 1, max: 1e9 }),
    x: fc.integer({ min: 102e7, max: 104e7 }),
    y: fc.integer({ min: 12e7, max: 14e7 }),
  }),
  { maxLength: 40 },
);

const columnsOf = (rows: Span[]): LedgerColumns => ({
  length: rows.length,
  dataVersion: '1',
  state: Uint8Array.from(rows, (row) => row.state),
  fromDay: Int32Array.from(rows, (row) => row.fromDay),
  toDay: Int32Array.from(rows, (row) => (row.length === null ? STILL : row.fromDay + row.length)),
  area: Float64Array.from(rows, (row) => row.area),
  x: Int32Array.from(rows, (row) => row.x),
  y: Int32Array.from(rows, (row) => row.y),
  polygonZoom: new Uint8Array(rows.length).fill(12),
  undated: new Uint8Array(rows.length),
  face: Int32Array.from(rows, (_, index) => index),
  place: new Int16Array(rows.length),
  operator: new Int16Array(rows.length),
  ordnance: new Uint8Array(rows.length),
  places: ['none'],
  operators: ['none'],
});

const days = fc.integer({ min: 7900, max: 9600 });

describe('figures from the columns', () => {
  it('a span counts from its first day until the day before its last', () => {
    const columns = columnsOf([{ state: 1, fromDay: 100, length: 10, area: 2e8, x: 0, y: 0 }]);
    expect([99, 100, 109, 110].map((day) => figuresOf(areasAt(columns, day)).remaining.confirmed)).toEqual([0, 2, 2, 0]);
  });

  it('the states add up to everything that is there on the day', () => {
    fc.assert(
      fc.property(spans, days, (rows, day) => {
        const columns = columnsOf(rows);
        const { remaining, released, outside, closed } = figuresOf(areasAt(columns, day));
        const expected = rows.filter((row) => row.fromDay <= day && (row.length === null || row.fromDay + row.length > day));
        const total = expected.reduce((sum, row) => sum + row.area, 0) / 1e8;
        expect(remaining.total + released.total + outside.total + closed).toBeCloseTo(total, 6);
      }),
    );
  });

  it('the history is the figures, day by day', () => {
    fc.assert(
      fc.property(spans, days, fc.integer({ min: 1, max: 900 }), fc.integer({ min: 2, max: 60 }), (rows, first, width, steps) => {
        const columns = columnsOf(rows);
        const history = historyOf(columns, first, first + width, steps);
        for (const [step, day] of history.days.entries()) {
          const { remaining, released, outside } = figuresOf(areasAt(columns, day));
          expect(history.remaining[step]).toBeCloseTo(remaining.total, 6);
          expect(history.released[step]).toBeCloseTo(released.total + outside.total, 6);
        }
      }),
    );
  });
});

describe('cells for small land', () => {
  it('numbers cells as the tiles do', () => {
    // 103.5° E, 13.5° N at zoom 0: 64 cells around the world
    expect(cellAt(0, 103.5e7, 13.5e7)).toBe(50 * 64 + 29);
  });

  it('every open hazard of the day is in a cell that says so, whatever else lies there', () => {
    fc.assert(
      fc.property(spans, days, fc.integer({ min: 0, max: 11 }), (rows, day, z) => {
        const cells = new LandCells(columnsOf(rows), z).at(day);
        for (const row of rows) {
          const isOpen = row.state <= 1 && row.fromDay <= day && (row.length === null || row.fromDay + row.length > day);
          if (!isOpen) continue;
          const cell = cells.get(cellAt(z, row.x, row.y));
          expect(['suspected', 'confirmed']).toContain(cell?.state);
          if (row.state === 1) expect(cell?.state).toBe('confirmed');
          expect(cell?.squareMetres).toBeGreaterThanOrEqual(row.area / 100 - 1e-6);
        }
      }),
    );
  });

  it('of a filter shows what the spans it keeps would show by themselves; a cell of which nothing is kept is told to be empty', () => {
    fc.assert(
      fc.property(spans, fc.infiniteStream(fc.boolean()), days, fc.integer({ min: 0, max: 13 }), (rows, isKept, day, z) => {
        const chosen = rows.map(() => isKept.next().value === true);
        const cells = new LandCells(columnsOf(rows), z).at(day, Uint8Array.from(chosen, Number));
        const alone = new LandCells(columnsOf(rows.filter((_, index) => chosen[index])), z).at(day);
        expect([...cells.keys()].sort()).toEqual([...new LandCells(columnsOf(rows), z).at(day).keys()].sort());
        for (const [id, cell] of cells) expect(cell).toEqual(alone.get(id) ?? { state: 'none', squareMetres: 0 });
      }),
    );
  });

  it('told only what changed, a listener knows at every date and filter what it would be told anew', () => {
    const moves = fc.array(fc.tuple(days, fc.array(fc.constantFrom(0, 1), { minLength: 40, maxLength: 40 })), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(spans, moves, fc.integer({ min: 0, max: 11 }), (rows, turns, z) => {
        const columns = columnsOf(rows);
        const cells = new LandCells(columns, z);
        const known = new Map<number, string>();
        for (const [day, mask] of turns) {
          const kept = day % 2 === 0 ? null : Uint8Array.from(mask);
          for (const { id, state, opacity } of cells.changesAt(day, kept)) known.set(id, `${state} ${opacity}`);
          const anew = new LandCells(columns, z)
            .changesAt(day, kept)
            .map(({ id, state, opacity }) => [id, `${state} ${opacity}`] as const);
          expect(known).toEqual(new Map(anew));
          for (const [id, { state }] of new LandCells(columns, z).at(day, kept)) expect(known.get(id)).toContain(state);
        }
      }),
    );
  });

  it('told only of what is seen, a listener knows of every cell that a box touches what it would be told anew', () => {
    // around the spans, or of half the world, across its end
    const boxes = fc.oneof(
      fc.tuple(fc.double({ min: 101, max: 104, noNaN: true }), fc.double({ min: 11, max: 14, noNaN: true })),
      fc.constant([-185, -80] as const),
    );
    const moves = fc.array(fc.tuple(days, boxes, fc.double({ min: 0.1, max: 3, noNaN: true })), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(spans, moves, fc.integer({ min: 0, max: 11 }), (rows, turns, z) => {
        const columns = columnsOf(rows);
        const cells = new LandCells(columns, z);
        const known = new Map<number, string>();
        for (const [day, [west, south], size] of turns) {
          const isAcross = west < -180;
          const seen = [west, south, isAcross ? 179 : west + size, isAcross ? 80 : south + size] as const;
          for (const { id, state, opacity } of cells.changesAt(day, null, cellBox(z, seen))) known.set(id, `${state} ${opacity}`);
          const anew = new Map(
            new LandCells(columns, z).changesAt(day).map(({ id, state, opacity }) => [id, `${state} ${opacity}`]),
          );
          for (const { x, y } of rows) {
            const isSeen = x / 1e7 >= west && x / 1e7 <= seen[2] && y / 1e7 >= south && y / 1e7 <= seen[3];
            if (isSeen) expect(known.get(cellAt(z, x, y))).toBe(anew.get(cellAt(z, x, y)));
          }
        }
      }),
    );
  });

  it('an undated hazard shows before it counts', () => {
    const columns = {
      ...columnsOf([{ state: 0, fromDay: 100, length: null, area: 5, x: 103e7, y: 13e7 }]),
      undated: Uint8Array.of(1),
    };
    expect([...new LandCells(columns, 5).at(50).values()]).toEqual([{ state: 'undated', squareMetres: 0.05 }]);
  });
});
