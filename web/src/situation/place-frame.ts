import { type Frame, latitudeAt, worldX, worldY } from '../map/picture.ts';
import type { Box } from './places.ts';

/** Size of the drawing in CSS pixels of the sheet, and how many dots one has: paper is finer than a screen. */
export const [WIDTH, HEIGHT, DOTS] = [344, 300, 3];
const MARGIN = 14;
/** The closest that a frame comes: a place of no size is still drawn in its surroundings. */
export const MOST_ZOOM = 14;

/** North is up: the frame in which a box fills the drawing. */
export function frameAround([west, south, east, north]: Box): Frame {
  const [left, right, top, bottom] = [worldX(west), worldX(east), worldY(north), worldY(south)];
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(right - left, 1e-9),
    (HEIGHT - 2 * MARGIN) / Math.max(bottom - top, 1e-9),
    512 * 2 ** MOST_ZOOM,
  );
  return { scale, left: (left + right) / 2 - WIDTH / 2 / scale, top: (top + bottom) / 2 - HEIGHT / 2 / scale };
}

/** Where a position lies, in CSS pixels of the drawing. */
export const pointIn = ({ scale, left, top }: Frame, longitude: number, latitude: number): { x: number; y: number } => ({
  x: (worldX(longitude) - left) * scale,
  y: (worldY(latitude) - top) * scale,
});

/** A length of 1, 2 or 5 times a power of ten that takes up about a quarter of the drawing, at its middle. */
export function scaleBar({ scale, top }: Frame): { kilometres: number; px: number } {
  const latitude = latitudeAt(top + HEIGHT / 2 / scale);
  const kilometresAPx = (40_075.016686 * Math.cos((latitude * Math.PI) / 180)) / scale;
  const wanted = (WIDTH / 4) * kilometresAPx;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const kilometres = ([5, 2, 1].find((step) => step * power <= wanted) ?? 1) * power;
  return { kilometres, px: kilometres / kilometresAPx };
}

/** West, south, east, north of what a frame shows. */
export function boxOfFrame({ scale, left, top }: Frame): Box {
  const latitude = (y: number) => latitudeAt(Math.max(0, Math.min(1, y)));
  const longitude = (x: number) => Math.max(-180, Math.min(180, x * 360 - 180));
  return [longitude(left), latitude(top + HEIGHT / scale), longitude(left + WIDTH / scale), latitude(top)];
}
