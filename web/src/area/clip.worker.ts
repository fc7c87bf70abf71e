import type { Position } from 'geojson';
import { type BorderFace, squareMetresWithin } from './clip.ts';

/** What the worker is asked: the area, and the faces on its border. */
export interface ClipQuestion {
  area: Position[][][];
  faces: BorderFace[];
}

/** What it says: how many faces are done; at the end of each face how much lies within, in whole hundredths of m². */
export type ClipAnswer = { done: number } | { hundredths: Float64Array };

/** Faces are cut one after the other; how far it is, is told this often. */
const TELL_EVERY = 20;

// the types are those of a page, in which postMessage wants a target
const tell = (answer: ClipAnswer) => (self as unknown as { postMessage(answer: ClipAnswer): void }).postMessage(answer);

self.onmessage = ({ data: { area, faces } }: MessageEvent<ClipQuestion>) => {
  const hundredths = new Float64Array(faces.length);
  for (const [index, face] of faces.entries()) {
    hundredths[index] = Math.round(squareMetresWithin(face, area) * 100);
    if (index % TELL_EVERY === TELL_EVERY - 1) tell({ done: index + 1 });
  }
  tell({ hundredths });
};
