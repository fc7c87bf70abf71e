import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { FIRST_OPEN_RANK, LAST_OPEN, RANK } from '../../../server/engine/rank.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { GROUND, type Scheme, STATE_COLOURS } from '../theme/colours.ts';

/** Side of a square, CSS pixels. */
export const SQUARE = 4;
/** Below any land, and between released and open: undated hazards on days before they count. */
const NOTHING = -1;
const UNDATED = FIRST_OPEN_RANK - 0.5;

export type Box = [west: number, south: number, east: number, north: number];

/** Where the map of the same size would lie: world units (the world is 1 wide) at the upper left, and pixels a world. */
export interface Frame {
  left: number;
  top: number;
  scale: number;
}

export const worldX = (longitude: number): number => longitude / 360 + 0.5;
export function worldY(latitude: number): number {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}
/** The inverse, degrees. */
export const latitudeAt = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** The frame in which a box fills what no panel covers: the room around it as the map leaves it. */
export function frameOfBox(box: Box, width: number, height: number): Frame {
  const [left, right, top, bottom] = width >= 720 ? [420, 60, 40, 120] : [24, 24, 40, 260];
  const [west, south, east, north] = [worldX(box[0]), worldY(box[1]), worldX(box[2]), worldY(box[3])];
  const scale = Math.min(
    Math.max(1, width - left - right) / Math.max(east - west, 1e-9),
    Math.max(1, height - top - bottom) / Math.max(south - north, 1e-9),
    512 * 2 ** 13,
  );
  return {
    scale,
    left: (west + east) / 2 - (left + (width - left - right) / 2) / scale,
    top: (north + south) / 2 - (top + (height - top - bottom) / 2) / scale,
  };
}

/** The frame of a view as the address has it. @param view zoom/latitude/longitude */
export function frameOfView(view: string, width: number, height: number): Frame {
  const [zoom, latitude, longitude] = view.split('/').map(Number) as [number, number, number];
  const scale = 512 * 2 ** zoom;
  return { scale, left: worldX(longitude) - width / 2 / scale, top: worldY(latitude) - height / 2 / scale };
}

const RANKS = LAND_STATES.map((state) => RANK.get(state) as number);

/**
 * What each square shows at the end of a day, row by row: the rank of a state, danger above all; or nothing (-1); or undated.
 * One pass over the columns.
 * @param kept 1 for spans that are shown; null: all are
 */
export function squaresAt(
  columns: LedgerColumns,
  day: number,
  kept: Uint8Array | null,
  frame: Frame,
  across: number,
  down: number,
): Float32Array {
  const squares = new Float32Array(across * down).fill(NOTHING);
  const { length, state, fromDay, toDay, undated, x, y } = columns;
  for (let span = 0; span < length; span += 1) {
    if (kept !== null && kept[span] === 0) continue;
    const code = state[span] as number;
    const isLater = (fromDay[span] as number) > day;
    const waits = isLater && undated[span] === 1 && code <= LAST_OPEN;
    if (!waits && (isLater || (toDay[span] as number) <= day)) continue;
    const column = Math.floor(((worldX((x[span] as number) / 1e7) - frame.left) * frame.scale) / SQUARE);
    const row = Math.floor(((worldY((y[span] as number) / 1e7) - frame.top) * frame.scale) / SQUARE);
    if (column < 0 || column >= across || row < 0 || row >= down) continue;
    const at = row * across + column;
    const rank = waits ? UNDATED : (RANKS[code] as number);
    if (rank > (squares[at] as number)) squares[at] = rank;
  }
  return squares;
}

/** Colour and opacity of each rank that a square may have. */
function inksOf(scheme: Scheme): Map<number, { colour: string; opacity: number }> {
  const inks = new Map<number, { colour: string; opacity: number }>();
  for (const state of LAND_STATES)
    inks.set(RANK.get(state) as number, {
      colour: STATE_COLOURS[scheme][state],
      opacity: state.startsWith('outside') ? 0.5 : 0.9,
    });
  inks.set(UNDATED, { colour: STATE_COLOURS[scheme].suspected, opacity: 0.4 });
  return inks;
}

/** Draws the land of a day on a plain canvas, which has its size in CSS pixels; nothing where the browser has no canvas. */
export function drawPicture(
  canvas: HTMLCanvasElement,
  frame: (width: number, height: number) => Frame,
  columns: LedgerColumns,
  day: number,
  kept: Uint8Array | null,
  scheme: Scheme,
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  context.fillStyle = GROUND[scheme].ground;
  context.fillRect(0, 0, width, height);
  const [across, down] = [Math.ceil(width / SQUARE), Math.ceil(height / SQUARE)];
  const squares = squaresAt(columns, day, kept, frame(width, height), across, down);
  const inks = inksOf(scheme);
  for (let at = 0; at < squares.length; at += 1) {
    const ink = inks.get(squares[at] as number);
    if (ink === undefined) continue;
    context.fillStyle = ink.colour;
    context.globalAlpha = ink.opacity;
    context.fillRect((at % across) * SQUARE, Math.floor(at / across) * SQUARE, SQUARE, SQUARE);
  }
}
