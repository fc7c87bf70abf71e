import { LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import { type Scheme, STATE_COLOURS } from '../theme/colours.ts';

export type Pattern = 'hatch' | 'dots' | 'wide';

export const patternName = (pattern: Pattern, state: LandState): string => `${pattern}-${state}`;

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** One step darker on light ground, one step lighter on dark, for outlines and hatches. */
export function darker(colour: string, scheme: Scheme): string {
  const mixed = channels(colour).map((channel) =>
    Math.round(scheme === 'light' ? channel * 0.68 : channel + (255 - channel) * 0.35),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** A tile of a pattern, 16 px at twice the resolution, drawn for a style that asks for it by name; null: no such pattern. */
export function drawPattern(name: string, scheme: Scheme): ImageData | null {
  const [pattern, state] = name.split('-') as [Pattern, LandState];
  if (!['hatch', 'dots', 'wide'].includes(pattern) || !LAND_STATES.includes(state)) return null;
  const size = pattern === 'wide' ? 32 : 16;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const colour = STATE_COLOURS[scheme][state];
  context.strokeStyle = pattern === 'wide' ? colour : darker(colour, scheme);
  context.fillStyle = darker(colour, scheme);
  context.lineWidth = pattern === 'wide' ? 4 : 2.4;
  if (pattern === 'dots') {
    for (const [x, y] of [
      [4, 4],
      [12, 12],
    ] as const) {
      context.beginPath();
      context.arc(x, y, 2, 0, 2 * Math.PI);
      context.fill();
    }
  } else {
    // three strokes, so that the tile repeats without a seam
    for (const shift of [-size, 0, size]) {
      context.beginPath();
      context.moveTo(shift - 2, size + 2);
      context.lineTo(shift + size + 2, -2);
      context.stroke();
    }
  }
  return context.getImageData(0, 0, size, size);
}
