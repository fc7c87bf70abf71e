import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { ARROW, COLUMNS_FORMAT } from '../arrow.ts';
import type { Query } from '../database/connect.ts';
import type { Delivery } from '../delivery.ts';
import { parseDay, today } from '../parameters.ts';
import { findProgramme } from '../places/queries.ts';
import { chosenColumns, SPANS, tableColumns } from './columns.ts';
import {
  ColumnsQuery,
  CompareQuery,
  Comparison,
  History,
  HistoryQuery,
  MovementList,
  MovementsQuery,
  Summary,
  SummaryQuery,
  Timeline,
  TimelineQuery,
} from './contract.ts';
import { parsePosition, resolveFilter } from './filters.ts';
import { historyAt } from './history.ts';
import { MOVEMENTS } from './movement-columns.ts';
import { movementsBetween, movementsCsv } from './movements.ts';
import { summaryAt } from './summary.ts';
import { compareRemaining, timelineBetween } from './timeline.ts';

const tags = ['land'];

/** Whether an Accept header names CSV and JSON not, or later. */
const prefersCsv = (accepted = ''): boolean => {
  const [csv, json] = [accepted.indexOf('text/csv'), accepted.indexOf('application/json')];
  return csv >= 0 && (json < 0 || csv < json);
};

export const landRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  app.get(
    '/api/summary',
    {
      schema: {
        summary: 'Land by state at the end of a day',
        description: 'Remaining, released and closed land in km² from the land ledger, and what adding polygons would have said.',
        tags,
        querystring: SummaryQuery,
        response: { 200: Summary },
      },
    },
    ({ query: asked, database }) =>
      database.asAudience('manager', async (query) => {
        const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
        return summaryAt(query, await resolveFilter(query, asked), asOf, asked.place ?? null);
      }),
  );

  app.get(
    '/api/timeline',
    {
      schema: {
        summary: 'Land by state over time',
        description:
          'Stock at the end of each period (from, to] and the dated movements within it; undated movements stand beside.',
        tags,
        querystring: TimelineQuery,
        response: { 200: Timeline },
      },
    },
    ({ query: asked, database }) =>
      database.asAudience('manager', async (query) => {
        const from = asked.from === undefined ? null : parseDay('from', asked.from);
        const to = asked.to === undefined ? today() : parseDay('to', asked.to);
        return timelineBetween(query, await resolveFilter(query, asked), { from, to }, asked.step ?? 'year');
      }),
  );

  app.get(
    '/api/movements',
    {
      schema: {
        summary: 'What moved in each period',
        description:
          'Recorded, re-opened, confirmed, released by each method, closed by reason: the dated movements of each period (from, to], ' +
          'inside and outside recorded hazards; undated movements stand beside. As JSON or CSV.',
        tags,
        querystring: MovementsQuery,
        produces: ['application/json', 'text/csv'],
        response: { 200: { content: { 'application/json': { schema: MovementList }, 'text/csv': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const { query: asked, database } = request;
      const from = asked.from === undefined ? null : parseDay('from', asked.from);
      const to = asked.to === undefined ? today() : parseDay('to', asked.to);
      const moved = await database.asAudience('manager', async (query) =>
        movementsBetween(query, await resolveFilter(query, asked), { from, to }, asked.step ?? 'year'),
      );
      reply.header('vary', 'accept');
      const isCsv = (asked.format ?? (prefersCsv(request.headers.accept) ? 'csv' : 'json')) === 'csv';
      if (!isCsv) return reply.type('application/json; charset=utf-8').send(moved);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="landclear-${moved.programme}-movements-by-${moved.step}.csv"`)
        .send(movementsCsv(moved, request.url));
    },
  );

  app.get(
    '/api/compare',
    {
      schema: {
        summary: 'Remaining land from one day to another',
        description: 'Opening, signed movements and closing; they add up to the last square metre.',
        tags,
        querystring: CompareQuery,
        response: { 200: Comparison },
      },
    },
    ({ query: asked, database }) =>
      database.asAudience('manager', async (query) => {
        const from = asked.from === undefined ? null : parseDay('from', asked.from);
        const to = asked.to === undefined ? today() : parseDay('to', asked.to);
        return compareRemaining(query, await resolveFilter(query, asked), from, to);
      }),
  );

  app.get(
    '/api/history',
    {
      schema: {
        summary: 'The history of the ground at a point',
        description: 'What the land was and is, the records that say so with their source, and what stays open under a release.',
        tags,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    ({ query: asked, database }) =>
      database.asAudience('manager', async (query) => {
        const at = parsePosition('at', asked.at);
        const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
        return historyAt(query, await findProgramme(query, asked.programme), at, asOf);
      }),
  );

  const columns = [
    {
      address: '/api/ledger.arrow',
      name: 'ledger',
      table: SPANS,
      summary: 'The land ledger as columns',
      description: 'One Arrow IPC stream, one record batch, a row a span; docs/architecture.md lists the columns.',
    },
    {
      address: '/api/movements.arrow',
      name: 'movements',
      table: MOVEMENTS,
      summary: 'The movements of the land ledger as columns',
      description: 'One Arrow IPC stream, one record batch, a row a change of state; docs/architecture.md lists the columns.',
    },
  ];
  for (const { address, name, table, summary, description } of columns)
    app.get(
      address,
      { schema: { summary, description, tags, querystring: ColumnsQuery, produces: [ARROW] } },
      async (request, reply) => {
        const find = (query: Query) => findProgramme(query, request.query.programme);
        const programme = await request.database.asAudience('manager', find);
        const chosen = chosenColumns(table, request.query.columns);
        const names = chosen.columns.length === table.columns.length ? '' : `-${chosen.columns.map(([column]) => column).join()}`;
        return delivery.send(request, reply, {
          type: ARROW,
          version: `${name}-${COLUMNS_FORMAT}-${programme.code}-${programme.dataVersion}${names}`,
          // found again with the columns: an import may have come between, and the metadata say which data these are
          make: (database) => database.asAudience('manager', async (query) => tableColumns(query, await find(query), chosen)),
        });
      },
    );
};
