import type { Mark } from './laid.ts';

/** Where a mark is drawn, px. */
export interface PlacedMark {
  mark: Mark;
  x: number;
  y: number;
  path: string;
}

const SIZE = 4.5;
const polygon = (points: readonly (readonly [number, number])[]) =>
  `M${points.map(([x, y]) => `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`).join('L')}Z`;

/** The outline of a mark: a shape of its own for each measure. */
export function shapeOf(measure: string, x: number, y: number): string {
  const [s, w] = [SIZE, SIZE * 0.85];
  switch (measure) {
    case 'released_km2':
      return polygon([
        [x, y - s * 1.2],
        [x + s * 1.2, y],
        [x, y + s * 1.2],
        [x - s * 1.2, y],
      ]);
    case 'cancelled_km2':
      return polygon([
        [x - w, y - w],
        [x + w, y - w],
        [x + w, y + w],
        [x - w, y + w],
      ]);
    case 'reduced_km2':
      return polygon([
        [x, y - s],
        [x + s, y + w],
        [x - s, y + w],
      ]);
    case 'cancelled_or_reduced_km2':
      return polygon([
        [x, y + s],
        [x - s, y - w],
        [x + s, y - w],
      ]);
    default:
      return `M${x - s} ${y}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0Z`;
  }
}

/**
 * Places marks. Those that would lie on one another are moved apart sideways, so that sources of one year are seen each, but never
 * out of their period.
 * @param reach px that a mark may be moved: half a period.
 */
export function placedMarks(marks: readonly Mark[], at: (mark: Mark) => { x: number; y: number }, reach: number): PlacedMark[] {
  const placed: PlacedMark[] = [];
  const shifts = [0, 0.5, -0.5, 1, -1].map((share) => share * Math.min(reach, 2.5 * SIZE));
  for (const mark of marks) {
    const { x, y } = at(mark);
    const roomAt = (shift: number) => Math.min(2 * SIZE, ...placed.map((other) => Math.hypot(other.x - x - shift, other.y - y)));
    const shift = shifts.reduce((best, next) => (roomAt(next) > roomAt(best) + 0.01 ? next : best));
    const [markX, markY] = [x + shift, y].map((value) => Math.round(value * 100) / 100) as [number, number];
    placed.push({ mark, x: markX, y: markY, path: shapeOf(mark.figure.measure, markX, markY) });
  }
  return placed;
}
