import type { Query } from '../../database/connect.ts';
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
const days = (column: string): string => `${column} - date '1970-01-01'`;

/** A face, as far as spans and movements take from it. */
const FACE_WORDS = {
  ids: pair('face_id', 'coalesce(place_id, 0)'),
  point: pair('round(ST_X(point) * 1e7)', 'round(ST_Y(point) * 1e7)'),
  area: '(area_m2 * 100)::bigint',
  marks: pair('polygon_zoom', 'ordnance_mask'),
};
const SPAN_WORDS = {
  days: pair(days('from_day'), `coalesce(${days('to_day')}, ${STILL})`),
  ids: pair('ledger_span_id', 'face_id'),
  records: pair('coalesce(hazardous_area_id, 0)', 'coalesce(land_release_id, 0)'),
  marks: pair('coalesce(operator_id, 0)', `(${codeOf('state', LAND_STATES)}) * 2 + undated::integer`),
};
/** Codes in four bits each; 15: none. */
const MOVEMENT_WORDS = {
  days: pair(days('day'), 'face_id'),
  marks: pair(
    'coalesce(operator_id, 0)',
    `(${codeOf('kind', MOVEMENT_KINDS)}) | (coalesce(${codeOf('from_state', LAND_STATES)}, 15) << 4) | ((${codeOf('to_state', LAND_STATES)}) << 8)
      | ((case when kind = 'closed' then ${codeOf("coalesce(closed_reason, 'other')", CLOSURE_REASONS)} else 15 end) << 12)
      | (undated::integer << 16) | (phase << 17)`,
  ),
};

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

const mapped = (ids: Int32Array, at: ReadonlyMap<number, number>): Int16Array => Int16Array.from(ids, (id) => at.get(id) ?? 0);
const bytes = (values: Int32Array, of: (value: number) => number = (value) => value): Uint8Array => {
  const column = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index += 1) column[index] = of(values[index] as number);
  return column;
};

async function readFaces(query: Query, programme: Programme, { placeAt }: Lists): Promise<FaceColumns> {
  const faces = await readPacked(query, {
    words: FACE_WORDS,
    source: 'face where programme_id = $3',
    key: 'face_id',
    values: [programme.id],
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
 * read once a face, and nothing is joined.
 */
export async function readLedger(
  query: Query,
  programme: Programme,
  lists: Lists,
): Promise<{ columns: ServedColumns; movements: ServedMovements }> {
  const faces = await readFaces(query, programme, lists);
  const of = { values: [programme.id] };
  const spans = await readPacked(query, {
    ...of,
    words: SPAN_WORDS,
    source: 'ledger_span where programme_id = $3',
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
  const moved = await readPacked(query, {
    ...of,
    words: MOVEMENT_WORDS,
    source: 'ledger_movement where programme_id = $3',
    key: 'ledger_movement_id',
  });
  const movedFace = moved.low('days');
  const codes = moved.low('marks');
  const orNone = (code: number): number => (code === 15 ? NOTHING_KNOWN : code);
  const { polygonZoom: _zoom, ...ground } = onFaces(movedFace, faces);
  const movements: ServedMovements = {
    length: moved.length,
    ...ground,
    face: movedFace,
    day: moved.high('days'),
    kind: bytes(codes, (code) => code & 15),
    fromState: bytes(codes, (code) => orNone((code >> 4) & 15)),
    toState: bytes(codes, (code) => (code >> 8) & 15),
    closedReason: bytes(codes, (code) => orNone((code >> 12) & 15)),
    undated: bytes(codes, (code) => (code >> 16) & 1),
    phase: bytes(codes, (code) => code >> 17),
    operator: mapped(moved.high('marks'), lists.operatorAt),
    places,
    operators,
  };
  return { columns, movements };
}
