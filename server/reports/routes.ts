import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Counted } from '../answering.ts';
import type { Delivery } from '../delivery.ts';
import { parseDay, today } from '../parameters.ts';
import { article5Report, type ReportRange } from './article-5.ts';
import { Article5Report, ReportCsvQuery, ReportQuery, type ReportTableKey } from './contract.ts';
import { reportCsv, reportWorkbook } from './formats.ts';

const tags = ['reports'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const description =
  'Remaining land by place and ordnance at the end of as_of, and progress in (from, to] by year, place and operator, in m²; totals add up, with a note of method.';

/** The days of a report. as_of and to stand for each other where only one is given. */
function rangeOf(asked: ReportQuery): ReportRange {
  const day = (field: 'as_of' | 'from' | 'to') => {
    const value = asked[field];
    return value === undefined ? undefined : parseDay(field, value);
  };
  const madeOn = today();
  const [asOf, from, to] = [day('as_of'), day('from'), day('to')];
  return { asOf: asOf ?? to ?? madeOn, from: from ?? null, to: to ?? asOf ?? madeOn, level: asked.level ?? 1, madeOn };
}

/** The filters as they were asked for, without programme and days. */
function filtersOf({ place, operator, ordnance, method, kind, state, bbox }: ReportQuery): Record<string, string> {
  const filters = { place, operator, ordnance, method, kind, state, bbox };
  return Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export const reportsRoutes: FastifyPluginAsyncTypebox<{ delivery: Delivery }> = async (app, { delivery }) => {
  const make = ({ land, filter }: Counted, asked: ReportQuery): Article5Report =>
    article5Report(land, filter, rangeOf(asked), filtersOf(asked));

  /** A file, made anew when the data, the question or the day changes. */
  const sendFile = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: ReportQuery & { table?: ReportTableKey },
    { type, extension, write }: { type: string; extension: string; write: (report: Article5Report) => Promise<Uint8Array> },
  ) => {
    const counted = await request.programmes.counted(asked);
    const { land } = counted;
    const range = rangeOf(asked);
    const name = ['article-5', land.code, ...(asked.table === undefined ? [] : [asked.table]), range.asOf].join('-');
    reply.header('content-disposition', `attachment; filename="${name}.${extension}"`);
    return delivery.send(request, reply, {
      type,
      of: land,
      name: `article-5.${extension}-${JSON.stringify([asked, range])}`,
      make: async () => write(make(counted, asked)),
    });
  };

  app.get(
    '/api/reports/article-5.json',
    {
      schema: {
        summary: 'The tables of an Article 5 report',
        description,
        tags,
        querystring: ReportQuery,
        response: { 200: Article5Report },
      },
    },
    async ({ query: asked, programmes }) => make(await programmes.counted(asked), asked),
  );

  app.get(
    '/api/reports/article-5.csv',
    { schema: { summary: 'The same as CSV', description, tags, querystring: ReportCsvQuery, produces: ['text/csv'] } },
    (request, reply) =>
      sendFile(request, reply, request.query as ReportQuery & { table?: ReportTableKey }, {
        type: 'text/csv; charset=utf-8',
        extension: 'csv',
        write: async (report) => Buffer.from(reportCsv(report, (request.query as { table?: ReportTableKey }).table)),
      }),
  );

  app.get(
    '/api/reports/article-5.xlsx',
    { schema: { summary: 'The same as a workbook', description, tags, querystring: ReportQuery, produces: [XLSX] } },
    (request, reply) => sendFile(request, reply, request.query, { type: XLSX, extension: 'xlsx', write: reportWorkbook }),
  );
};
