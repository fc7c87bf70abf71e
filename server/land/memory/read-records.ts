import type { Query } from '../../database/database.ts';
import { STILL } from '../../engine/columns.ts';
import { type ConflictColumns, HAZARDOUS_AREA, NOWHERE_KNOWN, type RecordColumns } from '../../engine/records.ts';
import type { Programme } from '../../places/queries.ts';
import { RELEASE_METHODS } from '../../vocabulary.ts';
import type { Lists } from './lists.ts';
import { type Packed, pair, readPacked } from './packed.ts';

const NEVER_OPEN = NOWHERE_KNOWN;
const day = (column: string): string => `coalesce(${column} - date '1970-01-01', ${STILL})`;
const hundredths = (column: string): string => `coalesce((${column} * 100)::bigint, -1)`;
const degrees = (coordinate: 'X' | 'Y'): string => `coalesce(round(ST_${coordinate}(at) * 1e7), ${NOWHERE_KNOWN})`;

const COMMON = {
  point: pair(degrees('X'), degrees('Y')),
  polygon: hundredths('area_m2'),
  stated: hundredths('stated_m2'),
  owners: pair('coalesce(ledger_place_id, 0)', 'coalesce(operator_id, 0)'),
  marks: pair('ordnance_mask', 'kind * 4 + counted::integer * 2 + (face_area_m2 > 0)::integer'),
};
const WORDS = {
  ...COMMON,
  days: pair(day('day'), day('closed_day')),
  more: pair(
    day('confirmed_day'),
    // an endless day cannot be subtracted from
    `case when open_until = 'infinity' then ${STILL} else coalesce(open_until - date '1970-01-01', ${NEVER_OPEN}) end`,
  ),
  started: pair(day('started_on'), '0'),
};

/** A row is a record with what the ledger makes of it; `kind` as in RecordColumns. */
const source = (table: 'hazardous_area' | 'land_release'): string => {
  const isHazard = table === 'hazardous_area';
  const kind = isHazard
    ? `${HAZARDOUS_AREA}`
    : `case method ${RELEASE_METHODS.map((method, index) => `when '${method}' then ${index + 1}`).join(' ')} end`;
  return `(select ${table}_id, area_m2, stated_m2, operator_id, ledger_record.place_id as ledger_place_id, ledger_record.ordnance_mask, face_area_m2,
      day, closed_day, confirmed_day, open_until, counted, ${isHazard ? 'null::date as started_on' : 'started_on'}, ${kind} as kind,
      coalesce(point, ST_PointOnSurface(geom)) as at, ledger_record.programme_id
    from ${table} join ledger_record on (record_type, record_id) = ('${table}', ${table}_id)) record
    where programme_id = $3`;
};

const joined = <Values extends Int32Array | Float64Array>(one: Values, other: Values): Values => {
  const both = new (one.constructor as new (length: number) => Values)(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
};
const bytes = (values: Int32Array, of: (value: number) => number): Uint8Array => Uint8Array.from(values, of);

/** The hazardous areas, then the land releases of a programme. */
export async function readRecords(query: Query, programme: Programme, lists: Lists): Promise<RecordColumns> {
  const read = (table: 'hazardous_area' | 'land_release') =>
    readPacked(query, { words: WORDS, source: source(table), key: `${table}_id`, values: [programme.id] });
  const [hazards, releases] = [await read('hazardous_area'), await read('land_release')];
  type Word = keyof typeof WORDS;
  const high = (word: Word) => joined(hazards.high(word), releases.high(word));
  const low = (word: Word) => joined(hazards.low(word), releases.low(word));
  const whole = (word: Word) => joined(hazards.whole(word), releases.whole(word));
  const marks = low('marks');
  return {
    length: hazards.length + releases.length,
    x: high('point'),
    y: low('point'),
    polygon: whole('polygon').map((value) => Math.max(0, value)),
    stated: whole('stated').map((value) => (value < 0 ? Number.NaN : value)),
    place: Int16Array.from(high('owners'), (id) => lists.placeAt.get(id) ?? 0),
    operator: Int16Array.from(low('owners'), (id) => lists.operatorAt.get(id) ?? 0),
    ordnance: bytes(high('marks'), (mask) => mask),
    kind: bytes(marks, (mark) => mark >> 2),
    counted: bytes(marks, (mark) => (mark >> 1) & 1),
    isMapped: bytes(marks, (mark) => mark & 1),
    day: high('days'),
    closedDay: low('days'),
    confirmedDay: high('more'),
    openUntil: low('more'),
    startedDay: high('started'),
    places: lists.places,
    operators: lists.operators,
  };
}

const CONFLICT_WORDS = {
  records: pair('hazardous_area_id', 'land_release_id'),
  days: pair(day('from_day'), day('to_day')),
  point: pair('round(ST_X(point) * 1e7)', 'round(ST_Y(point) * 1e7)'),
  marks: pair('coalesce(place_id, 0)', 'ordnance_mask'),
};

/** What stays open under a release. */
export async function readConflicts(query: Query, programme: Programme, lists: Lists): Promise<ConflictColumns> {
  const rows: Packed<keyof typeof CONFLICT_WORDS> = await readPacked(query, {
    words: CONFLICT_WORDS,
    source: `(select row_number() over (order by face_id, hazardous_area_id, land_release_id) as number, ledger_conflict.*, face.place_id,
        face.ordnance_mask, face.point
      from ledger_conflict join face using (face_id) where ledger_conflict.programme_id = $3) conflict where true`,
    key: 'number',
    values: [programme.id],
  });
  const pairs = new Map<string, number>();
  const [hazards, releases] = [rows.high('records'), rows.low('records')];
  const pairOf = Int32Array.from(hazards, (hazard, index) => {
    const key = `${hazard} ${releases[index]}`;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    pairs.set(key, pairs.size);
    return pairs.size - 1;
  });
  return {
    length: rows.length,
    pair: pairOf,
    pairs: pairs.size,
    fromDay: rows.high('days'),
    toDay: rows.low('days'),
    x: rows.high('point'),
    y: rows.low('point'),
    place: Int16Array.from(rows.high('marks'), (id) => lists.placeAt.get(id) ?? 0),
    ordnance: bytes(rows.low('marks'), (mask) => mask),
    operator: new Int16Array(rows.length),
    places: lists.places,
    operators: lists.operators,
  };
}
