import type { Database } from '../../server/database/database.ts';
import { findProgramme } from '../../server/places/queries.ts';
import { askForTile } from '../../server/tiles/queries.ts';
import { randomNumbers } from '../generate/belt.ts';
import { measuredOf } from './clients.ts';
import { ms, timed } from './words.ts';

const random = randomNumbers(11);

/** A plain route to be ahead of: the same shapes from a stored column, one statement, nothing but shapes. */
const PLAIN = `select ST_AsMVT(m, 'land', 4096, 'geom', 'id') as tile from (
  select ledger_span_id as id, face_id as face, state, from_day, to_day, area_m2, place, operator, ordnance_mask as ordnance, ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom
  from landclear.tile_span where polygon_zoom <= $1 and geom_3857 && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) offset 0) m where geom is not null`;

/** Tiles that are not kept, over the whole programme, as the database answers: ours with cells and all, and plain ones. */
export async function landTiles(database: Database): Promise<string> {
  const { id } = await database.asAudience('manager', (query) => findProgramme(query, 'KHM'));
  const said: string[] = [];
  for (const z of [3, 5, 7, 9, 10, 11, 12, 13, 14]) {
    const tiles = Array.from({ length: 40 }, () => tileAt(102.5 + random() * 5, 11 + random() * 3, z));
    const [own, plain]: number[][] = [[], []] as never;
    const ask = {
      own: (tile: (typeof tiles)[number]) =>
        database.asAudience('manager', askForTile('postgis', { layer: 'land', programmeId: id, tile, dataVersion: null })),
      plain: ({ x, y }: (typeof tiles)[number]) => database.asKeeper((query) => query(PLAIN, [z, x, y])),
    };
    // in turn, so that both meet the same machine
    for (const tile of tiles) {
      own?.push((await timed(() => ask.own(tile)))[1]);
      plain?.push((await timed(() => ask.plain(tile)))[1]);
    }
    const [ours, theirs] = [measuredOf(own ?? [], 1), measuredOf(plain ?? [], 1)];
    said.push(`z${z} ${ms(ours.median)}/${ms(ours.p99)}, plain ${ms(theirs.median)}/${ms(theirs.p99)}`);
  }
  return said.join('; ');
}

function tileAt(longitude: number, latitude: number, z: number) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const x = Math.floor(((longitude + 180) / 360) * 2 ** z);
  return { z, x, y: Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z) };
}
