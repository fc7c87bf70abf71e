import { PassThrough } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DatabaseUnavailable } from '../database/connect.ts';
import type { Database } from '../database/database.ts';
import { parseDay, today } from '../parameters.ts';
import { findProgramme } from '../places/queries.ts';
import { Problem } from '../problems.ts';
import { BatchList, BatchListQuery, BatchParameters, ImportQuery, UndoQuery } from './contract.ts';
import { issuesOf, listBatches } from './history/batches.ts';
import { undoBatch } from './history/undo.ts';
import { importFile } from './load.ts';
import { NothingImported } from './nothing-imported.ts';
import type { ImportOptions } from './options.ts';
import type { Progress } from './prepare.ts';
import { reportCsv } from './result.ts';

const LARGEST_FILE_BYTES = 1024 ** 3;
const LINES = 'application/x-ndjson';

function optionsOf(asked: ImportQuery): ImportOptions {
  return {
    entity: asked.as,
    programme: asked.programme,
    fileName: asked.file_name ?? 'upload',
    kind: asked.kind ?? null,
    method: asked.method ?? null,
    status: asked.status ?? null,
    dateOrder: asked.date_order ?? null,
    decimal: asked.decimal ?? null,
    snapshotDay: asked.snapshot_date === undefined ? today() : parseDay('snapshot_date', asked.snapshot_date),
    snapshotGiven: asked.snapshot_date !== undefined,
    changeAsOf: asked.change_as_of === undefined ? null : parseDay('change_as_of', asked.change_as_of),
    complete: asked.complete ?? false,
    confirmClosing: asked.confirm_closing ?? null,
    dryRun: asked.dry_run ?? false,
    level: asked.level ?? null,
    boundarySet: asked.boundary_set ?? null,
    mapping: asked.mapping ?? null,
    today: today(),
  };
}

/**
 * Long work answers in lines of JSON: `{step, done, total}` while it goes on, at the end `{result}` or `{problem, issues}`.
 * The work goes on when the reader leaves: a load is wholly in or not at all.
 */
function inLines(work: (progress: Progress) => Promise<object>, logError: (error: unknown) => void): PassThrough {
  const stream = new PassThrough();
  const line = (content: object) => stream.writable && stream.write(`${JSON.stringify(content)}\n`);
  work((step, done, total) => line({ step, done, total }))
    .then((result) => line({ result }))
    .catch((error: unknown) => {
      if (error instanceof NothingImported) line({ problem: error.problem.toDocument(), issues: error.issues, read: error.read });
      else if (error instanceof Problem) line({ problem: error.toDocument() });
      else {
        logError(error);
        const problem =
          error instanceof DatabaseUnavailable
            ? new Problem(503, 'Database unavailable', error.message)
            : new Problem(500, 'Server error', 'The import failed and nothing of it was kept; the log of the server says why.');
        line({ problem: problem.toDocument() });
      }
    })
    .finally(() => stream.end());
  return stream;
}

export const importsRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (app, { database }) => {
  // the body is a file, whatever a client calls it
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_FILE_BYTES }, (_request, body, done) => done(null, body));

  app.post(
    '/api/imports',
    {
      bodyLimit: LARGEST_FILE_BYTES,
      schema: {
        summary: 'Import a file',
        description: 'The body is the file (GeoJSON or CSV). Answers lines of JSON: progress, then result or problem.',
        tags: ['imports'],
        querystring: ImportQuery,
        produces: [LINES],
      },
    },
    async (request, reply) => {
      const options = optionsOf(request.query);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return reply.type(LINES).send(
        inLines(
          (progress) => importFile(database, bytes, options, progress),
          (error) => request.log.error(error),
        ),
      );
    },
  );

  app.get(
    '/api/imports',
    {
      schema: { summary: 'Imports, newest first', tags: ['imports'], querystring: BatchListQuery, response: { 200: BatchList } },
    },
    async ({ query: asked, database }) => ({
      items: await database.ask(async (query) => {
        if (asked.programme !== undefined) await findProgramme(query, asked.programme);
        return listBatches(query, asked.programme ?? null);
      }),
    }),
  );

  app.get(
    '/api/imports/:batch/report.csv',
    {
      schema: {
        summary: 'What an import said of its records',
        tags: ['imports'],
        params: BatchParameters,
        produces: ['text/csv'],
      },
    },
    async ({ params, database }, reply) => {
      const issues = await database.ask((query) => issuesOf(query, Number(params.batch)));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="import-${params.batch}.csv"`)
        .send(reportCsv(issues));
    },
  );

  app.get(
    '/api/imports/:batch/issues',
    { schema: { summary: 'The same as data', tags: ['imports'], params: BatchParameters } },
    async ({ params, database }) => ({
      items: await database.ask((query) => issuesOf(query, Number(params.batch))),
    }),
  );

  app.post(
    '/api/imports/:batch/undo',
    {
      schema: {
        summary: 'Take an import back, whichever came after it',
        tags: ['imports'],
        params: BatchParameters,
        querystring: UndoQuery,
        produces: [LINES],
      },
    },
    async (request, reply) =>
      reply.type(LINES).send(
        inLines(
          (progress) => undoBatch(database, Number(request.params.batch), progress, request.query.dry_run),
          (error) => request.log.error(error),
        ),
      ),
  );
};
