import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AskedProgrammes } from '../answering.ts';
import { resolveFilter } from '../land/filters.ts';
import { parseDay, today } from '../parameters.ts';
import { malformed } from '../problems.ts';
import { RecordPage, RecordsQuery } from './contract.ts';
import { csvHead, csvRows } from './csv.ts';
import { type RecordsAsked, recordsPage } from './queries.ts';

const ROWS_AT_ONCE = 1000;

/** What a question means, the days checked. @throws Problem 400. */
function askedOf(asked: RecordsQuery): RecordsAsked {
  const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
  const from = asked.from === undefined ? null : parseDay('from', asked.from);
  if (from !== null && from > asOf) throw malformed('from', `from=${from} is after as_of=${asOf}; a period is (from, as_of].`);
  return {
    type: asked.type ?? 'hazardous_area',
    asOf,
    from,
    only: asked.only ?? null,
    sort: asked.sort ?? 'local_id',
    after: asked.after ?? null,
    limit: asked.limit ?? 100,
  };
}

export const recordsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const pageOf = (programmes: AskedProgrammes, asked: RecordsQuery, changes: Partial<RecordsAsked> = {}): Promise<RecordPage> =>
    programmes.rows(asked.programme, async (query) =>
      recordsPage(query, await resolveFilter(query, asked), { ...askedOf(asked), ...changes }),
    );

  /** Page after page, each in a transaction of its own: a slow reader holds nobody up. An import in between breaks it off. */
  async function* csvOf(
    { database, programmes }: FastifyRequest,
    asked: RecordsQuery,
    first: RecordPage,
  ): AsyncGenerator<string> {
    const [programme] = await database.ask((query) =>
      query<{ synthetic: boolean }>('select synthetic from programme where code = $1', [asked.programme]),
    );
    yield csvHead(first, programme?.synthetic ?? false);
    for (let page = first; ; ) {
      yield csvRows(page);
      if (page.next === null) return;
      page = await pageOf(programmes, asked, { asOf: first.as_of, limit: ROWS_AT_ONCE, after: page.next, withShapes: true });
      if (page.data_version !== first.data_version)
        throw new Error('The data changed while the records were written; ask again.');
    }
  }

  app.get(
    '/api/records',
    {
      schema: {
        summary: 'The records behind a figure',
        description:
          'Hazardous areas recorded, or releases completed or in progress, by the end of as_of; with from, those that count after it. Paged by key: give next as after until it is null.',
        tags: ['records'],
        querystring: RecordsQuery,
        response: { 200: RecordPage },
      },
    },
    async (request, reply) => {
      const { query: asked, programmes } = request;
      if (asked.format !== 'csv') return pageOf(programmes, asked);
      const first = await pageOf(programmes, asked, { limit: ROWS_AT_ONCE, withShapes: true });
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${first.type}-${first.programme}-${first.as_of}.csv"`);
      return (reply as FastifyReply).send(Readable.from(csvOf(request as FastifyRequest, asked, first)));
    },
  );
};
