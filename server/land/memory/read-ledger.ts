import type { Query } from '../../database/database.ts';
import { type LedgerColumns, type MovementColumns, NOTHING_KNOWN, STILL } from '../../engine/columns.ts';
import type { Programme } from '../../places/queries.ts';
import { CLOSURE_REASONS, LAND_STATES, MOVEMENT_KINDS } from '../../vocabulary.ts';
import type { Lists } from './lists.ts';
import { pair, readPacked } from './packed.ts';

/** The ledger's columns with the ids that only the server needs. */
export interface ServedColumns extends LedgerColumns {
  span: Int32Array;
  /** 0: none. */
  hazardousArea: Int32Array;
  landRelease: Int32Array;
}

/** SQL of the place of a code in one of our lists, from 0 on. */
const codeOf = (column: string, codes: readonly string[]): string =>
  `case ${column} ${codes.map((code, index) => `when '${code}' then ${index}`).join(' ')} end`;
/** SQL of a date as days since 1970. */
export const dayOf = (column: string): string => `${column} - date '1970-01-01'`;

/** A face, as far as spans and movements take from it. */
const FACE_WORDS = {
  ids: pair('face_id', 'coalesce(place_id, 0)'),
  point: pair('round(ST_X(point) * 1e7)', 'round(ST_Y(point) * 1e7)'),
  area: '(area_m2 * 100)::bigint',
  marks: pair('polygon_zoom', 'ordnance_mask'),
};
/** SQL of what states and movements are coded by. Of a movement in four bits each: kind, states, reason; 15: none. */
export const CODES = {
  state: `(${codeOf('state', LAND_STATES)})`,
  movement: `(${codeOf('kind', MOVEMENT_KINDS)}) | (coalesce(${codeOf('from_state', LAND_STATES)}, 15) << 4) | ((${codeOf('to_state', LAND_STATES)}) << 8)
    | ((case when kind = 'closed' then ${codeOf("coalesce(closed_reason, 'other')", CLOSURE_REASONS)} else 15 end) << 12)
    | (undated::integer << 16) | (phase << 17)`,
};
const SPAN_WORDS = {
  days: pair(dayOf('from_day'), `coalesce(${dayOf('to_day')}, ${STILL})`),
  ids: pair('ledger_span_id', 'face_id'),
  records: pair('coalesce(hazardous_area_id, 0)', 'coalesce(land_release_id, 0)'),
  marks: pair('coalesce(operator_id, 0)', `${CODES.state} * 2 + undated::integer`),
};
const MOVEMENT_WORDS = {
  days: pair(dayOf('day'), 'face_id'),
  marks: pair('coalesce(operator_id, 0)', CODES.movement),
};

/** A part of the faces, as SQL over `face`; its values are numbered from $4 on. Names and SQL are ours. */
export interface PartOfFaces {
  where: string;
  values: readonly unknown[];
}

/** Faces by their point on surface. West > east: across the antimeridian. */
export function facesInBox([west, south, east, north]: readonly [number, number, number, number]): PartOfFaces {
  const x = 'round(ST_X(point) * 1e7)';
  const across = west > east ? `(${x} >= $4 or ${x} <= $6)` : `${x} between $4 and $6`;
  return {
    where: `${across} and round(ST_Y(point) * 1e7) between $5 and $7`,
    values: [west, south, east, north].map((degrees) => Math.round(degrees * 1e7)),
  };
}

export const theseFaces = (faces: readonly number[]): PartOfFaces => ({ where: 'face_id = any($4::bigint[])', values: [faces] });

/** Movements with the order within a day, which only the server hands on. */
export interface ServedMovements extends MovementColumns {
  phase: Uint8Array;
}

/** What spans and movements take from their faces, looked up by the face's id. */
interface FaceColumns {
  at: (face: number) => number;
  x: Int32Array;
  y: Int32Array;
  area: Float64Array;
  place: Int16Array;
  ordnance: Uint8Array;
  zoom: Uint8Array;
}

function mapped(ids: Int32Array, at: ReadonlyMap<number, number>): Int16Array {
  const column = new Int16Array(ids.length);
  for (let index = 0; index < ids.length; index += 1) column[index] = at.get(ids[index] as number) ?? 0;
  return column;
}
const bytes = (values: Int32Array, of: (value: number) => number = (value) => value): Uint8Array => {
  const column = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index += 1) column[index] = of(values[index] as number);
  return column;
};

/** What a movement is, from its code. */
export function movementCodes(codes: Int32Array) {
  const orNone = (code: number): number => (code === 15 ? NOTHING_KNOWN : code);
  return {
    kind: bytes(codes, (code) => code & 15),
    fromState: bytes(codes, (code) => orNone((code >> 4) & 15)),
    toState: bytes(codes, (code) => (code >> 8) & 15),
    closedReason: bytes(codes, (code) => orNone((code >> 12) & 15)),
    undated: bytes(codes, (code) => (code >> 16) & 1),
    phase: bytes(codes, (code) => code >> 17),
  };
}

async function readFaces(query: Query, programme: Programme, { placeAt }: Lists, part: PartOfFaces | null): Promise<FaceColumns> {
  const faces = await readPacked(query, {
    words: FACE_WORDS,
    source: `face where programme_id = $3${part === null ? '' : ` and ${part.where}`}`,
    key: 'face_id',
    values: [programme.id, ...(part?.values ?? [])],
  });
  const ids = faces.high('ids');
  return {
    at: positions(ids),
    x: faces.high('point'),
    y: faces.low('point'),
    area: faces.whole('area'),
    place: mapped(faces.low('ids'), placeAt),
    ordnance: bytes(faces.low('marks')),
    zoom: bytes(faces.high('marks')),
  };
}

/** Where an id stands among rising ids: by a table where they lie close together, as those of one programme mostly do. */
function positions(ids: Int32Array): (id: number) => number {
  const first = ids[0] ?? 0;
  const range = (ids.at(-1) ?? 0) - first + 1;
  if (range <= 16 * ids.length) {
    const table = new Int32Array(range);
    for (let index = 0; index < ids.length; index += 1) table[(ids[index] as number) - first] = index;
    return (id) => table[id - first] as number;
  }
  const table = new Map<number, number>();
  for (let index = 0; index < ids.length; index += 1) table.set(ids[index] as number, index);
  return (id) => table.get(id) as number;
}

/** Columns of rows that lie on faces. */
function onFaces(rows: Int32Array, faces: FaceColumns) {
  const { length } = rows;
  const columns = {
    x: new Int32Array(length),
    y: new Int32Array(length),
    area: new Float64Array(length),
    place: new Int16Array(length),
    ordnance: new Uint8Array(length),
    polygonZoom: new Uint8Array(length),
  };
  for (let row = 0; row < length; row += 1) {
    const at = faces.at(rows[row] as number);
    columns.x[row] = faces.x[at] as number;
    columns.y[row] = faces.y[at] as number;
    columns.area[row] = faces.area[at] as number;
    columns.place[row] = faces.place[at] as number;
    columns.ordnance[row] = faces.ordnance[at] as number;
    columns.polygonZoom[row] = faces.zoom[at] as number;
  }
  return columns;
}

/**
 * The spans and the movements of a programme, in the order in which the ledger wrote them. What all spans of a face have in common is
 * read once a face, and nothing is joined. @param part of the faces; null: all. @param spansReady gets the spans before the movements are read.
 */
export async function readLedger(
  query: Query,
  programme: Programme,
  lists: Lists,
  part: PartOfFaces | null,
  spansReady: (columns: ServedColumns) => void = () => {},
): Promise<{ columns: ServedColumns; movements: ServedMovements }> {
  const faces = await readFaces(query, programme, lists, part);
  const of = { values: [programme.id, ...(part?.values ?? [])] };
  const ofPart = part === null ? '' : ` and face_id in (select face_id from face where programme_id = $3 and ${part.where})`;
  const spans = await readPacked(query, {
    ...of,
    words: SPAN_WORDS,
    source: `ledger_span where programme_id = $3${ofPart}`,
    key: 'ledger_span_id',
  });
  const { places, operators } = lists;
  const face = spans.low('ids');
  const marks = spans.low('marks');
  const columns: ServedColumns = {
    dataVersion: programme.dataVersion,
    length: spans.length,
    ...onFaces(face, faces),
    face,
    span: spans.high('ids'),
    hazardousArea: spans.high('records'),
    landRelease: spans.low('records'),
    fromDay: spans.high('days'),
    toDay: spans.low('days'),
    state: bytes(marks, (mark) => mark >> 1),
    undated: bytes(marks, (mark) => mark & 1),
    operator: mapped(spans.high('marks'), lists.operatorAt),
    places,
    operators,
  };
  spansReady(columns);
  const moved = await readPacked(query, {
    ...of,
    words: MOVEMENT_WORDS,
    source: `ledger_movement where programme_id = $3${ofPart}`,
    key: 'ledger_movement_id',
  });
  const movedFace = moved.low('days');
  const codes = moved.low('marks');
  const { polygonZoom: _zoom, ...ground } = onFaces(movedFace, faces);
  const movements: ServedMovements = {
    length: moved.length,
    ...ground,
    face: movedFace,
    day: moved.high('days'),
    ...movementCodes(codes),
    operator: mapped(moved.high('marks'), lists.operatorAt),
    places,
    operators,
  };
  return { columns, movements };
}
