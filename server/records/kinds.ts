import sql, { raw, type Sql } from 'sql-template-tag';
import { isOpenOnFace } from '../land/open-hazards.ts';
import type { StateGroup } from '../vocabulary.ts';
import type { RecordSelection, RecordSort, RecordType } from './contract.ts';
import type { KeyType } from './page-key.ts';

/** What is asked of records. */
export interface RecordsOf {
  programmeId: number;
  /** The end of which day, and after which day (null: any). */
  asOf: string;
  from: string | null;
  /** Hazardous areas: states of remaining land that are meant, and ids of those without polygon that are open. */
  openStates: readonly string[];
  unmappedOpen: readonly number[];
  /** Releases: ids of operators, methods; null: any. */
  operatorIds: readonly number[] | null;
  methods: readonly string[] | null;
}

/**
 * SQL over `record` (a hazardous area or a release, with `at`), `ledger_record` and `hazard` (both what the ledger makes of it), `operator` and `place`.
 */
export interface RecordKind {
  table: 'hazardous_area' | 'land_release';
  /** Which records are meant. */
  meant: Sql;
  selections: Partial<Record<RecordSelection, Sql>>;
  /** Which are of remaining, of released, of closed land at the end of the day: each record is of one. */
  groups: Record<StateGroup, Sql>;
  sorts: Partial<Record<RecordSort, readonly [sql: Sql, type: KeyType]>>;
  /** The columns that the two kinds do not share, after those they do. */
  columns: Sql;
}

const remaining = ({ asOf }: RecordsOf) => sql`case when ledger_record.face_area_m2 > 0 then (
  select coalesce(sum(face.area_m2), 0) from face_record covered join face using (face_id)
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and ${isOpenOnFace(asOf)}) end`;

const isOpen = ({
  asOf,
  unmappedOpen,
}: RecordsOf) => sql`(hazard.closed_day is null or hazard.closed_day > ${asOf}::date) and case when ledger_record.face_area_m2 > 0 then exists (
  select from face_record covered
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and ${isOpenOnFace(asOf)})
  else record.record_id = any(${unmappedOpen}::integer[]) end`;

const overlap = ({ asOf }: RecordsOf) => sql`case when ledger_record.face_area_m2 > 0 then (
  select coalesce(sum(face.area_m2), 0) from face_record covered join face using (face_id)
  where (covered.record_type, covered.record_id) = ('hazardous_area', record.record_id) and exists (
    select from face_record beside join ledger_record other on (other.record_type, other.record_id) = (beside.record_type, beside.record_id)
    where beside.face_id = covered.face_id and beside.record_type = 'hazardous_area' and beside.record_id <> record.record_id
      and other.day <= ${asOf}::date and (other.closed_day is null or other.closed_day > ${asOf}::date))) end`;

const outside = ({
  asOf,
}: RecordsOf) => sql`case when ledger_record.face_area_m2 > 0 and ledger_record.day <= ${asOf}::date then (
  select coalesce(sum(land.area_m2), 0) from face_record covered join ledger_span land using (face_id)
  where (covered.record_type, covered.record_id) = ('land_release', record.record_id) and state like 'outside%'
    and from_day <= ${asOf}::date and (to_day is null or to_day > ${asOf}::date)) end`;

const conflictOf = ({ programmeId, asOf }: RecordsOf, column: 'hazardous_area_id' | 'land_release_id') => sql`exists (
  select from ledger_conflict where ledger_conflict.programme_id = ${programmeId}::integer and ledger_conflict.${raw(column)} = record.record_id
    and from_day <= ${asOf}::date and (to_day is null or to_day > ${asOf}::date))`;

/** Of a release: its land remains. */
const inProgress = ({ asOf }: RecordsOf) => sql`(ledger_record.day is null or ledger_record.day > ${asOf}::date)`;

const DIFFERENCE = sql`record.stated_m2 - nullif(record.area_m2, 0)`;

const SHARED_SORTS = {
  local_id: [sql`record.local_id collate "C"`, 'text'],
  name: [sql`record.name collate "C"`, 'text'],
  day: [sql`ledger_record.day`, 'date'],
  place: [sql`place.code collate "C"`, 'text'],
  operator: [sql`operator.code collate "C"`, 'text'],
  stated_m2: [sql`record.stated_m2`, 'numeric'],
  mapped_m2: [sql`nullif(record.area_m2, 0)`, 'numeric'],
  difference_m2: [sql`abs(${DIFFERENCE})`, 'numeric'],
} as const;

const SHARED_SELECTIONS = {
  unmapped: sql`coalesce(record.area_m2, 0) = 0 or ledger_record.counted and ledger_record.face_area_m2 = 0`,
  undated: sql`ledger_record.undated`,
  difference: sql`coalesce(${DIFFERENCE}, 0) <> 0`,
};

export const SHARED_COLUMNS = sql`record.record_id as id, record.local_id, record.edition, record.name, ledger_record.day, ledger_record.undated,
  operator.code as operator, place.code as place, record.stated_m2::float8 as stated_m2, nullif(record.area_m2, 0)::float8 as mapped_m2,
  (${DIFFERENCE})::float8 as difference_m2, ${SHARED_SELECTIONS.unmapped} as unmapped,
  case when record.at is not null then (
    select array[ST_X(spot), ST_Y(spot)] from (select coalesce(ST_PointOnSurface(record.geom), record.at) as spot) within) end as at,
  case when record.geom is not null then
    array[ST_XMin(record.geom), ST_YMin(record.geom), ST_XMax(record.geom), ST_YMax(record.geom)] end as bbox`;

const hazardousAreas = (of: RecordsOf): RecordKind => {
  const { asOf, from, openStates } = of;
  const isClosed = sql`coalesce(hazard.closed_day <= ${asOf}::date, false)`;
  return {
    table: 'hazardous_area',
    meant: sql`ledger_record.day <= ${asOf}::date and (${from}::date is null or ledger_record.day > ${from}::date)
      and case when ledger_record.confirmed_day <= ${asOf}::date then 'confirmed' else 'suspected' end = any(${openStates}::text[])`,
    groups: { closed: isClosed, remaining: isOpen(of), released: sql`not ${isClosed} and not (${isOpen(of)})` },
    selections: {
      ...SHARED_SELECTIONS,
      open: isOpen(of),
      conflict: conflictOf(of, 'hazardous_area_id'),
      overlap: sql`${overlap(of)} > 0`,
    },
    sorts: { ...SHARED_SORTS, remaining_m2: [remaining(of), 'numeric'], overlap_m2: [overlap(of), 'numeric'] },
    columns: sql`case when ledger_record.confirmed_day <= ${asOf}::date then 'CHA' else 'SHA' end as kind,
      case when hazard.closed_day <= ${asOf}::date then 'closed' when ${isOpen(of)} then 'open' else 'released' end as status,
      recorded_on, confirmed_on, closed_on, closed_reason, null as started_on, null as completed_on, null as handed_over_on,
      recorded_precision as precision, ordnance, (${remaining(of)})::float8 as remaining_m2, (${overlap(of)})::float8 as overlap_m2,
      null as outside_m2, ${conflictOf(of, 'hazardous_area_id')} as conflict`,
  };
};

const landReleases = (of: RecordsOf): RecordKind => {
  const { asOf, from, operatorIds, methods } = of;
  return {
    table: 'land_release',
    // as the summary: what has come, and what is in progress
    meant: sql`(${from}::date is null or ledger_record.day is null or ledger_record.day > ${from}::date)
      and (ledger_record.day <= ${asOf}::date or record.started_on <= ${asOf}::date or not ledger_record.counted and record.started_on is null)
      and (${operatorIds}::integer[] is null or coalesce(record.operator_id, 0) = any(${operatorIds}::integer[]))
      and (${methods}::text[] is null or record.method = any(${methods}::text[]))`,
    groups: { remaining: inProgress(of), released: sql`not (${inProgress(of)})`, closed: sql`false` },
    selections: {
      ...SHARED_SELECTIONS,
      in_progress: inProgress(of),
      conflict: conflictOf(of, 'land_release_id'),
      outside: sql`${outside(of)} > 0`,
    },
    sorts: { ...SHARED_SORTS, outside_m2: [outside(of), 'numeric'] },
    columns: sql`method as kind, status, null as recorded_on, null as confirmed_on, null as closed_on, null as closed_reason, started_on, completed_on,
      handed_over_on, coalesce(completed_precision, handed_over_precision) as precision, target_ordnance as ordnance,
      null as remaining_m2, null as overlap_m2, (${outside(of)})::float8 as outside_m2, ${conflictOf(of, 'land_release_id')} as conflict`,
  };
};

export const RECORD_KINDS: Record<RecordType, (of: RecordsOf) => RecordKind> = {
  hazardous_area: hazardousAreas,
  land_release: landReleases,
};
