import { Int16, Int32 } from 'apache-arrow';
import { writeArrow } from '../arrow.ts';
import type { Query } from '../database/database.ts';
import { leafPlaces, type Programme } from '../places/queries.ts';
import { NO_PLACE } from '../vocabulary.ts';
import type { AccidentSummary } from './contract.ts';

/** Marks an accident whose day, or whose place on the map, is not known. */
export const UNKNOWN = 2147483647;

/**
 * All accidents as columns: `x, y` degrees × 1e7 (2147483647: no point), `day` since 1970 (first day of its period; 2147483647: not
 * known), `killed`, `injured` (with amputated; -1 not stated), `place` index into metadata `places`. Exact points: for managers only.
 */
export async function accidentColumns(query: Query, programme: Programme): Promise<Uint8Array> {
  const places = await leafPlaces(query, programme);
  const rows = await query<{ row: [number, number, number, number, number, number] }>(
    `select array[coalesce(round(ST_X(point) * 1e7), ${UNKNOWN}), coalesce(round(ST_Y(point) * 1e7), ${UNKNOWN}),
       coalesce(occurred_on - date '1970-01-01', ${UNKNOWN}), coalesce(killed_count, -1),
       case when injured_count is null and amputated_count is null then -1
         else coalesce(injured_count, 0) + coalesce(amputated_count, 0) end,
       coalesce(array_position($2::integer[], place_id), 0)]::float8[] as row
     from accident where programme_id = $1 order by accident_id`,
    [programme.id, places.map((place) => place.place_id)],
  );
  return writeArrow(
    [
      ['x', new Int32(), Int32Array.from(rows, ({ row }) => row[0])],
      ['y', new Int32(), Int32Array.from(rows, ({ row }) => row[1])],
      ['day', new Int32(), Int32Array.from(rows, ({ row }) => row[2])],
      ['killed', new Int16(), Int16Array.from(rows, ({ row }) => row[3])],
      ['injured', new Int16(), Int16Array.from(rows, ({ row }) => row[4])],
      ['place', new Int16(), Int16Array.from(rows, ({ row }) => row[5])],
    ],
    {
      programme: programme.code,
      data_version: programme.dataVersion,
      places: JSON.stringify([NO_PLACE, ...places.map((place) => place.code)]),
    },
  );
}

type Counts = Pick<AccidentSummary, 'accidents' | 'killed' | 'injured'>;

/**
 * Accidents and people hurt in (from, to], in all and by leaf place. Without `from`, undated accidents count too: what happened is not
 * left out for want of a date.
 */
export async function accidentSummary(
  query: Query,
  programme: Programme,
  { from, to, placeIds }: { from: string | null; to: string; placeIds: number[] | null },
): Promise<AccidentSummary> {
  const rows = await query<Counts & { place: string; undated: number; without_point: number }>(
    `select coalesce(place.code, '${NO_PLACE}') as place, count(*)::integer as accidents, coalesce(sum(killed_count), 0)::integer as killed,
       (coalesce(sum(injured_count), 0) + coalesce(sum(amputated_count), 0))::integer as injured,
       (count(*) filter (where occurred_on is null))::integer as undated,
       (count(*) filter (where accident.point is null))::integer as without_point
     from accident left join place on place.place_id = accident.place_id
     where accident.programme_id = $1 and (occurred_on <= $3::date or occurred_on is null and $2::date is null)
       and ($2::date is null or occurred_on > $2::date) and ($4::integer[] is null or coalesce(accident.place_id, 0) = any($4))
     group by 1 order by accidents desc, 1`,
    [programme.id, from, to, placeIds],
  );
  const sum = (column: 'accidents' | 'killed' | 'injured' | 'undated' | 'without_point') =>
    rows.reduce((total, row) => total + row[column], 0);
  return {
    programme: programme.code,
    data_version: programme.dataVersion,
    from,
    to,
    accidents: sum('accidents'),
    killed: sum('killed'),
    injured: sum('injured'),
    undated: sum('undated'),
    without_point: sum('without_point'),
    items: rows.map(({ place, accidents, killed, injured }) => ({ place, accidents, killed, injured })),
  };
}
