import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../server/engine/cell-grid.ts';
import { type LedgerColumns, STILL } from '../../../server/engine/columns.ts';
import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import { frameOfBox, frameOfView, SQUARE, squaresAt } from './picture.ts';

interface Span {
  state: number;
  fromDay: number;
  days: number | null;
  undated: boolean;
  longitude: number;
  latitude: number;
}

const columnsOf = (spans: Span[]): LedgerColumns => ({
  length: spans.length,
  dataVersion: '1',
  state: Uint8Array.from(spans, ({ state }) => state),
  fromDay: Int32Array.from(spans, ({ fromDay }) => fromDay),
  toDay: Int32Array.from(spans, ({ fromDay, days }) => (days === null ? STILL : fromDay + days)),
  area: new Float64Array(spans.length).fill(1),
  x: Int32Array.from(spans, ({ longitude }) => longitude * 1e7),
  y: Int32Array.from(spans, ({ latitude }) => latitude * 1e7),
  polygonZoom: new Uint8Array(spans.length),
  undated: Uint8Array.from(spans, ({ undated }) => Number(undated)),
  face: Int32Array.from(spans, (_, index) => index),
  place: new Int16Array(spans.length),
  operator: new Int16Array(spans.length),
  ordnance: new Uint8Array(spans.length),
  places: ['none'],
  operators: ['none'],
});

const spans = fc.array(
  fc.record({
    state: fc.integer({ min: 0, max: LAND_STATES.length - 1 }),
    fromDay: fc.integer({ min: 8000, max: 9000 }),
    days: fc.option(fc.integer({ min: 1, max: 500 })),
    undated: fc.boolean(),
    longitude: fc.double({ min: 102, max: 107, noNaN: true }),
    latitude: fc.double({ min: 10, max: 14, noNaN: true }),
  }),
  { minLength: 1, maxLength: 40 },
);
const sizes = fc.record({ width: fc.integer({ min: 320, max: 3840 }), height: fc.integer({ min: 400, max: 2160 }) });
const BOX = [102, 10, 107, 14] as const;
const of = (state: LandState): Span => ({
  state: LAND_STATES.indexOf(state),
  fromDay: 100,
  days: null,
  undated: false,
  longitude: 105,
  latitude: 12,
});
const shownOf = (list: Span[], day = 200) => {
  const frame = frameOfBox([...BOX], 1440, 900);
  return Math.max(...squaresAt(columnsOf(list), day, null, frame, 360, 225));
};

describe('the picture', () => {
  it('is never blank on a day with land, whatever the size of the screen, and empty on one without', () => {
    fc.assert(
      fc.property(spans, sizes, fc.integer({ min: 7900, max: 9600 }), (list, { width, height }, day) => {
        const frame = frameOfBox([...BOX], width, height);
        const [across, down] = [Math.ceil(width / SQUARE), Math.ceil(height / SQUARE)];
        const isBlank = squaresAt(columnsOf(list), day, null, frame, across, down).every((square) => square < 0);
        const isThere = list.some(
          ({ state, fromDay, days, undated }) =>
            (fromDay <= day && (days === null || fromDay + days > day)) || (undated && state <= 1 && fromDay > day),
        );
        expect(isBlank).toBe(!isThere);
      }),
    );
  });

  it('shows danger above all else, then what stands there undated, then the strongest release', () => {
    const order: LandState[] = [
      'closed',
      'outside_cancelled',
      'outside_cleared',
      'cancelled',
      'cleared',
      'suspected',
      'confirmed',
    ];
    const ranks = order.map((state) => shownOf([of(state)]));
    expect([...ranks].sort((one, other) => one - other)).toEqual(ranks);
    const undated = { ...of('suspected'), undated: true, fromDay: 300 };
    expect(shownOf([of('cleared'), undated, of('cancelled')])).toBeGreaterThan(shownOf([of('cleared')]));
    expect(shownOf([of('cleared'), undated])).toBeLessThan(shownOf([of('suspected')]));
    for (const state of order) expect(shownOf([of('confirmed'), of(state)])).toBe(shownOf([of('confirmed')]));
  });

  it('leaves out what the filters do', () => {
    const frame = frameOfBox([...BOX], 1440, 900);
    const squares = squaresAt(columnsOf([of('confirmed')]), 200, Uint8Array.of(0), frame, 360, 225);
    expect(squares.every((square) => square < 0)).toBe(true);
  });

  it('lies as the tiles lie: a square of the frame of a zoom is a cell of the grid of tiles', () => {
    // 64 cells of 8 px a tile of 512 px: cells of one zoom in are squares of 4 px
    fc.assert(
      fc.property(spans, (list) => {
        const zoom = 7;
        const first = cellAt(zoom + 1, 102e7, 14e7);
        const side = 2 ** (zoom + 1) * 64;
        const [firstColumn, firstRow] = [Math.floor(first / side), first % side];
        const frame = { scale: 512 * 2 ** zoom, left: firstColumn / side, top: firstRow / side };
        const squares = squaresAt(columnsOf(list), 8500, null, frame, 1024, 1024);
        const expected = new Set(
          list
            .filter(({ state, fromDay, days, undated }) =>
              fromDay <= 8500 ? days === null || fromDay + days > 8500 : undated && state <= 1,
            )
            .map(({ longitude, latitude }) => {
              const cell = cellAt(zoom + 1, Math.trunc(longitude * 1e7), Math.trunc(latitude * 1e7));
              return ((cell % side) - firstRow) * 1024 + Math.floor(cell / side) - firstColumn;
            }),
        );
        expect(new Set([...squares.keys()].filter((at) => (squares[at] as number) >= 0))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('the middle of the screen is where the address says', () => {
    const frame = frameOfView('8.5/13.1/102.9', 1440, 900);
    const squares = squaresAt(
      columnsOf([{ ...of('confirmed'), longitude: 102.9001, latitude: 13.0999 }]),
      200,
      null,
      frame,
      360,
      225,
    );
    const at = squares.findIndex((square) => square >= 0);
    expect([at % 360, Math.floor(at / 360)]).toEqual([180, 112]);
  });
});
