import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '../database/connect.ts';
import type { Delivery } from '../delivery.ts';
import { findProgramme } from '../places/queries.ts';
import { AccidentPointsQuery } from './contract.ts';
import { accidentPoints } from './queries.ts';

export const accidentsRoutes: FastifyPluginAsyncTypebox<{ database: Database; delivery: Delivery }> = async (
  app,
  { database, delivery },
) => {
  app.get(
    '/api/accidents/points',
    {
      schema: {
        summary: 'Accidents as points',
        description: 'One Arrow IPC stream: x, y (degrees × 1e7), day, killed, injured, place. Exact points: never public.',
        tags: ['accidents'],
        querystring: AccidentPointsQuery,
        produces: ['application/vnd.apache.arrow.stream'],
      },
    },
    async (request, reply) => {
      const programme = await database.asAudience('manager', (query) => findProgramme(query, request.query.programme));
      return delivery.send(request, reply, {
        type: 'application/vnd.apache.arrow.stream',
        version: `accidents-${programme.code}-${programme.dataVersion}`,
        make: () => database.asAudience('manager', (query) => accidentPoints(query, programme)),
      });
    },
  );
};
