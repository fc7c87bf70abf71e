import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { malformed } from '../problems.ts';
import { SearchQuery, SearchResults } from './contract.ts';
import { search } from './queries.ts';

const LONGEST = 100;

/** What is looked for. @throws Problem 400 where it is empty, too long, or holds the character that the database cannot. */
function textOf(q: string): string {
  const text = q.trim();
  const length = [...text].length;
  if (length === 0 || length > LONGEST || text.includes('\0'))
    throw malformed('q', `q has ${length} characters; give 1 to ${LONGEST} of a name, a place code or a local id.`);
  return text;
}

export const searchRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/search',
    {
      schema: {
        summary: 'Find a place, a hazardous area or a land release',
        description: 'By name in any language, place code or local id; without regard to case and accents.',
        tags: ['search'],
        querystring: SearchQuery,
        response: { 200: SearchResults },
      },
    },
    async ({ query: asked, programmes }) => {
      const text = textOf(asked.q);
      return {
        items: await programmes.rows(asked.programme, (query, programme) => search(query, programme, text, asked.limit ?? 20)),
      };
    },
  );
};
