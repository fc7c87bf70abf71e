import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { ARROW, COLUMNS_FORMAT } from '../arrow.ts';
import type { Delivery } from '../delivery.ts';
import { parseDay, today } from '../parameters.ts';
import { cellStates, landChanges, movedSums, readApart } from './changes.ts';
import { CellsQuery, ChangesQuery, DrawnOutline, LARGEST_OUTLINE_BYTES } from './contract.ts';

const tags = ['land'];

/** What a page asks that does not hold the ledger itself: sums over faces, as columns that it counts with as with the ledger's. */
export const changesRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  const nameOf = (name: string, asked: object): string =>
    `${name}-${COLUMNS_FORMAT}-${JSON.stringify(Object.entries(asked).sort())}`;

  const sums = [
    {
      address: '/api/changes.arrow',
      name: 'changes',
      make: landChanges,
      summary: 'How land by state changes from day to day',
      description:
        'Added up to a day they are the land of each state at its end. One Arrow IPC stream, one record batch, a row a state and day; ' +
        'server/land/README.md lists the columns.',
    },
    {
      address: '/api/moved.arrow',
      name: 'moved',
      make: movedSums,
      summary: 'What moved on each day',
      description:
        'The movements of the land ledger, added up over faces. One Arrow IPC stream, one record batch, a row a day, kind and states; ' +
        'server/land/README.md lists the columns.',
    },
  ];
  for (const { address, name, make, summary, description } of sums) {
    type Asked = { query: Static<typeof ChangesQuery>; outline: Static<typeof DrawnOutline> | null };
    const answer = async (request: FastifyRequest, reply: FastifyReply, { query: asked, outline }: Asked) => {
      const by = readApart(asked.by);
      const { land, filter, area } =
        outline === null
          ? { ...(await request.programmes.counted(asked)), area: null }
          : await request.programmes.countedWithin(asked, outline);
      return delivery.send(request, reply, {
        type: ARROW,
        of: land,
        byAddress: true,
        name: `${nameOf(name, asked)}-${outline === null ? '' : JSON.stringify(outline)}`,
        make: async () => make(land, { filter, by, area }),
      });
    };
    const schema = { summary, description, tags, querystring: ChangesQuery, produces: [ARROW] };
    app.get(address, { schema }, (request, reply) => answer(request, reply, { query: request.query, outline: null }));
    app.post(
      address,
      {
        bodyLimit: LARGEST_OUTLINE_BYTES,
        schema: { ...schema, summary: `${summary}, within a drawn area`, body: DrawnOutline },
      },
      (request, reply) => answer(request, reply, { query: request.query, outline: request.body }),
    );
  }

  app.get(
    '/api/cells.arrow',
    {
      schema: {
        summary: 'What the cells of the grid hold at the end of a day',
        description:
          'Where land is too small to be drawn as itself, tiles hold cells (`land_grid`): this tells the state of each, of all that a box ' +
          'touches. One Arrow IPC stream, one record batch, a row a cell; server/land/README.md lists the columns.',
        tags,
        querystring: CellsQuery,
        produces: [ARROW],
      },
    },
    async (request, reply) => {
      const { query: asked } = request;
      const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
      const { land, filter } = await request.programmes.counted(asked);
      return delivery.send(request, reply, {
        type: ARROW,
        of: land,
        name: nameOf('cells', { ...asked, as_of: asOf }),
        make: async () => cellStates(land, filter, asked.zoom, asOf),
      });
    },
  );
};
