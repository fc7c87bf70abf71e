import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  DataVersionAnswer,
  DataVersionQuery,
  OperatorList,
  PlaceList,
  PlacesQuery,
  ProgrammeList,
  ProgrammeQuery,
} from './contract.ts';
import { listOperators, listPlaces, listProgrammes, standingOf } from './queries.ts';

export const placesRoutes: FastifyPluginAsyncTypebox<{ browserSpans: number }> = async (app, { browserSpans }) => {
  app.get(
    '/api/programmes',
    { schema: { summary: 'Programmes', tags: ['places'], response: { 200: ProgrammeList } } },
    async ({ database }) => {
      const items = await database.ask((query) => listProgrammes(query));
      return { items: items.map((item) => ({ ...item, counted_by: item.spans > browserSpans ? 'server' : 'page' }) as const) };
    },
  );

  app.get(
    '/api/places',
    {
      schema: {
        summary: 'Places of a programme',
        description: 'By level and code; the row none stands for ground that lies in no place.',
        tags: ['places'],
        querystring: PlacesQuery,
        response: { 200: PlaceList },
      },
    },
    async ({ query: asked, programmes }) => ({
      items: await programmes.rows(asked.programme, (query, programme) => listPlaces(query, programme, asked.level ?? null)),
    }),
  );

  app.get(
    '/api/operators',
    {
      schema: {
        summary: 'Operators of a programme',
        tags: ['places'],
        querystring: ProgrammeQuery,
        response: { 200: OperatorList },
      },
    },
    async ({ query: asked, programmes }) => ({ items: await programmes.rows(asked.programme, listOperators) }),
  );

  app.get(
    '/api/data-versions',
    {
      schema: {
        summary: 'Whether the data of a programme had a version',
        description:
          'For links and tables that name a data_version: whether it is that of today, one of before, or none of these data.',
        tags: ['places'],
        querystring: DataVersionQuery,
        response: { 200: DataVersionAnswer },
      },
    },
    ({ query: asked, programmes }) =>
      programmes.rows(asked.programme, (query, programme) => standingOf(query, programme, asked.version)),
  );
};
