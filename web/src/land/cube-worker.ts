import { type CubeEntries, cubeOf } from './cube.ts';

/** What the page asks of this worker; it answers with the LandCube, whose arrays are handed over and not copied. */
export interface CubeQuestion {
  entries: CubeEntries;
  codes: number;
}

self.addEventListener('message', ({ data: { entries, codes } }: MessageEvent<CubeQuestion>) => {
  const cube = cubeOf(entries, codes);
  const { groups, days, offsets, slots, changes, groupOf, slotsOf } = cube;
  const arrays = [...Object.values(groups).filter((value) => typeof value !== 'number'), days, offsets, slots, changes];
  const buffers = [...arrays, groupOf, slotsOf].map(({ buffer }) => buffer as ArrayBuffer);
  self.postMessage(cube, { transfer: buffers });
});
