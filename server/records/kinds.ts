import { isOpenOnFace } from '../land/open-hazards.ts';
import type { StateGroup } from '../vocabulary.ts';
import type { RecordSelection, RecordSort, RecordType } from './contract.ts';
import type { KeyType } from './page-key.ts';

/**
 * SQL over `record` (a hazardous area or a release, with `at`), `ledger_record` and `hazard` (both what the ledger makes of it), `operator` and `place`.
 * $1–$4 the filter of land, $7 the end of which day, $8 after which day (null: any). Hazardous areas: $5 states, $6 ids of the unmapped
 * that are open. Releases: $5 operators, $6 methods.
 */
export interface RecordKind {
  table: 'hazardous_area' | 'land_release';
  /** Which records are meant. */
  meant: string;
  selections: Partial<Record<RecordSelection, string>>;
  /** Which are of remaining, of released, of closed land at the end of the day: each record is of one. */
  groups: Record<StateGroup, string>;
  sorts: Partial<Record<RecordSort, readonly [sql: string, type: KeyType]>>;
  /** The columns that the two kinds do not share, after those they do. */
  columns: string;
}

const REMAINING = `case when ledger_record.face_area_m2 > 0 then (
  select coalesce(sum(face.area_m2), 0) from face_record covered join face using (face_id)
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and ${isOpenOnFace(7)}) end`;

const IS_OPEN = `(hazard.closed_day is null or hazard.closed_day > $7::date) and case when ledger_record.face_area_m2 > 0 then exists (
  select from face_record covered
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and ${isOpenOnFace(7)})
  else record.record_id = any($6::integer[]) end`;

const OVERLAP = `case when ledger_record.face_area_m2 > 0 then (
  select coalesce(sum(face.area_m2), 0) from face_record covered join face using (face_id)
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and exists (
    select from face_record beside join ledger_record other on (other.record_type, other.record_id) = (beside.record_type, beside.record_id)
    where beside.face_id = covered.face_id and beside.record_type = 'hazardous_area' and beside.record_id <> record.record_id
      and other.day <= $7::date and (other.closed_day is null or other.closed_day > $7::date))) end`;

const OUTSIDE = `case when ledger_record.face_area_m2 > 0 and ledger_record.day <= $7::date then (
  select coalesce(sum(land.area_m2), 0) from face_record covered join ledger_span land using (face_id)
  where (covered.record_type, covered.record_id) = ('land_release', record.record_id) and state like 'outside%'
    and from_day <= $7::date and (to_day is null or to_day > $7::date)) end`;

const conflictOf = (column: 'hazardous_area_id' | 'land_release_id') => `exists (
  select from ledger_conflict where ledger_conflict.programme_id = $1 and ledger_conflict.${column} = record.record_id
    and from_day <= $7::date and (to_day is null or to_day > $7::date))`;

/** Of a release: its land remains. */
const IN_PROGRESS = '(ledger_record.day is null or ledger_record.day > $7::date)';

const DIFFERENCE = 'record.stated_m2 - nullif(record.area_m2, 0)';

const SHARED_SORTS = {
  local_id: ['record.local_id collate "C"', 'text'],
  name: ['record.name collate "C"', 'text'],
  day: ['ledger_record.day', 'date'],
  place: ['place.code collate "C"', 'text'],
  operator: ['operator.code collate "C"', 'text'],
  stated_m2: ['record.stated_m2', 'numeric'],
  mapped_m2: ['nullif(record.area_m2, 0)', 'numeric'],
  difference_m2: [`abs(${DIFFERENCE})`, 'numeric'],
} as const;

const SHARED_SELECTIONS = {
  unmapped: 'coalesce(record.area_m2, 0) = 0 or ledger_record.counted and ledger_record.face_area_m2 = 0',
  undated: 'ledger_record.undated',
  difference: `coalesce(${DIFFERENCE}, 0) <> 0`,
};

export const SHARED_COLUMNS = `record.record_id as id, record.local_id, record.edition, record.name, ledger_record.day, ledger_record.undated,
  operator.code as operator, place.code as place, record.stated_m2::float8 as stated_m2, nullif(record.area_m2, 0)::float8 as mapped_m2,
  (${DIFFERENCE})::float8 as difference_m2, ${SHARED_SELECTIONS.unmapped} as unmapped,
  case when record.at is not null then (
    select array[ST_X(spot), ST_Y(spot)] from (select coalesce(ST_PointOnSurface(record.geom), record.at) as spot) within) end as at,
  case when record.geom is not null then
    array[ST_XMin(record.geom), ST_YMin(record.geom), ST_XMax(record.geom), ST_YMax(record.geom)] end as bbox`;

export const RECORD_KINDS: Record<RecordType, RecordKind> = {
  hazardous_area: {
    table: 'hazardous_area',
    meant: `ledger_record.day <= $7::date and ($8::date is null or ledger_record.day > $8::date)
      and case when ledger_record.confirmed_day <= $7::date then 'confirmed' else 'suspected' end = any($5::text[])`,
    groups: {
      closed: 'coalesce(hazard.closed_day <= $7::date, false)',
      remaining: IS_OPEN,
      released: `not coalesce(hazard.closed_day <= $7::date, false) and not (${IS_OPEN})`,
    },
    selections: { ...SHARED_SELECTIONS, open: IS_OPEN, conflict: conflictOf('hazardous_area_id'), overlap: `${OVERLAP} > 0` },
    sorts: { ...SHARED_SORTS, remaining_m2: [REMAINING, 'numeric'], overlap_m2: [OVERLAP, 'numeric'] },
    columns: `case when ledger_record.confirmed_day <= $7::date then 'CHA' else 'SHA' end as kind,
      case when hazard.closed_day <= $7::date then 'closed' when ${IS_OPEN} then 'open' else 'released' end as status,
      recorded_on, confirmed_on, closed_on, closed_reason, null as started_on, null as completed_on, null as handed_over_on,
      recorded_precision as precision, ordnance, (${REMAINING})::float8 as remaining_m2, (${OVERLAP})::float8 as overlap_m2,
      null as outside_m2, ${conflictOf('hazardous_area_id')} as conflict`,
  },
  land_release: {
    table: 'land_release',
    // as the summary: what has come, and what is in progress
    meant: `($8::date is null or ledger_record.day is null or ledger_record.day > $8::date)
      and (ledger_record.day <= $7::date or record.started_on <= $7::date or not ledger_record.counted and record.started_on is null)
      and ($5::integer[] is null or coalesce(record.operator_id, 0) = any($5)) and ($6::text[] is null or record.method = any($6))`,
    groups: { remaining: IN_PROGRESS, released: `not (${IN_PROGRESS})`, closed: 'false' },
    selections: {
      ...SHARED_SELECTIONS,
      in_progress: IN_PROGRESS,
      conflict: conflictOf('land_release_id'),
      outside: `${OUTSIDE} > 0`,
    },
    sorts: { ...SHARED_SORTS, outside_m2: [OUTSIDE, 'numeric'] },
    columns: `method as kind, status, null as recorded_on, null as confirmed_on, null as closed_on, null as closed_reason, started_on, completed_on,
      handed_over_on, coalesce(completed_precision, handed_over_precision) as precision, target_ordnance as ordnance,
      null as remaining_m2, null as overlap_m2, (${OUTSIDE})::float8 as outside_m2, ${conflictOf('land_release_id')} as conflict`,
  },
};
