import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ProgrammeQuery } from '../places/contract.ts';
import { findProgramme } from '../places/queries.ts';
import { PublishedFigureList } from './contract.ts';
import { listPublishedFigures } from './queries.ts';

export const publishedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/published-figures',
    {
      schema: {
        summary: 'What authorities, Monitor and Review printed',
        description: 'Each row with its source; where sources disagree all of them stand. Never mixed with figures from records.',
        tags: ['published'],
        querystring: ProgrammeQuery,
        response: { 200: PublishedFigureList },
      },
    },
    async ({ query: asked, database }) => ({
      items: await database.ask(async (query) => listPublishedFigures(query, (await findProgramme(query, asked.programme)).id)),
    }),
  );
};
