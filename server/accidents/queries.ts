import { Int16, Int32 } from 'apache-arrow';
import { writeArrow } from '../arrow.ts';
import type { Query } from '../database/connect.ts';
import { leafPlaces, type Programme } from '../places/queries.ts';
import { NO_PLACE } from '../vocabulary.ts';

/** Marks an accident whose day is not known. */
export const UNDATED = 2147483647;

/**
 * Accidents that have a point, as columns: `x, y` degrees × 1e7, `day` since 1970 (first day of its period), `killed`, `injured`
 * (with amputated; -1 not stated), `place` index into metadata `places`. Exact points: for managers only.
 */
export async function accidentPoints(query: Query, programme: Programme): Promise<Uint8Array> {
  const places = await leafPlaces(query, programme);
  const rows = await query<{ row: [number, number, number, number, number, number] }>(
    `select array[round(ST_X(point) * 1e7), round(ST_Y(point) * 1e7),
       coalesce(occurred_on - date '1970-01-01', ${UNDATED}), coalesce(killed_count, -1),
       case when injured_count is null and amputated_count is null then -1
         else coalesce(injured_count, 0) + coalesce(amputated_count, 0) end,
       coalesce(array_position($2::integer[], place_id), 0)]::float8[] as row
     from accident where programme_id = $1 and point is not null order by accident_id`,
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
