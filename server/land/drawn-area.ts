import type { Query } from '../database/database.ts';
import { Problem } from '../problems.ts';
import type { Border, DrawnOutline } from './contract.ts';

/** More than a commune needs; above it every face on the border would take too long to cut. */
export const MOST_POSITIONS = 2000;

/** No programme is wider; areas that go around the world cannot be measured. */
const WIDEST_DEGREES = 90;

const refused = (detail: string) => new Problem(400, 'Malformed outline', detail, 'coordinates');

/** Checks one ring and says how many positions it has. @throws Problem 400 */
function checkRing(ring: unknown): number {
  if (!Array.isArray(ring) || ring.length < 4)
    throw refused(
      'A ring of the outline has fewer than four positions; give rings of [longitude, latitude], the last as the first.',
    );
  for (const position of ring as unknown[]) {
    const [longitude, latitude] = (Array.isArray(position) ? position : []) as unknown[];
    const isRight = Number.isFinite(longitude) && Number.isFinite(latitude);
    if (!isRight || Math.abs(longitude as number) > 180 || Math.abs(latitude as number) > 90)
      throw refused(
        `${JSON.stringify(position)?.slice(0, 60)} is not a position; give [longitude, latitude] in degrees (WGS84), for example [102.98, 12.86].`,
      );
  }
  const [first, last] = [ring[0], ring.at(-1)] as [number[], number[]];
  if (first[0] !== last[0] || first[1] !== last[1])
    throw refused('A ring of the outline does not end where it begins; repeat its first position at the end.');
  return ring.length;
}

/** The outline as polygons of longitude and latitude. @throws Problem 400 that says which position or ring is at fault. */
export function readOutline({ type, coordinates }: DrawnOutline): number[][][][] {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  let positions = 0;
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length === 0) throw refused('A polygon of the outline has no ring.');
    for (const ring of polygon as unknown[]) positions += checkRing(ring);
  }
  if (positions === 0) throw refused('The outline is empty; give at least one ring of four positions.');
  if (positions > MOST_POSITIONS)
    throw refused(
      `The outline has ${positions} positions, ${MOST_POSITIONS} are the most; simplify it, for example with ogr2ogr -simplify.`,
    );
  const longitudes = (polygons as number[][][][]).flat(2).map(([longitude]) => longitude as number);
  const width = Math.max(...longitudes) - Math.min(...longitudes);
  if (width > WIDEST_DEGREES)
    throw refused(
      `The outline is ${Math.round(width)} degrees wide, ${WIDEST_DEGREES} are the most; cut it at 180 degrees of longitude if it crosses that line.`,
    );
  return (polygons as number[][][][]).map((rings) =>
    rings.map((ring) => ring.map(([longitude, latitude]) => [longitude as number, latitude as number])),
  );
}

/** An area of interest, repaired, on the grid of the records (1e-7 degrees). */
export interface DrawnArea {
  /** As the database writes it: every digit of every coordinate. */
  geom: string;
  /** What answers say of it. */
  described: Border['area'];
}

/** Repairs a drawn outline as the polygons of records are. @throws Problem 400 where it is malformed or encloses nothing. */
export async function repairedArea(query: Query, outline: DrawnOutline): Promise<DrawnArea> {
  const [row] = await query<{ geom: string; coordinates: string; area_m2: number; repaired: boolean; empty: boolean }>(
    `select geom::text, ST_AsGeoJSON(geom, 7) as coordinates, geodesic_area_m2(geom)::float8 as area_m2,
       not ST_IsValid(given) as repaired, ST_IsEmpty(geom) as empty
     from (select given, repaired_polygons(given) as geom
       from (select ST_SetSRID(ST_GeomFromGeoJSON($1), 4326) as given) drawn) repaired`,
    [JSON.stringify({ type: 'MultiPolygon', coordinates: readOutline(outline) })],
  );
  const { geom, coordinates, area_m2, repaired, empty } = row as NonNullable<typeof row>;
  if (empty || area_m2 === 0) throw refused('The outline encloses no land: its positions lie on one line or at one point.');
  const { coordinates: polygons } = JSON.parse(coordinates) as { coordinates: number[][][][] };
  return { geom, described: { coordinates: polygons, area_m2, repaired } };
}
