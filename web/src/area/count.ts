import type { Border } from '../../../server/land/contract.ts';
import { postJson } from '../api/request.ts';
import type { ClipAnswer, ClipQuestion } from './clip.worker.ts';
import { AreaCut } from './cut.ts';
import type { Polygons } from './outline.ts';

/** The server's data are newer than the columns: what it says of faces does not fit them. */
export class StaleColumns extends Error {}

export interface Counting {
  programme: string;
  /** Of the columns that the area is to cut. */
  dataVersion: string;
  /** @param done of `total` faces on the border. */
  progress: (done: number, total: number) => void;
  signal: AbortSignal;
}

/**
 * Counts an area: one request for the faces on its border, which a worker then clips.
 * @throws RequestFailure where the server refuses or does not answer, StaleColumns
 */
export async function countArea(polygons: Polygons, { programme, dataVersion, progress, signal }: Counting): Promise<AreaCut> {
  const answer = await postJson<Border>(
    `/api/land/border?programme=${programme}`,
    { type: 'MultiPolygon', coordinates: polygons },
    signal,
  );
  if (answer.data_version !== dataVersion) throw new StaleColumns();
  const within = new Map<number, number>();
  let face = 0;
  for (const step of answer.inside) {
    face += step;
    within.set(face, Number.POSITIVE_INFINITY);
  }
  const { border, area } = answer;
  if (border.length > 0) {
    progress(0, border.length);
    const hundredths = await clip({ area: area.coordinates, faces: border }, (done) => progress(done, border.length), signal);
    for (const [index, { face: id }] of border.entries()) {
      const part = hundredths[index] as number;
      if (part > 0) within.set(id, part);
    }
  }
  return new AreaCut(area.coordinates as Polygons, area.area_m2, area.repaired, within);
}

function clip(question: ClipQuestion, progress: (done: number) => void, signal: AbortSignal): Promise<Float64Array> {
  const worker = new Worker(new URL('./clip.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Float64Array>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<ClipAnswer>) => {
      if ('hundredths' in data) resolve(data.hundredths);
      else progress(data.done);
    };
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}
