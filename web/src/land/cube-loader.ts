import type { LedgerColumns, MovementColumns } from '../../../server/engine/columns.ts';
import type { LandCube } from '../../../server/engine/cube.ts';
import { Moved } from '../../../server/engine/moved.ts';
import type { MovementCube } from '../../../server/engine/movement-cube.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import type { CubeQuestion } from './cube-worker.ts';

/**
 * The ledger as changes: made in a worker, so that a million spans hold up nothing on the page.
 * @throws Error where there is no worker to be had, or it ran out of memory
 */
export const makeCube = ({ length, state, fromDay, toDay, area, undated, place, operator, ordnance }: LedgerColumns) =>
  made<LandCube>({
    entries: { length, code: state, fromDay, toDay, area, undated, place, operator, ordnance },
    codes: LAND_STATES.length,
  });

/** The same of the movements. @throws Error as above */
export async function makeMoved(columns: MovementColumns): Promise<Moved> {
  const { x: _x, y: _y, face: _face, places: _places, operators: _operators, ...movements } = columns;
  return new Moved(await made<MovementCube>({ movements }), columns);
}

async function made<Cube extends LandCube>(question: CubeQuestion): Promise<Cube> {
  const worker = new Worker(new URL('./cube-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Cube>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Cube>) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage(question);
    });
  } finally {
    worker.terminate();
  }
}
