import { type CellLook, type CellState, lookOf } from '../../../server/engine/cells.ts';
import { type LedgerColumns, type MovementColumns, STILL } from '../../../server/engine/columns.ts';
import { type ChangeSum, changeName, type DifferenceSums, stateName } from '../../../server/engine/difference.ts';
import type { DifferenceAccount } from '../../../server/land/contract.ts';
import { type Change, LAND_STATES, type LandState } from '../../../server/vocabulary.ts';
import type { Polygons } from '../area/outline.ts';
import { readStream, type Stream } from './columns.ts';
import { getBytes, getJson, postBytes, postJson } from './request.ts';

/** Sums over faces lie nowhere and are of no face. */
const NOWHERE = new Int32Array(0);

/** Land as the server added it up, with what the columns do not tell of the programme. */
export interface LandChanges extends LedgerColumns {
  /** Bit i: ORDNANCE_CHOICES[i] occurs in the programme. */
  ordnanceSeen: number;
  /** What is told apart beside state and day; of what is not, every entry says 0. */
  by: string[];
  /** The drawn area that was counted, repaired; null: none. */
  drawn: { coordinates: Polygons; area_m2: number; repaired: boolean } | null;
}

const apart = ({ length, column, list }: Stream) => ({
  length,
  x: NOWHERE,
  y: NOWHERE,
  face: NOWHERE,
  place: column<Int16Array>('place'),
  operator: column<Int16Array>('operator'),
  ordnance: column<Uint8Array>('ordnance'),
  places: list('places', ['none']),
  operators: list('operators', ['none']),
});

/**
 * Changes as if they were spans: each begins on its day and never ends, and what leaves a state is negative. So whatever adds up
 * spans gives the land of a day, in every digit.
 */
export function readChanges(bytes: Uint8Array): LandChanges {
  const stream = readStream(bytes);
  return {
    ...apart(stream),
    dataVersion: stream.text('data_version'),
    state: stream.column('state'),
    fromDay: stream.column('day'),
    toDay: new Int32Array(stream.length).fill(STILL),
    area: stream.column('area'),
    undated: stream.column('undated'),
    polygonZoom: new Uint8Array(0),
    ordnanceSeen: Number(stream.text('ordnance')),
    by: stream.text('by').split(','),
    drawn: JSON.parse(stream.text('area')) as LandChanges['drawn'],
  };
}

export function readMoved(bytes: Uint8Array): MovementColumns {
  const stream = readStream(bytes);
  return {
    ...apart(stream),
    day: stream.column('day'),
    kind: stream.column('kind'),
    fromState: stream.column('from_state'),
    toState: stream.column('to_state'),
    closedReason: stream.column('closed_reason'),
    area: stream.column('area'),
    undated: stream.column('undated'),
  };
}

/** Codes of /api/cells.arrow beside the indexes of LAND_STATES. */
const NO_STATE = 254;
const UNDATED_STATE = 255;

export function readCells(bytes: Uint8Array): CellLook[] {
  const { column } = readStream(bytes);
  const states = column<Uint8Array>('state');
  const areas = column<Float64Array>('area');
  return Array.from(column<Float64Array>('cell'), (id, index) => {
    const code = states[index] as number;
    const state: CellState['state'] =
      code === NO_STATE ? 'none' : code === UNDATED_STATE ? 'undated' : (LAND_STATES[code] as CellState['state']);
    return lookOf(id, { state, squareMetres: (areas[index] as number) / 100 });
  });
}

/** What a selection of land asks the server: the parameters behind `programme`, and the outline of a drawn area. */
export interface SumsAsked {
  programme: string;
  /** Begins with &, or is empty. */
  parameters: string;
  outline: object | null;
}

const bytesOf = (name: string, { programme, parameters, outline }: SumsAsked, signal: AbortSignal): Promise<Uint8Array> => {
  const address = `/api/${name}.arrow?programme=${programme}${parameters}`;
  return outline === null ? getBytes(address, signal) : postBytes(address, outline, signal);
};

/** @throws RequestFailure */
export const loadChanges = async (asked: SumsAsked, signal: AbortSignal): Promise<LandChanges> =>
  readChanges(await bytesOf('changes', asked, signal));

/** @throws RequestFailure */
export const loadMoved = async (asked: SumsAsked, signal: AbortSignal): Promise<MovementColumns> =>
  readMoved(await bytesOf('moved', asked, signal));

/** @param asked zoom, box, date and filters, as parameters. @throws RequestFailure */
export const loadCells = async (asked: SumsAsked, signal: AbortSignal): Promise<CellLook[]> =>
  readCells(await bytesOf('cells', asked, signal));

const hundredthsOf = ({ suspected_km2, confirmed_km2 }: { suspected_km2: number; confirmed_km2: number }) => ({
  suspected: hundredths(suspected_km2),
  confirmed: hundredths(confirmed_km2),
});
/** Whole, as they were before they were told in km². */
const hundredths = (km2: number): number => Math.round(km2 * 1e8);

export const readDifference = ({ opening, closing, changes }: DifferenceAccount): DifferenceSums => ({
  opening: hundredthsOf(opening),
  closing: hundredthsOf(closing),
  sums: Object.fromEntries([
    ['nothing', { area: 0, pieces: 0, suspected: 0, confirmed: 0, undated: 0 }],
    ...changes.map(({ change, km2, pieces, undated_km2, ...open }) => [
      change,
      { area: hundredths(km2), pieces, ...hundredthsOf(open), undated: hundredths(undated_km2) },
    ]),
  ]) as Record<Change, ChangeSum>,
});

/** @param asked two dates and filters, as parameters. @throws RequestFailure */
export async function loadDifference(
  { programme, parameters, outline }: SumsAsked,
  signal: AbortSignal,
): Promise<DifferenceSums> {
  const address = `/api/difference?programme=${programme}${parameters}`;
  return readDifference(
    await (outline === null
      ? getJson<DifferenceAccount>(address, signal)
      : postJson<DifferenceAccount>(address, outline, signal)),
  );
}

/** What became of a face or a cell that the map shows. */
export interface DifferenceLook {
  layer: 'land' | 'land_grid';
  id: number;
  change: Change;
  /** On the later day. */
  now: LandState | 'none';
  /** What was released in a cell that shows open land. */
  left: LandState | 'none';
}

/** @param asked zoom, box, dates and filters, as parameters. @throws RequestFailure */
export async function loadDifferenceLooks(asked: SumsAsked, signal: AbortSignal): Promise<DifferenceLook[]> {
  const { column } = readStream(await bytesOf('difference', asked, signal));
  const [layers, changes] = [column<Uint8Array>('layer'), column<Uint8Array>('change')];
  const [states, left] = [column<Uint8Array>('state'), column<Uint8Array>('left')];
  return Array.from(column<Float64Array>('id'), (id, row) => ({
    layer: layers[row] === 0 ? 'land' : 'land_grid',
    id,
    change: changeName(changes[row] as number),
    now: stateName(states[row] as number) ?? 'none',
    left: stateName(left[row] as number) ?? 'none',
  }));
}
