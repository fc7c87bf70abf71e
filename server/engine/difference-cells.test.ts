import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CHANGES, type Change, LAND_STATES } from '../vocabulary.ts';
import { cellAt } from './cell-grid.ts';
import { type LedgerColumns, STILL } from './columns.ts';
import { DifferenceCells } from './difference-cells.ts';

const OPEN: readonly Change[] = ['recorded', 're-opened', 'upgraded', 'downgraded', 'unchanged'];
const RELEASED: readonly Change[] = ['cancelled', 'reduced', 'cleared', 'closed'];
const open = fc.record({ change: fc.constantFrom(...OPEN), state: fc.constantFrom('suspected' as const, 'confirmed' as const) });
const released = fc.constantFrom(...RELEASED).map((change) => ({ change, state: change as 'cleared' }));
const others = fc.constantFrom('still', 'between', 'outside').map((change) => ({ change, state: 'outside_cleared' as const }));
const faces = fc.array(
  fc.record({
    became: fc.oneof(open, released, others),
    x: fc.integer({ min: 102e7, max: 103e7 }),
    y: fc.integer({ min: 12e7, max: 13e7 }),
  }),
  { maxLength: 60 },
);

const columnsOf = (rows: { x: number; y: number }[]): LedgerColumns => ({
  length: rows.length,
  dataVersion: '1',
  state: new Uint8Array(rows.length),
  fromDay: new Int32Array(rows.length),
  toDay: new Int32Array(rows.length).fill(STILL),
  area: new Float64Array(rows.length).fill(1),
  x: Int32Array.from(rows, ({ x }) => x),
  y: Int32Array.from(rows, ({ y }) => y),
  polygonZoom: new Uint8Array(rows.length).fill(14),
  undated: new Uint8Array(rows.length),
  face: Int32Array.from(rows, (_, index) => 100 + index),
  place: new Int16Array(rows.length),
  operator: new Int16Array(rows.length),
  ordnance: new Uint8Array(rows.length),
  places: ['none'],
  operators: ['none'],
});
const told = (rows: { became: { change: string; state: string } }[]) => ({
  change: Uint8Array.from(rows, ({ became }) => CHANGES.indexOf(became.change as Change)),
  state: Uint8Array.from(rows, ({ became }) => LAND_STATES.indexOf(became.state as 'cleared')),
});

it('a square with open land never looks released, and tells what was released in it', () => {
  fc.assert(
    fc.property(faces, fc.integer({ min: 3, max: 9 }), (rows, z) => {
      const cells = new Map(new DifferenceCells(columnsOf(rows), z).changesOf(told(rows)).map((cell) => [cell.id, cell]));
      for (const { x, y } of rows) {
        const id = cellAt(z, x, y);
        const inIt = rows.filter((row) => cellAt(z, row.x, row.y) === id).map(({ became }) => became);
        const cell = cells.get(id);
        const opened = inIt.filter(({ change }) => OPEN.includes(change as Change));
        const left = inIt.filter(({ change }) => RELEASED.includes(change as Change));
        if (opened.length > 0) {
          expect(opened.map(({ change }) => change)).toContain(cell?.change);
          // of what is open the more dangerous state, and what is new before what was there
          expect(cell?.state).toBe(opened.some(({ state }) => state === 'confirmed') ? 'confirmed' : 'suspected');
          if (opened.some(({ change }) => change === 'recorded' || change === 're-opened'))
            expect(['recorded', 're-opened']).toContain(cell?.change);
          if (left.length > 0) expect(left.map(({ change }) => change)).toContain(cell?.left);
          else expect(cell?.left).toBe('none');
        } else if (left.length > 0) expect(left.map(({ change }) => change)).toContain(cell?.change);
        else expect(inIt.map(({ change }) => change)).toContain(cell?.change);
      }
    }),
  );
});

it('told only what changed, the map knows at every date what it would be told anew', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(open, released, others), fc.oneof(open, released, others))), (pairs) => {
      const rows = pairs.map(([first], index) => ({ became: first, x: 102e7 + index * 3e5, y: 12e7 }));
      const later = rows.map((row, index) => ({ ...row, became: pairs[index]?.[1] ?? row.became }));
      const cells = new DifferenceCells(columnsOf(rows), 5);
      const known = new Map(cells.changesOf(told(rows)).map((cell) => [cell.id, cell]));
      for (const cell of cells.changesOf(told(later))) known.set(cell.id, cell);
      expect(known).toEqual(
        new Map(new DifferenceCells(columnsOf(rows), 5).changesOf(told(later)).map((cell) => [cell.id, cell])),
      );
    }),
  );
});
