import type { Query } from '../database/connect.ts';
import { countryName } from '../places/countries.ts';
import { countryOutline } from '../places/country-outline.ts';
import { slices } from './chunks.ts';
import { type Note, note } from './issues.ts';
import type { ImportOptions } from './options.ts';
import type { PreparedRecord } from './prepare.ts';
import { count } from './sentences.ts';

/** So near its home a record is at home: outlines of countries and of places are simplified, and people work on both sides of a line. */
const TOLERANCE_METRES = { country: 5000, places: 1000 } as const;

/** What may have gone wrong with coordinates, the likeliest first, and what would bring them home. */
const MISTAKES = {
  swapped: 'swapping latitude and longitude',
  east_west: 'flipping the sign of the longitude',
  north_south: 'flipping the sign of the latitude',
  both_signs: 'flipping both signs',
  swapped_signs: 'swapping latitude and longitude and flipping a sign',
  zone: 'another UTM zone (6 or 12 degrees of longitude further)',
} as const;
type Mistake = keyof typeof MISTAKES;

interface Home {
  kind: keyof typeof TOLERANCE_METRES;
  /** `Thailand`, `every place of the programme`. */
  name: string;
}

interface Outside {
  content_hash: string;
  x: number;
  y: number;
  metres: number;
  mistake: Mistake | null;
}

/** Fills the temporary table home with the ground that the records should lie on; null: none is known. */
async function findHome(query: Query, programmeId: number, { entity, programme }: ImportOptions): Promise<Home | null> {
  await query('drop table if exists home; create temporary table home (geom geometry(Geometry, 4326)) on commit drop');
  const fill = async (): Promise<Home | null> => {
    if (entity !== 'places') {
      const [placed] = await query<{ parts: number }>(
        `with filled as (insert into home select geom from place_part where programme_id = $1 returning 1) select count(*)::int as parts from filled`,
        [programmeId],
      );
      if (placed !== undefined && placed.parts > 0) return { kind: 'places', name: 'every place of the programme' };
    }
    const outline = countryOutline(programme);
    if (outline === null) return null;
    await query(`insert into home select ST_Subdivide(repaired_polygons(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326)), 128)`, [
      JSON.stringify(outline),
    ]);
    return { kind: 'country', name: countryName(programme) ?? programme };
  };
  const home = await fill();
  if (home !== null) await query('create index on home using gist (geom); analyze home');
  return home;
}

/** A row is a record that lies outside its home, how far from it, and the first mistake that would explain it. $3 content hashes, $4 m. */
const OUTSIDE = `
  with asked as materialized (
    select content_hash, ST_X(point) as x, ST_Y(point) as y, point from record_revision
    where programme_id = $1 and entity = $2 and content_hash = any($3) and point is not null
  ), away as materialized (
    select asked.*, (
      select min(ST_Distance(near.geom::geography, point::geography))
      from (select geom from home order by home.geom <-> point limit 8) near) as metres
    from asked where not exists (select from home where home.geom && point and ST_Intersects(home.geom, point))
  )
  select content_hash, x, y, metres, (
    select mistake from (values (1, 'swapped', y, x), (2, 'east_west', -x, y), (3, 'north_south', x, -y), (4, 'both_signs', -x, -y),
      (5, 'swapped_signs', -y, x), (5, 'swapped_signs', y, -x), (5, 'swapped_signs', -y, -x),
      (6, 'zone', x + 6, y), (6, 'zone', x - 6, y), (6, 'zone', x + 12, y), (6, 'zone', x - 12, y)
    ) as tried(rank, mistake, longitude, latitude)
    where abs(latitude) <= 90 and exists (select from home
      where home.geom && ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) and ST_Intersects(home.geom, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)))
    order by rank limit 1) as mistake
  from away where metres > $4`;

const kilometres = (metres: number): string => `${count(Number((metres / 1000).toPrecision(2)))} km`;

function noteOn({ x, y, metres, mistake }: Outside, { kind, name }: Home): Note {
  const home = mistake === null ? '' : ` ${upper(MISTAKES[mistake])} would bring it home.`;
  const message = `It lies outside ${name}, ${kilometres(metres)} away, at longitude ${x}, latitude ${y}.${home} It was taken as it is.`;
  return note('flagged', 'geometry', kind === 'places' ? 'outside_every_place' : 'outside_the_country', message);
}
const upper = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());

/** Said of the file: how many lie outside, and for how many of them which mistake would explain it. */
function remarkOn(outside: readonly Outside[], placed: number, { name }: Home): string {
  const often = new Map<Mistake, number>();
  for (const { mistake } of outside) if (mistake !== null) often.set(mistake, (often.get(mistake) ?? 0) + 1);
  const explained = [...often].map(([mistake, number]) => `${MISTAKES[mistake]} would bring ${count(number)} of them home`);
  const why = explained.length === 0 ? '' : ` ${upper(explained.join('; '))}.`;
  return `${count(outside.length)} of ${count(placed)} records with a place ${outside.length === 1 ? 'lies' : 'lie'} outside ${name}.${why} Nothing was moved: correct the file, or undo this import.`;
}

/**
 * Looks whether the stored records lie on the ground of their programme: in its places, or without any in its country. Remarks by content
 * hash, and on the file. Nothing is moved.
 */
export async function findStrays(
  query: Query,
  programmeId: number,
  records: readonly PreparedRecord[],
  options: ImportOptions,
): Promise<{ notes: Map<string, Note[]>; remarks: string[] }> {
  const notes = new Map<string, Note[]>();
  const hashes = [
    ...new Set(
      records.filter(({ geometry }) => geometry.source !== null || geometry.point !== null).map(({ contentHash }) => contentHash),
    ),
  ];
  const home = options.synthetic || hashes.length === 0 ? null : await findHome(query, programmeId, options);
  if (home === null) return { notes, remarks: [] };
  const outside: Outside[] = [];
  for (const some of slices(hashes))
    outside.push(...(await query<Outside>(OUTSIDE, [programmeId, options.entity, some, TOLERANCE_METRES[home.kind]])));
  for (const stray of outside) notes.set(stray.content_hash, [noteOn(stray, home)]);
  return { notes, remarks: outside.length === 0 ? [] : [remarkOn(outside, hashes.length, home)] };
}
