import type { Query } from '../database/connect.ts';
import type { Programme } from '../places/queries.ts';
import { conditionValues, IS_MEANT, OF_LAND } from './conditions.ts';
import type { AreaSummary, Border, DrawnOutline } from './contract.ts';
import { repairedArea } from './drawn-area.ts';
import type { LandFilter } from './filters.ts';
import { type StateAreas, stockOf } from './summary.ts';

/**
 * SQL of a row a face that a drawn area meets: is it wholly within? `$1` programme, `area` the number of the parameter that holds the
 * area. The index on the Mercator geometry narrows it down; Mercator ends short of the poles.
 */
const facesIn = (area: number): string => `select face_id, area_m2, geom, ST_Covers($${area}::geometry, geom) as within
  from face
  where face.programme_id = $1 and ST_Intersects($${area}::geometry, geom)
    and geom_3857 && ST_Expand(ST_Transform(ST_MakeEnvelope(
      ST_XMin($${area}::geometry), greatest(-89.9, least(89.9, ST_YMin($${area}::geometry))),
      ST_XMax($${area}::geometry), greatest(-89.9, least(89.9, ST_YMax($${area}::geometry))), 4326), 3857), 1)
  offset 0`;

/**
 * What a client needs to cut the ledger by a drawn area itself: which faces lie wholly within, and the geometry of those on its
 * border, on the grid that faces are noded on (1e-11 degrees), so that it cuts what the database would.
 */
export async function borderOf(query: Query, programme: Programme, outline: DrawnOutline): Promise<Border> {
  const { geom, described } = await repairedArea(query, outline);
  const faces = await query<{ face: number; area_m2: number; outline: string | null }>(
    `select face_id::float8 as face, area_m2::float8 as area_m2, case when not within then ST_AsGeoJSON(geom, 11) end as outline
     from (${facesIn(2)}) face order by face_id`,
    [programme.id, geom],
  );
  const inside: number[] = [];
  const border: Border['border'] = [];
  let before = 0;
  for (const { face, area_m2, outline: shape } of faces) {
    if (shape === null) {
      inside.push(face - before);
      before = face;
    } else border.push({ face, area_m2, coordinates: (JSON.parse(shape) as { coordinates: number[][][][] }).coordinates });
  }
  return { programme: programme.code, data_version: programme.dataVersion, area: described, inside, border };
}

/** SQL of a row a face that a drawn area meets: how much of it lies within, in m². On the grid of the noding, as places cut. */
export const cutFaces = (area: number): string => `select face_id, case when within then area_m2
    else geodesic_area_m2(ST_CollectionExtract(ST_Intersection(geom, $${area}::geometry, 1e-11), 3)) end as cut_m2
  from (${facesIn(area)}) met`;

/** How much of each face lies within a drawn area, by the database: what the client's cut is held against. */
export async function cutOf(query: Query, programme: Programme, outline: DrawnOutline): Promise<{ face: number; m2: number }[]> {
  const { geom } = await repairedArea(query, outline);
  return query(`select face_id::float8 as face, cut_m2::float8 as m2 from (${cutFaces(2)}) cut order by face_id`, [
    programme.id,
    geom,
  ]);
}

/** Land by state within a drawn area at the end of a day, cut by the database. */
export async function summaryInArea(query: Query, filter: LandFilter, outline: DrawnOutline, asOf: string): Promise<AreaSummary> {
  const { geom, described } = await repairedArea(query, outline);
  const rows = await query<StateAreas>(
    `with cut as materialized (${cutFaces(8)})
     select state, (sum(cut_m2) * 100)::float8 as hundredths,
       coalesce(sum(cut_m2) filter (where ${IS_MEANT}) * 100, 0)::float8 as selected_hundredths
     from cut join ledger_span land using (face_id)
     where ${OF_LAND} and from_day <= $7::date and (to_day is null or to_day > $7::date)
     group by state`,
    [...conditionValues(filter), asOf, geom],
  );
  return {
    as_of: asOf,
    programme: filter.programme.code,
    data_version: filter.programme.dataVersion,
    area: described,
    ...stockOf(rows, filter.groups),
  };
}
