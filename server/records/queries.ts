import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Query } from '../database/database.ts';
import { run } from '../database/statement.ts';
import { dayOf } from '../engine/days.ts';
import { unmappedOn } from '../engine/unmapped.ts';
import { isOfGround } from '../land/conditions.ts';
import type { ResolvedFilter } from '../land/filters.ts';
import { readLists } from '../land/memory/lists.ts';
import { readUnmapped } from '../land/memory/read-unmapped.ts';
import { listPlaces } from '../places/queries.ts';
import { malformed } from '../problems.ts';
import { STATE_GROUPS } from '../vocabulary.ts';
import type { RecordItem, RecordPage, RecordSelection, RecordSort, RecordType } from './contract.ts';
import { RECORD_KINDS, SHARED_COLUMNS } from './kinds.ts';
import { type KeyType, readPageKey, writePageKey } from './page-key.ts';

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
const SHAPES: Record<RecordType, Sql> = {
  hazardous_area: sql`, ST_AsText(record.geom, 7) as wkt, null as hazardous_area_local_ids`,
  land_release: sql`, ST_AsText(record.geom, 7) as wkt, hazardous_area_local_ids`,
};
/** A record with what `withShapes` adds. */
export type RecordWithShape = RecordItem & { wkt?: string | null; hazardous_area_local_ids?: string[] | null };

/** The records of one kind, with the ledger's view of each; `at` is worked out only where it is asked for. The name of the table is ours. */
const records = (table: 'hazardous_area' | 'land_release', programmeId: number): Sql => sql`
  from (
    select *, ${table}::text as record_type, ${raw(`${table}_id`)} as record_id, coalesce(point, ST_PointOnSurface(geom)) as at
    from ${raw(table)} where programme_id = ${programmeId}::integer
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
  const { programme, filter: chosen, operatorIds, groups, openStatesOfKinds } = filter;
  const kind = RECORD_KINDS[type]({
    programmeId: programme.id,
    asOf,
    from,
    openStates: openStatesOfKinds,
    unmappedOpen: type === 'hazardous_area' ? await unmappedOpen(query, filter, asOf) : [],
    operatorIds,
    methods: chosen.methods.length === 0 ? null : chosen.methods,
  });
  const sorted = kind.sorts[sort.replace(/^-/, '') as RecordSort];
  if (sorted === undefined)
    throw malformed('sort', `sort=${sort} is not a column of ${type}; it has ${Object.keys(kind.sorts).join(', ')}.`);
  const selected = only === null ? sql`true` : kind.selections[only];
  if (selected === undefined)
    throw malformed('only', `only=${only} is not a selection of ${type}; it has ${Object.keys(kind.selections).join(', ')}.`);
  const ofGroups =
    groups.length === STATE_GROUPS.length
      ? sql`true`
      : join(
          groups.map((group) => kind.groups[group]),
          ' or ',
        );
  const [key, keyType] = sorted;
  const isDescending = sort.startsWith('-');
  const after = asked.after === null ? null : readPageKey(asked.after, `${type} ${sort}`, keyType);
  const meant = sql`${isOfGround(filter)} and ${kind.meant}`;
  const keys = await run<{ id: number; value: string | null }>(
    query,
    sql`select id, key::text as value from (
       select record.record_id as id, ${key} as key ${records(kind.table, programme.id)}
       where ${meant} and (${ofGroups}) and (${selected})
     ) keyed
     where ${beyond(after, keyType, isDescending)}
     order by key ${isDescending ? sql`desc` : sql`asc`} nulls last, id limit ${limit + 1}`,
  );
  const page = keys.slice(0, limit);
  const last = page.at(-1);
  const rows = await run<RecordItem>(
    query,
    sql`select ${SHARED_COLUMNS}, ${kind.columns}${asked.withShapes ? SHAPES[type] : empty} ${records(kind.table, programme.id)}
     where ${meant} and record.record_id = any(${page.map(({ id }) => id)}::integer[])`,
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

/** What comes after a key. What is known comes first: after a known value come those beyond it and all that are not known. */
function beyond(after: { value: string | null; id: number } | null, keyType: KeyType, isDescending: boolean): Sql {
  if (after === null) return sql`true`;
  if (after.value === null) return sql`key is null and id > ${after.id}::integer`;
  const value = sql`${after.value}::${raw(keyType)}`;
  return sql`(key ${isDescending ? sql`<` : sql`>`} ${value} or key = ${value} and id > ${after.id}::integer or key is null)`;
}

/** Hazardous areas without polygon that are open at the end of a day. That does not hang on what states are chosen. */
async function unmappedOpen(query: Query, { programme, filter }: ResolvedFilter, asOf: string): Promise<number[]> {
  const lists = await readLists(query, programme);
  const unmapped = await readUnmapped(query, programme, lists);
  const places = await listPlaces(query, programme, null);
  return unmappedOn(unmapped, { ...filter, states: [] }, places, dayOf(asOf)).map(({ id }) => id);
}
