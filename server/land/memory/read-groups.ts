import type { Query } from '../../database/database.ts';
import { STILL } from '../../engine/columns.ts';
import { NOWHERE_KNOWN } from '../../engine/records.ts';
import type { Programme } from '../../places/queries.ts';
import type { Lists } from './lists.ts';
import { pair, readPacked } from './packed.ts';
import { CODES, dayOf, movementCodes, type ServedColumns, type ServedMovements } from './read-ledger.ts';

/** A row is all spans that have state, days, place, operator and ordnance in common. */
const SPANS = `(select row_number() over () as number, * from (
    select state, from_day, to_day, undated, place_id, operator_id, ordnance_mask, (sum(area_m2) * 100)::bigint as area
    from ledger_span where programme_id = $3 group by 1, 2, 3, 4, 5, 6, 7) alike) grouped where true`;
const SPAN_WORDS = {
  days: pair(dayOf('from_day'), `coalesce(${dayOf('to_day')}, ${STILL})`),
  owners: pair('coalesce(place_id, 0)', 'coalesce(operator_id, 0)'),
  marks: pair('ordnance_mask', `${CODES.state} * 2 + undated::integer`),
  area: 'area',
};

/** A row is all movements that are alike. */
const MOVEMENTS = `(select row_number() over () as number, * from (
    select day, kind, from_state, to_state, case when kind = 'closed' then closed_reason end as closed_reason, undated, phase, place_id,
      operator_id, ordnance_mask, (sum(area_m2) * 100)::bigint as area
    from ledger_movement where programme_id = $3 group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) alike) grouped where true`;
const MOVEMENT_WORDS = {
  days: pair(dayOf('day'), 'ordnance_mask'),
  owners: SPAN_WORDS.owners,
  marks: `(${CODES.movement})::bigint`,
  area: 'area',
};

const nowhere = (length: number) => ({
  x: new Int32Array(length).fill(NOWHERE_KNOWN),
  y: new Int32Array(length).fill(NOWHERE_KNOWN),
  face: new Int32Array(length),
});
const bytes = (values: Int32Array, of: (value: number) => number): Uint8Array => Uint8Array.from(values, of);

/**
 * The ledger of a programme that is too large to be held span by span: what is alike is added up by the database. Groups lie nowhere and
 * are of no face; all else that is counted from them is as from the spans, in every digit.
 */
export async function readGroups(
  query: Query,
  programme: Programme,
  { places, operators, placeAt, operatorAt }: Lists,
): Promise<{ columns: ServedColumns; movements: ServedMovements }> {
  const of = { key: 'number', values: [programme.id] };
  const indexes = (ids: Int32Array, at: ReadonlyMap<number, number>) => Int16Array.from(ids, (id) => at.get(id) ?? 0);
  const spans = await readPacked(query, { ...of, words: SPAN_WORDS, source: SPANS });
  const marks = spans.low('marks');
  const { length } = spans;
  const columns: ServedColumns = {
    dataVersion: programme.dataVersion,
    length,
    ...nowhere(length),
    span: new Int32Array(length),
    hazardousArea: new Int32Array(length),
    landRelease: new Int32Array(length),
    polygonZoom: new Uint8Array(length),
    fromDay: spans.high('days'),
    toDay: spans.low('days'),
    area: spans.whole('area'),
    state: bytes(marks, (mark) => mark >> 1),
    undated: bytes(marks, (mark) => mark & 1),
    ordnance: bytes(spans.high('marks'), (mask) => mask),
    place: indexes(spans.high('owners'), placeAt),
    operator: indexes(spans.low('owners'), operatorAt),
    places,
    operators,
  };
  const moved = await readPacked(query, { ...of, words: MOVEMENT_WORDS, source: MOVEMENTS });
  const codes = moved.low('marks');
  const movements: ServedMovements = {
    length: moved.length,
    ...nowhere(moved.length),
    day: moved.high('days'),
    area: moved.whole('area'),
    ...movementCodes(codes),
    ordnance: bytes(moved.low('days'), (mask) => mask),
    place: indexes(moved.high('owners'), placeAt),
    operator: indexes(moved.low('owners'), operatorAt),
    places,
    operators,
  };
  return { columns, movements };
}
