import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Delivery } from '../delivery.ts';
import { findProgramme, listProgrammes } from '../places/queries.ts';
import { malformed } from '../problems.ts';
import { TileJson, TileJsonParameters, TileParameters, TileQuery } from './contract.ts';
import { MAX_ZOOM } from './grid.ts';
import { LAYERS, type LayerQueries } from './layers.ts';
import { askForTile } from './queries.ts';

/** Part of every ETag: a new way of drawing makes new tiles. */
const FORMAT = 'tiles-3';

function tileAt(parameters: { z: string; x: string; y: string }) {
  const [z, x, y] = [parameters.z, parameters.x, parameters.y].map(Number) as [number, number, number];
  if (z > MAX_ZOOM) throw malformed('z', `z=${z} is too deep; tiles go from 0 to ${MAX_ZOOM}, deeper views stretch the last.`);
  for (const [field, value] of [
    ['x', x],
    ['y', y],
  ] as const) {
    if (value >= 2 ** z) throw malformed(field, `${field}=${value} is outside zoom ${z}; it goes from 0 to ${2 ** z - 1}.`);
  }
  return { z, x, y };
}

export const tilesRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  app.get(
    '/tiles/:layer/:z/:x/:y.mvt',
    {
      schema: {
        summary: 'A vector tile',
        description:
          'Shapes in the layer of that name; what is smaller than 4 px as cells with count and m² in {layer}_grid; names of places in places_label.',
        tags: ['tiles'],
        params: TileParameters,
        querystring: TileQuery,
        produces: ['application/vnd.mapbox-vector-tile'],
      },
    },
    async (request, reply) => {
      const { layer } = request.params;
      const tile = tileAt(request.params);
      return request.programmes.atOneVersion(async () => {
        const programme = await request.programmes.find(request.query.programme);
        return delivery.send(request, reply, {
          type: 'application/vnd.mapbox-vector-tile',
          of: programme,
          byAddress: true,
          isImmutable: request.query.version === programme.dataVersion,
          name: [FORMAT, layer, tile.z, tile.x, tile.y].join(' '),
          make: (database) =>
            database.ask(
              askForTile(database.kind, { layer, programmeId: programme.id, tile, dataVersion: programme.dataVersion }),
            ),
        });
      });
    },
  );

  app.get(
    '/tiles/:layer.json',
    {
      schema: {
        summary: 'TileJSON of a layer',
        tags: ['tiles'],
        params: TileJsonParameters,
        querystring: TileQuery,
        response: { 200: TileJson },
      },
    },
    async (request) => {
      const { layer } = request.params;
      const { attributes, grid, measures, label }: LayerQueries = LAYERS[layer];
      return request.database.ask(async (query) => {
        const programme = await findProgramme(query, request.query.programme);
        const item = (await listProgrammes(query)).find(({ code }) => code === programme.code);
        const shapes = { id: layer, description: 'shapes at least 4 px across', fields: attributes };
        const cells = {
          id: `${layer}_grid`,
          description: 'cells of 8 px with what is smaller',
          fields: Object.fromEntries(['count', ...measures].map((measure) => [measure, 'Number'])),
        };
        const names =
          label === undefined ? [] : [{ id: `${layer}_label`, description: 'a point a name', fields: label.attributes }];
        return {
          tilejson: '3.0.0' as const,
          name: `${programme.code} ${layer}`,
          description: item?.synthetic
            ? 'Synthetic demonstration data, not for navigation.'
            : 'Land not marked here may still be dangerous.',
          version: '1.0.0',
          attribution: item?.name ?? programme.code,
          tiles: [
            `${request.protocol}://${request.host}/tiles/${layer}/{z}/{x}/{y}.mvt?programme=${programme.code}&version=${programme.dataVersion}`,
          ],
          minzoom: 0,
          maxzoom: MAX_ZOOM,
          ...(item?.bbox ? { bounds: item.bbox } : {}),
          vector_layers: [shapes, ...(grid === null ? [] : [cells]), ...names],
        };
      });
    },
  );
};
