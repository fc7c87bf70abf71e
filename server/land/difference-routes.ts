import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import { sameVersion } from '../answering.ts';
import { ARROW, COLUMNS_FORMAT } from '../arrow.ts';
import type { Delivery } from '../delivery.ts';
import { parseDay, today } from '../parameters.ts';
import { DifferenceAccount, DifferenceLooksQuery, DifferenceQuery, DrawnOutline, LARGEST_OUTLINE_BYTES } from './contract.ts';
import { differenceAccount, differenceLooks, facesDrawn, inOrder, type TwoDays } from './difference.ts';

const tags = ['land'];

const daysOf = ({ since, as_of }: Static<typeof DifferenceQuery>): TwoDays =>
  inOrder({ earlier: parseDay('since', since), later: as_of === undefined ? today() : parseDay('as_of', as_of) });

/** What became of each piece of land from the end of one day to the end of another. */
export const differenceRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  const schema = {
    summary: 'What became of the land between two days',
    description:
      'Every piece of land by what it was on the one day and is on the other: recorded, released by its method, re-opened, unchanged. ' +
      'Opening and what the changes add are the closing.',
    tags,
    querystring: DifferenceQuery,
    response: { 200: DifferenceAccount },
  };
  app.get('/api/difference', { schema }, async ({ query: asked, programmes }) => {
    const days = daysOf(asked);
    const { land, filter } = await programmes.counted(asked);
    return differenceAccount(land, filter, days, null);
  });
  app.post(
    '/api/difference',
    {
      bodyLimit: LARGEST_OUTLINE_BYTES,
      schema: { ...schema, summary: `${schema.summary}, within a drawn area`, body: DrawnOutline },
    },
    async ({ query: asked, body, programmes }) => {
      const days = daysOf(asked);
      const { land, filter, area } = await programmes.countedWithin(asked, body);
      return differenceAccount(land, filter, days, area);
    },
  );

  app.get(
    '/api/difference.arrow',
    {
      schema: {
        summary: 'What became of what the map shows between two days',
        description:
          'Faces that tiles of a zoom draw as themselves (layer 0, `face` of the tiles) and cells of the grid (layer 1), of all that a box ' +
          'touches. One Arrow IPC stream, one record batch; server/land/README.md lists the columns.',
        tags,
        querystring: DifferenceLooksQuery,
        produces: [ARROW],
      },
    },
    async (request, reply) => {
      const { query: asked, programmes } = request;
      const days = daysOf(asked);
      return programmes.atOneVersion(async () => {
        const { land, filter } = await programmes.counted(asked);
        const { bbox } = filter;
        return delivery.send(request, reply, {
          type: ARROW,
          of: land,
          name: `difference-${COLUMNS_FORMAT}-${JSON.stringify(Object.entries({ ...asked, as_of: days.later }).sort())}`,
          make: async (database) => {
            const drawn = await database.ask(async (query) => {
              const { id } = await sameVersion(query, land);
              return bbox === null ? new Set<number>() : facesDrawn(query, id, asked.zoom, bbox);
            });
            return differenceLooks(land, filter, asked.zoom, days, drawn);
          },
        });
      });
    },
  );
};
