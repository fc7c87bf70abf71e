import { type CubeEntries, cubeOf } from '../../../server/engine/cube.ts';
import { cubeOfMovements, type MovementEntries } from '../../../server/engine/movement-cube.ts';

/** What the page asks of this worker; it answers with the LandCube, whose arrays are handed over and not copied. */
export type CubeQuestion = { entries: CubeEntries; codes: number } | { movements: MovementEntries };

self.addEventListener('message', ({ data }: MessageEvent<CubeQuestion>) => {
  const cube = 'movements' in data ? cubeOfMovements(data.movements) : cubeOf(data.entries, data.codes);
  const { groups, days, offsets, slots, changes, groupOf, slotsOf } = cube;
  const arrays = [...Object.values(groups).filter((value) => typeof value !== 'number'), days, offsets, slots, changes];
  const buffers = [...arrays, groupOf, slotsOf].map(({ buffer }) => buffer as ArrayBuffer);
  self.postMessage(cube, { transfer: buffers });
});
