import { LAND_STATES } from '../../../server/vocabulary.ts';
import type { CubeEntries, LandCube } from './cube.ts';
import type { CubeQuestion } from './cube-worker.ts';
import type { LedgerColumns } from './figures.ts';

/**
 * The ledger as changes: made in a worker, so that a million spans hold up nothing on the page.
 * @throws Error where there is no worker to be had, or it ran out of memory
 */
export const makeCube = ({ length, state, fromDay, toDay, area, undated, place, operator, ordnance }: LedgerColumns) =>
  made({ length, code: state, fromDay, toDay, area, undated, place, operator, ordnance }, LAND_STATES.length);

async function made(entries: CubeEntries, codes: number): Promise<LandCube> {
  const worker = new Worker(new URL('./cube-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<LandCube>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<LandCube>) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage({ entries, codes } satisfies CubeQuestion);
    });
  } finally {
    worker.terminate();
  }
}
