import type { Query } from '../database/connect.ts';
import { dayOf } from '../engine/days.ts';
import { unmappedOn } from '../engine/unmapped.ts';
import { groundValues, OF_RECORD } from '../land/conditions.ts';
import type { ResolvedFilter } from '../land/filters.ts';
import { readLists } from '../land/memory/lists.ts';
import { readUnmapped } from '../land/memory/read-unmapped.ts';
import { listPlaces } from '../places/queries.ts';
import { malformed } from '../problems.ts';
import { STATE_GROUPS } from '../vocabulary.ts';
import type { RecordItem, RecordPage, RecordSelection, RecordSort, RecordType } from './contract.ts';
import { RECORD_KINDS, SHARED_COLUMNS } from './kinds.ts';
import { readPageKey, writePageKey } from './page-key.ts';

export interface RecordsAsked {
  type: RecordType;
  asOf: string;
  from: string | null;
  only: RecordSelection | null;
  /** A sort, with a minus before it where it is descending. */
  sort: string;
  after: string | null;
  limit: number;
  /** With the outlines, and the areas that releases name: what an import of the list needs. */
  withShapes?: boolean;
}

/** Outlines on the grid on which they are stored, and named areas as an import reads a list of ids. */
const SHAPES: Record<RecordType, string> = {
  hazardous_area: `, ST_AsText(record.geom, 7) as wkt, null as hazardous_area_local_ids`,
  land_release: `, ST_AsText(record.geom, 7) as wkt, hazardous_area_local_ids`,
};
/** A record with what `withShapes` adds. */
export type RecordWithShape = RecordItem & { wkt?: string | null; hazardous_area_local_ids?: string[] | null };

/** The records of one kind, with the ledger's view of each; `at` is worked out only where it is asked for. */
const records = (table: 'hazardous_area' | 'land_release') => `
  from (
    select *, '${table}' as record_type, ${table}_id as record_id, coalesce(point, ST_PointOnSurface(geom)) as at
    from ${table} where programme_id = $1
  ) record
  join ledger_record using (record_type, record_id) join ledger_record hazard using (record_type, record_id)
  left join operator on operator.operator_id = record.operator_id left join place on place.place_id = ledger_record.place_id`;

/**
 * A page of the records behind a figure. Operator and method choose releases only, kinds hazardous areas only, as they choose land;
 * states choose records by what they are at the end of the day.
 * Sorted by an allow-list, then by number, so that paging by key gives every record once.
 * @throws Problem 400 where the type has no such sort or selection, or `after` belongs to another question.
 */
export async function recordsPage(query: Query, filter: ResolvedFilter, asked: RecordsAsked): Promise<RecordPage> {
  const { type, asOf, from, only, sort, limit } = asked;
  const kind = RECORD_KINDS[type];
  const sorted = kind.sorts[sort.replace(/^-/, '') as RecordSort];
  if (sorted === undefined)
    throw malformed('sort', `sort=${sort} is not a column of ${type}; it has ${Object.keys(kind.sorts).join(', ')}.`);
  const chosen =
    filter.groups.length === STATE_GROUPS.length ? 'true' : filter.groups.map((group) => kind.groups[group]).join(' or ');
  const selected = only === null ? 'true' : kind.selections[only];
  if (selected === undefined)
    throw malformed('only', `only=${only} is not a selection of ${type}; it has ${Object.keys(kind.selections).join(', ')}.`);
  const [key, keyType] = sorted;
  const isDescending = sort.startsWith('-');
  const after = asked.after === null ? null : readPageKey(asked.after, `${type} ${sort}`, keyType);
  const values: unknown[] = [
    ...groundValues(filter),
    ...(type === 'hazardous_area'
      ? [filter.openStatesOfKinds, await unmappedOpen(query, filter, asOf)]
      : [filter.operatorIds, filter.filter.methods.length === 0 ? null : filter.filter.methods]),
    asOf,
    from,
  ];
  // a parameter that the text does not name has no type
  const named = type === 'hazardous_area' ? '$6::integer[] as unmapped_open' : '$6::text[] as methods';
  // what is known comes first: after a known value come those beyond it and all that are not known
  const beyond =
    after === null
      ? 'true'
      : after.value === null
        ? 'key is null and id > $11 and $10::text is null'
        : `(key ${isDescending ? '<' : '>'} $10::${keyType} or key = $10::${keyType} and id > $11 or key is null)`;
  const keys = await query<{ id: number; value: string | null }>(
    `select id, key::text as value from (
       select record.record_id as id, ${key} as key, ${named} ${records(kind.table)}
       where ${OF_RECORD} and ${kind.meant} and (${chosen}) and (${selected})
     ) keyed
     where ${beyond}
     order by key ${isDescending ? 'desc' : 'asc'} nulls last, id limit $9`,
    [...values, limit + 1, ...(after === null ? [] : [after.value, after.id])],
  );
  const page = keys.slice(0, limit);
  const last = page.at(-1);
  const rows = await query<RecordItem>(
    `select ${SHARED_COLUMNS}, ${kind.columns}${asked.withShapes ? SHAPES[type] : ''} ${records(kind.table)}
     where ${OF_RECORD} and ${kind.meant} and record.record_id = any($9)`,
    [...values, page.map(({ id }) => id)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    programme: filter.programme.code,
    data_version: filter.programme.dataVersion,
    type,
    as_of: asOf,
    items: page.flatMap(({ id }) => byId.get(id) ?? []),
    next:
      last === undefined || keys.length <= limit
        ? null
        : writePageKey({ sort: `${type} ${sort}`, value: last.value, id: last.id }),
  };
}

/** Hazardous areas without polygon that are open at the end of a day. That does not hang on what states are chosen. */
async function unmappedOpen(query: Query, { programme, filter }: ResolvedFilter, asOf: string): Promise<number[]> {
  const lists = await readLists(query, programme);
  const unmapped = await readUnmapped(query, programme, lists);
  const places = await listPlaces(query, programme, null);
  return unmappedOn(unmapped, { ...filter, states: [] }, places, dayOf(asOf)).map(({ id }) => id);
}
