import type { Query } from '../database/database.ts';
import { dayOf } from '../engine/days.ts';
import { areasAt } from '../engine/figures.ts';
import { groundOf, type LandFilter } from '../engine/filter.ts';
import { keptSpans } from '../engine/kept.ts';
import { stockOf } from '../engine/stock.ts';
import type { Programme } from '../places/queries.ts';
import type { AreaSummary, Border, DrawnOutline } from './contract.ts';
import { repairedArea } from './drawn-area.ts';
import type { HeldLand } from './memory/load.ts';
import { type WithinByFace, within } from './within.ts';

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

/** A drawn area, and how much of each face lies within. */
export interface AreaWithin {
  described: Border['area'];
  within: WithinByFace;
}

/** The faces that lie within a drawn area, or on its border. @throws Problem 400 where the outline is malformed. */
export async function areaOf(query: Query, programme: Programme, outline: DrawnOutline): Promise<AreaWithin> {
  const { geom, described } = await repairedArea(query, outline);
  const rows = await query<{ face: number; hundredths: number }>(
    `select face_id::float8 as face, (round(cut_m2, 2) * 100)::float8 as hundredths from (${cutFaces(2)}) cut where cut_m2 > 0`,
    [programme.id, geom],
  );
  return { described, within: new Map(rows.map(({ face, hundredths }) => [face, hundredths])) };
}

/** Land by state within a drawn area at the end of a day. */
export function summaryInArea(
  land: HeldLand,
  filter: LandFilter,
  { described, within: faces }: AreaWithin,
  asOf: string,
): AreaSummary {
  const columns = within(land.columns, faces);
  const areas = (chosen: LandFilter) => areasAt(columns, dayOf(asOf), keptSpans(columns, chosen, land.places));
  return {
    as_of: asOf,
    programme: land.code,
    data_version: land.dataVersion,
    area: described,
    ...stockOf(areas(groundOf(filter)), areas(filter), filter),
  };
}
