import type { Query } from '../../database/database.ts';
import { countryName } from '../../places/countries.ts';
import { countryOutline } from '../../places/country-outline.ts';
import { slices } from '../chunks.ts';
import { type Note, note } from '../issues.ts';
import type { ImportOptions } from '../options.ts';
import type { PreparedRecord } from '../prepare.ts';
import { count } from '../sentences.ts';

/** So near its home a record is at home: outlines of countries and of places are simplified, and people work on both sides of a line. */
const TOLERANCE_METRES = { country: 5000, places: 1000 } as const;
/** A mistake that brings a record so near explains it too: records of a border lie on both sides. */
const NEARLY_HOME_METRES = 100_000;

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
  /** How far from home it would be without the mistake. */
  metres_left: number | null;
}

/**
 * Fills the temporary table home with the ground that the records should lie on: the programme's country and, but for places themselves, its
 * places. Returns which of them records are held against; null: neither is known.
 */
async function findHome(query: Query, programmeId: number, { entity, programme }: ImportOptions): Promise<Home | null> {
  await query(
    'drop table if exists home; create temporary table home (kind text not null, geom geometry(Geometry, 4326) not null) on commit drop',
  );
  const outline = countryOutline(programme);
  if (outline !== null)
    await query(
      `insert into home select 'country', ST_Subdivide(repaired_polygons(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326)), 128)`,
      [JSON.stringify(outline)],
    );
  if (entity !== 'places')
    await query(`insert into home select 'places', geom from place_part where programme_id = $1`, [programmeId]);
  await query('create index on home using gist (geom); analyze home');
  const [found] = await query<{ places: boolean; country: boolean }>(
    `select coalesce(bool_or(kind = 'places'), false) as places, coalesce(bool_or(kind = 'country'), false) as country from home`,
  );
  if (found?.places) return { kind: 'places', name: 'every place of the programme' };
  return found?.country ? { kind: 'country', name: countryName(programme) ?? programme } : null;
}

/**
 * Geodesic metres from a point to the nearest ground of home, of one kind or any. Measured are only those of the nearest in degrees that can
 * be nearest in metres: on the ground a degree of longitude is shorter than one of latitude by the cosine of the latitude.
 */
const metresFrom = (point: string, kind: string): string => `(
  select min(ST_Distance(near.geom::geography, ${point}::geography))
  from (
    select geom, degrees, min(degrees) over () as least_degrees
    from (select geom, home.geom <-> ${point} as degrees from home where ${kind} order by home.geom <-> ${point} limit 8) nearest
  ) near
  where least_degrees > 1 or degrees <= least_degrees * 1.03 / cos(radians(least(85, abs(ST_Y(${point})) + 2))))`;
const isWithin = (point: string, kind: string): string =>
  `exists (select from home where ${kind} and home.geom && ${point} and ST_Intersects(home.geom, ${point}))`;

/**
 * A row is a record that lies outside its home, how far, and the first mistake that would explain it: one that brings it home, else the one
 * that brings it nearest, where that is within $6 m and a tenth of the way. $3 content hashes, $4 kind of home, $5 m of tolerance.
 */
const OUTSIDE = `
  with extent as materialized (
    select ST_Expand(ST_SetSRID(ST_Extent(geom)::geometry, 4326), 1) as box from home
  ), asked as materialized (
    select content_hash, ST_X(point) as x, ST_Y(point) as y, point from record_revision
    where programme_id = $1 and entity = $2 and content_hash = any($3) and point is not null
  ), away as materialized (
    select asked.*, ${metresFrom('point', 'kind = $4')} as metres from asked where not ${isWithin('point', 'kind = $4')}
  )
  select content_hash, x, y, metres, tried.mistake, tried.metres_left
  from away left join lateral (
    select mistake, metres_left
    -- each with "offset 0", for what is dear to be worked out once, and only of the few spots that are near
    from (
      select rank, mistake, spot
      from (values (1, 'swapped', y, x), (2, 'east_west', -x, y), (3, 'north_south', x, -y), (4, 'both_signs', -x, -y),
          (5, 'swapped_signs', -y, x), (5, 'swapped_signs', y, -x), (5, 'swapped_signs', -y, -x),
          (6, 'zone', x + 6, y), (6, 'zone', x - 6, y), (6, 'zone', x + 12, y), (6, 'zone', x - 12, y)
        ) as candidate(rank, mistake, longitude, latitude), extent,
        lateral (select ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) as spot) made
      where abs(latitude) <= 90 and spot && extent.box
        -- on its own ground already, only outside the places that are known: nothing is wrong with its coordinates
        and ($4 = 'country' or not ${isWithin('away.point', "kind = 'country'")})
      offset 0
    ) near_home cross join lateral (
      select case when ${isWithin('spot', 'true')} then 0 when rank < 6 then ${metresFrom('spot', 'true')} end as metres_left offset 0
    ) judged
    where metres_left = 0 or metres_left < least($6::float8, away.metres / 10)
    order by metres_left > 0, case when metres_left > 0 then metres_left end, rank limit 1
  ) tried on true
  where metres > $5::float8`;

const kilometres = (metres: number): string => `${count(Number((metres / 1000).toPrecision(2)))} km`;

/** `home`, or `to within 88 km of it`. */
const whereTo = (metresLeft: number | null): string =>
  metresLeft === null || metresLeft === 0 ? 'home' : `to within ${kilometres(metresLeft)} of it`;

function noteOn({ x, y, metres, mistake, metres_left }: Outside, { kind, name }: Home): Note {
  const home = mistake === null ? '' : ` ${upper(MISTAKES[mistake])} would bring it ${whereTo(metres_left)}.`;
  const message = `It lies outside ${name}, ${kilometres(metres)} away, at longitude ${x}, latitude ${y}.${home} It was taken as it is.`;
  return note('flagged', 'geometry', kind === 'places' ? 'outside_every_place' : 'outside_the_country', message);
}
const upper = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());

/** Said of the file: how many lie outside, and for how many of them which mistake would explain it. */
function remarkOn(outside: readonly Outside[], placed: number, { name }: Home): string {
  const often = new Map<Mistake, { home: number; nearly: number }>();
  for (const { mistake, metres_left } of outside) {
    if (mistake === null) continue;
    const { home, nearly } = often.get(mistake) ?? { home: 0, nearly: 0 };
    often.set(mistake, metres_left === 0 ? { home: home + 1, nearly } : { home, nearly: nearly + 1 });
  }
  const explained = [...often].map(([mistake, { home, nearly }]) => {
    const brought = [
      ...(home > 0 ? [`${count(home)} of them home`] : []),
      ...(nearly > 0 ? [`${count(nearly)} of them to within ${kilometres(NEARLY_HOME_METRES)}`] : []),
    ];
    return `${MISTAKES[mistake]} would bring ${brought.join(' and ')}`;
  });
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
    outside.push(
      ...(await query<Outside>(OUTSIDE, [
        programmeId,
        options.entity,
        some,
        home.kind,
        TOLERANCE_METRES[home.kind],
        NEARLY_HOME_METRES,
      ])),
    );
  for (const stray of outside) notes.set(stray.content_hash, [noteOn(stray, home)]);
  return { notes, remarks: outside.length === 0 ? [] : [remarkOn(outside, hashes.length, home)] };
}
