import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { parseDay, today } from '../parameters.ts';
import { ProgrammeQuery } from '../places/contract.ts';
import { borderOf, summaryInArea } from './border.ts';
import { AreaSummary, Border, DrawnOutline, LARGEST_OUTLINE_BYTES, SummaryQuery } from './contract.ts';

const tags = ['land'];

/** Questions about an area that a reader drew. They change nothing: POST because an outline is too long for an address. */
export const areaRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/api/land/border',
    {
      bodyLimit: LARGEST_OUTLINE_BYTES,
      schema: {
        summary: 'The faces of the land ledger within a drawn area, and on its border',
        description: 'With it a client counts the area at every date and filter from the columns that it has.',
        tags,
        querystring: ProgrammeQuery,
        body: DrawnOutline,
        response: { 200: Border },
      },
    },
    ({ query: asked, body, programmes }) =>
      programmes.rows(asked.programme, (query, programme) => borderOf(query, programme, body)),
  );

  app.post(
    '/api/summary/area',
    {
      bodyLimit: LARGEST_OUTLINE_BYTES,
      schema: {
        summary: 'Land by state within a drawn area at the end of a day',
        description: 'Faces on its border are cut. What has no polygon lies in no area, and is not counted.',
        tags,
        querystring: SummaryQuery,
        body: DrawnOutline,
        response: { 200: AreaSummary },
      },
    },
    async ({ query: asked, body, programmes }) => {
      const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
      const { land, filter, area } = await programmes.countedWithin(asked, body);
      return summaryInArea(land, filter, area, asOf);
    },
  );
};
