import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AskedProgrammes } from '../answering.ts';
import { ARROW, COLUMNS_FORMAT } from '../arrow.ts';
import type { Delivery } from '../delivery.ts';
import { parseDay, today } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { chosenColumns, type LedgerRows, type LedgerTable, MOVEMENTS, SPANS, tableColumns } from './columns.ts';
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
import { parsePosition } from './filters.ts';
import { historyAt } from './history.ts';
import type { HeldLedger } from './memory/load.ts';
import { movementsBetween, movementsCsv } from './movements.ts';
import { summaryOf } from './summary.ts';
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
    async ({ query: asked, programmes }) => {
      const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
      const { land, filter } = await programmes.counted(asked);
      return summaryOf(land, filter, asOf, asked.place ?? null);
    },
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
    async ({ query: asked, programmes }) => {
      const from = asked.from === undefined ? null : parseDay('from', asked.from);
      const to = asked.to === undefined ? today() : parseDay('to', asked.to);
      const { land, filter } = await programmes.counted(asked);
      return timelineBetween(land, filter, { from, to }, asked.step ?? 'year');
    },
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
      const { query: asked } = request;
      const from = asked.from === undefined ? null : parseDay('from', asked.from);
      const to = asked.to === undefined ? today() : parseDay('to', asked.to);
      const { land, filter } = await request.programmes.counted(asked);
      const moved = movementsBetween(land, filter, { from, to }, asked.step ?? 'year');
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
    async ({ query: asked, programmes }) => {
      const from = asked.from === undefined ? null : parseDay('from', asked.from);
      const to = asked.to === undefined ? today() : parseDay('to', asked.to);
      const { land, filter } = await programmes.counted(asked);
      return compareRemaining(land, filter, from, to);
    },
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
    async ({ query: asked, programmes }) => {
      const at = parsePosition('at', asked.at);
      const asOf = asked.as_of === undefined ? today() : parseDay('as_of', asked.as_of);
      return programmes.rows(asked.programme, (query, programme) => historyAt(query, programme, at, asOf));
    },
  );

  const columns = [
    {
      address: '/api/ledger.arrow',
      name: 'ledger',
      choose: (asked: string | undefined) => written(chosenColumns(SPANS, asked), ({ ledger }, code) => ledger(code)),
      summary: 'The land ledger as columns',
      description: 'One Arrow IPC stream, one record batch, a row a span; server/land/README.md lists the columns.',
    },
    {
      address: '/api/movements.arrow',
      name: 'movements',
      choose: (asked: string | undefined) => written(chosenColumns(MOVEMENTS, asked), ({ land }, code) => land(code)),
      summary: 'The movements of the land ledger as columns',
      description: 'One Arrow IPC stream, one record batch, a row a change of state; server/land/README.md lists the columns.',
    },
  ];
  for (const { address, name, choose, summary, description } of columns)
    app.get(
      address,
      { schema: { summary, description, tags, querystring: ColumnsQuery, produces: [ARROW] } },
      async (request, reply) => {
        const { names, from } = choose(request.query.columns);
        const { land, write } = await from(request.programmes, request.query.programme);
        if (land.isGrouped) throw tooLarge(land);
        return delivery.send(request, reply, {
          type: ARROW,
          of: land,
          byAddress: true,
          name: `${name}-${COLUMNS_FORMAT}-${names}`,
          make: async () => write(),
        });
      },
    );
};

/** Its columns are not in memory; what they add up to is. */
const tooLarge = ({ code }: HeldLedger) =>
  new Problem(
    413,
    'Too large',
    `Programme ${code} is too large for the memory of this server (MEMORY_MB) to be had span by span; /api/changes.arrow has its sums.`,
    'programme',
  );

/** Names of the columns of a table, and how to write them from what is held. */
function written<Of extends LedgerRows, From extends HeldLedger>(
  table: LedgerTable<Of, From>,
  heldOf: (programmes: AskedProgrammes, code: string) => Promise<From>,
) {
  return {
    names: table.columns.map(([name]) => name).join(),
    from: async (programmes: AskedProgrammes, code: string): Promise<{ land: HeldLedger; write: () => Uint8Array }> => {
      const land = await heldOf(programmes, code);
      return { land, write: () => tableColumns(land, table) };
    },
  };
}
