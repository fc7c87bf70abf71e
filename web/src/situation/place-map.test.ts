import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import type { CellLook } from '../../../server/engine/cells.ts';
import { type LedgerColumns, STILL } from '../../../server/engine/columns.ts';
import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import { boxOfFrame, frameAround, HEIGHT, pointIn, scaleBar, WIDTH } from './place-frame.ts';
import { INK_STEPS, inksByFace, squaresOfCells } from './place-inks.ts';
import type { Box } from './places.ts';

const CAMBODIA: Box = [102.3, 10.4, 107.6, 14.7];
const BIHAC: Box = [15.7, 44.6, 16.5, 45.2];

describe('the frame of the sheet’s map', () => {
  it('holds the box, and knows the box that it shows', () => {
    for (const [west, south, east, north] of [CAMBODIA, BIHAC]) {
      const frame = frameAround([west, south, east, north]);
      for (const { x, y } of [pointIn(frame, west, north), pointIn(frame, east, south)]) {
        expect(x).toBeGreaterThanOrEqual(13.99);
        expect(x).toBeLessThanOrEqual(WIDTH - 13.99);
        expect(y).toBeGreaterThanOrEqual(13.99);
        expect(y).toBeLessThanOrEqual(HEIGHT - 13.99);
      }
      const [left, bottom, right, top] = boxOfFrame(frame);
      const corners = [pointIn(frame, left, top), pointIn(frame, right, bottom)];
      expect(corners.flatMap(({ x, y }) => [x, y])).toEqual([0, 0, WIDTH, HEIGHT].map((px) => expect.closeTo(px, 6)));
    }
  });

  it('its bar is as long on the ground as it says, by GeographicLib', () => {
    for (const box of [CAMBODIA, BIHAC]) {
      const frame = frameAround(box);
      const { kilometres, px } = scaleBar(frame);
      const [left, south, right, north] = boxOfFrame(frame);
      // on a map of Mercator the middle of the height is not that of the latitudes
      let [low, high] = [south, north];
      while (high - low > 1e-9) {
        const middle = (low + high) / 2;
        if (pointIn(frame, left, middle).y > HEIGHT / 2) low = middle;
        else high = middle;
      }
      const metres = geodesic.Geodesic.WGS84.Inverse(low, left, low, left + ((right - left) * px) / WIDTH).s12 as number;
      // the bar's earth is a sphere
      expect(Math.abs(metres / 1000 / kilometres - 1)).toBeLessThan(0.005);
    }
  });
});

const inkOf = (state: LandState, waits = false) =>
  INK_STEPS.findIndex((step) => step.code === LAND_STATES.indexOf(state) && step.waits === waits);

describe('inks of the sheet’s map', () => {
  it('open land is drawn over all other, and every state once', () => {
    expect(INK_STEPS).toHaveLength(LAND_STATES.length + 2);
    for (const state of LAND_STATES) {
      expect(inkOf(state)).toBeGreaterThanOrEqual(0);
      if (state === 'suspected' || state === 'confirmed') continue;
      expect(inkOf(state)).toBeLessThan(Math.min(inkOf('suspected'), inkOf('suspected', true)));
    }
    expect(inkOf('confirmed', true)).toBeLessThan(inkOf('suspected'));
    expect(inkOf('suspected')).toBeLessThan(inkOf('confirmed'));
  });

  const land = (spans: { face: number; state: LandState; from: number; to: number; undated?: boolean }[]) => ({
    columns: {
      length: spans.length,
      face: Int32Array.from(spans, ({ face }) => face),
      state: Uint8Array.from(spans, ({ state }) => LAND_STATES.indexOf(state)),
      fromDay: Int32Array.from(spans, ({ from }) => from),
      toDay: Int32Array.from(spans, ({ to }) => to),
      undated: Uint8Array.from(spans, ({ undated }) => (undated ? 1 : 0)),
    } as unknown as LedgerColumns,
    ...{ kept: null, faint: null, places: [], squares: [] },
  });

  it('a face has the state of the day; a hazard without a date waits only where nothing else is', () => {
    const ground = land([
      { face: 1, state: 'suspected', from: 0, to: 10 },
      { face: 1, state: 'cleared', from: 10, to: STILL },
      { face: 2, state: 'confirmed', from: 20, to: STILL, undated: true },
      { face: 3, state: 'reduced', from: 5, to: 20 },
      { face: 3, state: 'suspected', from: 20, to: STILL, undated: true },
      { face: 4, state: 'suspected', from: 20, to: STILL },
    ]);
    const told = (day: number) =>
      Object.fromEntries(
        [...inksByFace({ ...ground, day })].map(([face, { code, waits }]) => [
          face,
          `${LAND_STATES[code]}${waits ? ' waits' : ''}`,
        ]),
      );
    expect(told(9)).toEqual({ 1: 'suspected', 2: 'confirmed waits', 3: 'reduced' });
    expect(told(10)).toEqual({ 1: 'cleared', 2: 'confirmed waits', 3: 'reduced' });
    expect(told(20)).toEqual({ 1: 'cleared', 2: 'confirmed', 3: 'suspected', 4: 'suspected' });
  });

  it('where the neighbours’ land is of another state, it stays to be seen around the place’s own; nothing is drawn of nothing', () => {
    const frame = frameAround(CAMBODIA);
    const look = (id: number, state: CellLook['state']): CellLook => ({ id, state, opacity: 1 });
    const own = [look(5, 'cleared'), look(6, 'suspected'), look(7, 'none'), look(8, 'undated')];
    const squares = squaresOfCells(frame, 2, own, [look(5, 'confirmed'), look(6, 'suspected'), look(7, 'none')]);
    const [faintDanger, faintSame, cleared, suspected, undated] = squares;
    expect(squares).toHaveLength(5);
    expect(faintDanger).toMatchObject({ isFaint: true, code: LAND_STATES.indexOf('confirmed') });
    expect(cleared).toMatchObject({ isFaint: false, side: (faintDanger?.side as number) / 2 });
    expect(cleared?.x).toBeCloseTo((faintDanger?.x as number) + (faintDanger?.side as number) / 4, 9);
    expect(suspected).toMatchObject({ side: faintSame?.side, x: faintSame?.x });
    expect(undated).toMatchObject({ waits: true, side: faintSame?.side });
  });
});
