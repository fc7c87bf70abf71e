import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { testServerUrl } from '../../server/database/testing.ts';

export interface Tile {
  z: number;
  x: number;
  y: number;
}
export interface TileServer {
  name: string;
  urlOf: (tile: Tile) => string;
  stop: () => void;
}

const [FAST_CGI, PORT] = [3997, 3998];
/** As many as the bench has connections for eight clients. */
const PROCESSES = 8;
const isThere = (command: string, ...options: string[]): boolean => spawnSync(command, options).error === undefined;

/** A layer of MapServer: the spans that are drawn as themselves at a zoom, of the stored column, with the attributes that ours have. */
const layerOf = (zoom: number, connection: string): string => `
  LAYER
    NAME "land${zoom}" TYPE POLYGON STATUS ON
    CONNECTIONTYPE POSTGIS CONNECTION "${connection}" PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom_3857 from (select ledger_span_id, geom_3857, face_id, state, from_day, to_day, area_m2, place, operator, ordnance_mask from landclear.tile_span where polygon_zoom <= ${zoom}) as span using unique ledger_span_id using srid=3857"
    PROJECTION "init=epsg:3857" END
    METADATA "ows_enable_request" "*" "gml_include_items" "ledger_span_id,face_id,state,from_day,to_day,area_m2,place,operator,ordnance_mask" END
    CLASS STYLE COLOR 0 0 0 END END
  END`;

/**
 * MapServer as FastCGI behind nginx, over the same database. @returns null where one of mapserv, spawn-fcgi and nginx is not installed.
 * https://mapserver.org/output/vector_tiles.html
 */
export async function mapServer(database: string, zooms: readonly number[]): Promise<TileServer | null> {
  if (!isThere('mapserv', '-v') || !isThere('spawn-fcgi', '-v') || !isThere('nginx', '-v')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'landclear-mapserver-'));
  chmodSync(folder, 0o755);
  const { hostname, port, username, password } = new URL(testServerUrl);
  const connection = `host=${hostname} port=${port} user=${username} password=${password} dbname=${database}`;
  writeFileSync(
    join(folder, 'land.map'),
    `MAP
  NAME "land" SIZE 256 256 UNITS METERS EXTENT -20037508 -20037508 20037508 20037508 PROJECTION "init=epsg:3857" END
  OUTPUTFORMAT NAME "mvt" DRIVER "MVT" MIMETYPE "application/vnd.mapbox-vector-tile" FORMATOPTION "EDGE_BUFFER=4" FORMATOPTION "EXTENT=4096" END
  ${zooms.map((zoom) => layerOf(zoom, connection)).join('\n')}
END`,
  );
  writeFileSync(join(folder, 'mapserver.conf'), `CONFIG\n  ENV\n    MS_MAP_PATTERN "^${folder}/"\n  END\nEND\n`);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `worker_processes 1; pid ${folder}/pid; error_log ${folder}/error; daemon off; events {}
     http { access_log off; keepalive_requests 10000000; upstream mapserver { server 127.0.0.1:${FAST_CGI}; keepalive 8; }
       server { listen 127.0.0.1:${PORT}; location / {
         fastcgi_pass mapserver; fastcgi_keep_conn on; fastcgi_param REQUEST_METHOD $request_method; fastcgi_param QUERY_STRING $query_string;
         fastcgi_param MAPSERVER_CONFIG_FILE ${folder}/mapserver.conf; fastcgi_param MS_MAP_PATTERN ^${folder}/; } } }`,
  );
  const env = { ...process.env, MAPSERVER_CONFIG_FILE: join(folder, 'mapserver.conf') };
  const mapserv = (spawnSync('which', ['mapserv'], { encoding: 'utf8' }).stdout ?? '').trim();
  // it answers with the number of each process that it leaves behind
  const { stdout, stderr } = spawnSync(
    'spawn-fcgi',
    ['-a', '127.0.0.1', '-p', `${FAST_CGI}`, '-F', `${PROCESSES}`, '--', mapserv],
    {
      env,
      encoding: 'utf8',
    },
  );
  const processes = [...`${stdout}${stderr}`.matchAll(/PID: (\d+)/g)].map(([, number]) => Number(number));
  const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  await delay(1000);
  return {
    name: 'MapServer, the same shapes',
    urlOf: ({ z, x, y }) =>
      `http://127.0.0.1:${PORT}/?map=${folder}/land.map&mode=tile&tilemode=gmap&tile=${x}+${y}+${z}&layers=land${z}&map.imagetype=mvt`,
    stop: () => {
      nginx.kill();
      for (const number of processes) process.kill(number, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
