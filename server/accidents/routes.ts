import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { sameVersion } from '../answering.ts';
import { ARROW } from '../arrow.ts';
import type { Delivery } from '../delivery.ts';
import { listOf, parseDay, today } from '../parameters.ts';
import { leafPlaceIds } from '../places/queries.ts';
import { malformed } from '../problems.ts';
import { AccidentColumnsQuery, AccidentSummary, AccidentSummaryQuery } from './contract.ts';
import { accidentColumns, accidentSummary } from './queries.ts';

const tags = ['accidents'];

export const accidentsRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  app.get(
    '/api/accidents.arrow',
    {
      schema: {
        summary: 'Accidents as columns',
        description: 'One Arrow IPC stream: x, y (degrees × 1e7), day, killed, injured, place. Exact points: never public.',
        tags,
        querystring: AccidentColumnsQuery,
        produces: [ARROW],
      },
    },
    async (request, reply) => {
      return request.programmes.atOneVersion(async () => {
        const programme = await request.programmes.find(request.query.programme);
        return delivery.send(request, reply, {
          type: ARROW,
          of: programme,
          byAddress: true,
          name: 'accidents',
          make: (database) => database.ask(async (query) => accidentColumns(query, await sameVersion(query, programme))),
        });
      });
    },
  );

  app.get(
    '/api/accidents/summary',
    {
      schema: {
        summary: 'Accidents and people hurt in a period',
        description: 'In all and by place, for (from, to]. Accidents without a point count too.',
        tags,
        querystring: AccidentSummaryQuery,
        response: { 200: AccidentSummary },
      },
    },
    ({ query: asked, programmes }) =>
      programmes.rows(asked.programme, async (query, programme) => {
        const from = asked.from === undefined ? null : parseDay('from', asked.from);
        const to = asked.to === undefined ? today() : parseDay('to', asked.to);
        if (from !== null && from > to) throw malformed('from', `from=${from} is after to=${to}; a period is (from, to].`);
        const codes = listOf('place', asked.place);
        const placeIds = codes === null ? null : await leafPlaceIds(query, programme, codes);
        return accidentSummary(query, programme, { from, to, placeIds });
      }),
  );
};
