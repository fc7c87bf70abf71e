import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { loopbackOnly, refusalOf } from './access/loopback.ts';
import { knownParametersOnly } from './access/parameters.ts';
import { accidentsRoutes } from './accidents/routes.ts';
import { answering } from './answering.ts';
import { DatabaseUnavailable, GivenUp } from './database/connect.ts';
import { Delivery, ON_EVERY_ANSWER } from './delivery.ts';
import { NO_STREETS, type StreetMaps } from './ground/archives.ts';
import { groundRoutes } from './ground/routes.ts';
import { importsRoutes } from './imports/routes.ts';
import { KeptAnswers } from './kept-answers.ts';
import { areaRoutes } from './land/area-routes.ts';
import { changesRoutes } from './land/changes-routes.ts';
import { differenceRoutes } from './land/difference-routes.ts';
import { type HeldLand, type HeldLedger, loadHeld } from './land/memory/load.ts';
import { landRoutes } from './land/routes.ts';
import { placesRoutes } from './places/routes.ts';
import { Problem } from './problems.ts';
import { Programmes } from './programmes.ts';
import { publishedRoutes } from './published/routes.ts';
import { readers } from './reader.ts';
import { type Readiness, wordsOf } from './readiness.ts';
import { recordsRoutes } from './records/routes.ts';
import { reportsRoutes } from './reports/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { tilesRoutes } from './tiles/routes.ts';
import type { StartingStep } from './vocabulary.ts';

const CLIENT = fileURLToPath(new URL('../web/dist/', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

function problemOf(error: FastifyError | Problem | DatabaseUnavailable | GivenUp): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailable) return new Problem(503, 'Database unavailable', error.message);
  // what nginx calls so; nobody is there to read it
  if (error instanceof GivenUp) return new Problem(499, 'Reader gone', error.message);
  const { validation, validationContext, statusCode } = error as FastifyError;
  if (validation !== undefined) {
    const [first] = validation;
    const named = first?.params as { requiredProperties?: string[]; missingProperty?: string } | undefined;
    const field =
      first?.instancePath.slice(1) || named?.missingProperty || named?.requiredProperties?.[0] || validationContext || 'request';
    return new Problem(
      400,
      'Malformed request',
      first?.keyword === 'required'
        ? `${field} is missing. /docs describes every parameter.`
        : `${field}: ${first?.message ?? error.message}. /docs describes every parameter.`,
      field,
    );
  }
  if (statusCode !== undefined && statusCode < 500) return new Problem(statusCode, 'Request refused', error.message);
  return new Problem(500, 'Server error', 'Landclear failed to answer this; the log of the server says why.');
}

export interface AppOptions {
  /** Tells this server from another one that comes to listen at the same address. */
  instance?: string;
  readiness: Readiness;
  /** true: log lines go to standard output. */
  logger?: boolean | { write(line: string): void };
  /** Folder of the built client; the one in web/dist where left out. */
  client?: string;
  /** Style of the ground under the land; null: the one that ships. */
  mapStyleUrl?: string | null;
  /** Street maps from files, another ground under the land; closed with the app. */
  streets?: StreetMaps;
  /** Of a programme with more spans the server does the counting. */
  browserSpans?: number;
  /** What the land of all programmes together may take in memory. */
  memoryBytes?: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Takes all programmes into memory before anybody asks; those that cannot be had now are loaded when asked for. */
    loadProgrammes: () => Promise<void>;
  }
}

/** Every plugin and room, in order, in sight. */
export async function buildApp({
  instance = '',
  readiness,
  logger = false,
  client = CLIENT,
  mapStyleUrl = null,
  streets = NO_STREETS,
  browserSpans = 2_000_000,
  memoryBytes = 1024 ** 3,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: logger === false ? false : { level: 'warn', ...(logger === true ? {} : { stream: logger }) },
    // the query string stays out of the log lines
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    // a mapping file of thousands of words travels in the address of an import
    http: { maxHeaderSize: 1024 * 1024 },
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler);
  const { database } = readiness;
  const programmes = new Programmes<HeldLand, HeldLedger>(database, {
    load: (query, programme, ready) =>
      loadHeld(query, programme, { capacityBytes: memoryBytes, log: (message) => app.log.warn(message), ready }),
    capacityBytes: memoryBytes,
  });
  const keptAnswers = new KeptAnswers(
    (code) => programmes.versionOf(code),
    (headers) => refusalOf(headers) === null,
  );
  const delivery = new Delivery(database, keptAnswers);
  app.decorate('loadProgrammes', () => programmes.loadAll());

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem.statusCode >= 500 && !(error instanceof Problem)) request.log.error(error);
    if (problem.statusCode === 503) reply.header('retry-after', '2');
    return reply.code(problem.statusCode).type('application/problem+json').send(problem.toDocument());
  });
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem(
      404,
      'Not found',
      `There is nothing at ${request.method} ${request.url.split('?')[0]}; /docs lists what there is.`,
    );
    return reply.code(404).type('application/problem+json').send(problem.toDocument());
  });

  await app.register(readers, { database });
  await app.register(answering, { programmes });
  await app.register(loopbackOnly);
  await app.register(knownParametersOnly);
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(ON_EVERY_ANSWER);
  });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    customTypes: /^(text\/|application\/(json|problem\+json|geo\+json))/,
  });
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Landclear',
        version,
        description:
          'Contaminated, released and remaining land, and where people get hurt. Areas are geodesic km²; days are valid time.',
      },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });

  app.get('/healthz', { schema: { summary: 'Is the process alive?', tags: ['running'] } }, async () => ({
    status: 'alive',
    instance,
  }));
  app.get('/readyz', { schema: { summary: 'Can it answer? 503 until it can', tags: ['running'] } }, async (request, reply) => {
    if (!readiness.ready) return reply.code(503).header('retry-after', '1').send({ status: 'starting', steps: readiness.steps });
    await request.database.ask((query) => query('select 1'));
    return { status: 'ready' };
  });

  await app.register(settingsRoutes, {
    settings: {
      map_style_url: mapStyleUrl,
      street_maps: streets.maps.map(({ name }) => `/ground/${encodeURIComponent(name)}.json`),
      street_maps_refused: streets.refused,
      browser_spans: browserSpans,
    },
  });
  await app.register(placesRoutes, { browserSpans });
  await app.register(landRoutes, { delivery });
  await app.register(changesRoutes, { delivery });
  await app.register(differenceRoutes, { delivery });
  await app.register(areaRoutes);
  await app.register(accidentsRoutes, { delivery });
  await app.register(recordsRoutes);
  await app.register(reportsRoutes, { delivery });
  await app.register(searchRoutes);
  await app.register(publishedRoutes);
  await app.register(tilesRoutes, { delivery });
  await app.register(groundRoutes, { streets });
  app.addHook('onClose', () => streets.close());
  await app.register(importsRoutes, { database });

  // the first start listens before the page is built
  mkdirSync(client, { recursive: true });
  await app.register(fastifyStatic, {
    root: client,
    // the client may be built while the server already listens
    wildcard: true,
    index: false,
    immutable: true,
    maxAge: '1y',
    allowedPath: (path) => path.startsWith('/assets/') || !path.includes('..'),
  });
  for (const [path, page] of [
    ['/', 'index.html'],
    ['/embed', 'embed.html'],
    ['/situation', 'situation.html'],
  ] as const) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-cache');
      return existsSync(`${client}/${page}`)
        ? reply.sendFile(page, { cacheControl: false })
        : reply.type('text/html; charset=utf-8').send(startingPage(readiness.steps));
    });
  }
  // what is kept is answered before the framework is asked
  const [handle] = app.server.listeners('request') as [(request: IncomingMessage, response: ServerResponse) => void];
  app.server.removeAllListeners('request').on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!keptAnswers.answer(request, response)) handle(request, response);
  });
  return app;
}

/** Until the client is built; asks again by itself. */
const startingPage = (steps: StartingStep[]) => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="1"><title>Landclear</title>
<body style="font:16px system-ui;margin:4rem auto;padding:0 1rem;max-width:30rem;color-scheme:light dark"><h1>Landclear</h1><div role="status">
${[...steps.map(wordsOf), 'The page opens by itself.'].map((line) => `<p>${line}</p>`).join('')}</div></body></html>`;
