import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Negotiator from 'negotiator';
import { malformed, Problem, unknown } from '../problems.ts';
import { TileJson } from '../tiles/contract.ts';
import type { StreetMap, StreetMaps } from './archives.ts';
import { GroundFileParameters, GroundQuery, GroundTileParameters } from './contract.ts';

const unzip = promisify(gunzip);
const OPEN_STREET_MAP = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>';
const DEEPEST = 24;

/** The box of an archive, where it says one. */
function boundsOf({ header: { minLon, minLat, maxLon, maxLat } }: StreetMap): { bounds?: [number, number, number, number] } {
  const isBox = minLon < maxLon && minLat < maxLat && minLon >= -180 && maxLon <= 180 && minLat >= -90 && maxLat <= 90;
  return isBox ? { bounds: [minLon, minLat, maxLon, maxLat] } : {};
}

/** Street maps from files of the deployment. No question to the database: the ground is there before the land. */
export const groundRoutes: FastifyPluginAsyncTypebox<{ streets: StreetMaps }> = async (app, { streets }) => {
  const find = (name: string): StreetMap => {
    const found = streets.maps.find((map) => map.name === name);
    if (found !== undefined) return found;
    const names = streets.maps.map((map) => map.name).join(', ');
    throw unknown('file', `There is no street map ${name}; there ${names === '' ? 'is none at all' : `are: ${names}`}.`);
  };

  app.get(
    '/ground/:file/:z/:x/:y.mvt',
    {
      schema: {
        summary: 'A vector tile of a street map',
        description: 'From a file of MAP_PMTILES, in the schema of Protomaps: earth, landuse, water, roads, boundaries, places.',
        tags: ['tiles'],
        params: GroundTileParameters,
        querystring: GroundQuery,
        produces: ['application/vnd.mapbox-vector-tile'],
      },
    },
    async (request, reply) => {
      const map = find(request.params.file);
      const [z, x, y] = [request.params.z, request.params.x, request.params.y].map(Number) as [number, number, number];
      if (z > DEEPEST) throw malformed('z', `z=${z} is too deep; this map has tiles down to ${map.header.maxZoom}.`);
      for (const [field, value] of Object.entries({ x, y }))
        if (value >= 2 ** z) throw malformed(field, `${field}=${value} is outside zoom ${z}; it goes from 0 to ${2 ** z - 1}.`);
      const zipped = map.isZipped && new Negotiator(request).encodings(['gzip', 'identity'])[0] === 'gzip';
      const etag = `"${map.version}-${z}-${x}-${y}${zipped ? '-gzip' : ''}"`;
      reply.headers({
        etag,
        vary: 'accept-encoding',
        'cache-control': request.query.version === map.version ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      const kept = await map.tile(z, x, y).catch((error: unknown) => {
        request.log.error(error);
        throw new Problem(
          503,
          'Street map unreadable',
          `${map.name} can no longer be read as it was at start; start Landclear again.`,
        );
      });
      reply.type('application/vnd.mapbox-vector-tile');
      if (kept === null || kept.length === 0) return reply.send(Buffer.alloc(0));
      if (zipped) return reply.header('content-encoding', 'gzip').send(Buffer.from(kept.buffer));
      return reply.send(map.isZipped ? await unzip(kept) : Buffer.from(kept.buffer));
    },
  );

  app.get(
    '/ground/:file.json',
    {
      schema: {
        summary: 'TileJSON of a street map',
        tags: ['tiles'],
        params: GroundFileParameters,
        querystring: GroundQuery,
        response: { 200: TileJson },
      },
    },
    async (request) => {
      const map = find(request.params.file);
      return {
        tilejson: '3.0.0' as const,
        name: map.name,
        description: 'Streets, places and water under the land.',
        version: '1.0.0',
        attribution: map.attribution ?? OPEN_STREET_MAP,
        tiles: [
          `${request.protocol}://${request.host}/ground/${encodeURIComponent(map.name)}/{z}/{x}/{y}.mvt?version=${map.version}`,
        ],
        minzoom: map.header.minZoom,
        maxzoom: map.header.maxZoom,
        ...boundsOf(map),
        vector_layers: map.layers,
      };
    },
  );
};
