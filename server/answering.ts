import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Query } from './database/connect.ts';
import type { HeldLand } from './land/memory/load.ts';
import { findProgramme, type Programme } from './places/queries.ts';
import { type Programmes, VersionMoved } from './programmes.ts';

/** The programmes to one request. What it is answered from is remembered, and named in the headers of the answer. */
export interface AskedProgrammes {
  /** The version of a programme that is answered from. @throws Problem 404 */
  find(code: string): Promise<Programme>;
  /** What is held of it. @throws Problem 404 */
  land(code: string): Promise<HeldLand>;
  /** Rows of the database, of the version that is answered from. @throws Problem 404 */
  rows<Rows>(code: string, work: (query: Query, programme: Programme) => Promise<Rows>): Promise<Rows>;
  /** The same, and what is held of it. @throws Problem 404 */
  withRows<Rows>(
    code: string,
    work: (query: Query, programme: Programme) => Promise<Rows>,
  ): Promise<{ land: HeldLand; rows: Rows }>;
  /** See Programmes. */
  atOneVersion<Made>(work: () => Promise<Made>): Promise<Made>;
}

/** The programme as this transaction finds it. @throws VersionMoved where it is not of the version that is answered from. */
export async function sameVersion(query: Query, land: { code: string; dataVersion: string }): Promise<Programme> {
  const programme = await findProgramme(query, land.code);
  if (programme.dataVersion !== land.dataVersion) throw new VersionMoved();
  return programme;
}

declare module 'fastify' {
  interface FastifyRequest {
    programmes: AskedProgrammes;
  }
}

const STALE = '110 landclear "The database cannot be reached: this is the last version that is known"';

/** Gives each request the programmes, and names on each answer the version that it is of; marks it where the database is away. */
export const answering = fp(async (app: FastifyInstance, { programmes }: { programmes: Programmes<HeldLand> }) => {
  const answeredFrom = new WeakMap<FastifyRequest, { code: string; dataVersion: string }>();
  app.decorateRequest('programmes');
  app.addHook('onRequest', async (request) => {
    const noted = <Of extends { code: string; dataVersion: string }>(of: Of): Of => {
      answeredFrom.set(request, of);
      return of;
    };
    request.programmes = {
      find: async (code) => noted(await programmes.find(code)),
      land: async (code) => noted(await programmes.land(code)),
      rows: (code, work) =>
        programmes.atOneVersion(async () => {
          const programme = noted(await programmes.find(code));
          return request.database.ask(async (query) => work(query, await sameVersion(query, programme)));
        }),
      withRows: async (code, work) => {
        return programmes.atOneVersion(async () => {
          const land = noted(await programmes.land(code));
          const rows = await request.database.ask(async (query) => work(query, await sameVersion(query, land)));
          return { land, rows };
        });
      },
      atOneVersion: (work) => programmes.atOneVersion(work),
    };
  });
  app.addHook('onSend', async (request, reply) => {
    const of = answeredFrom.get(request);
    if (of === undefined) return;
    reply.header('data-version', `${of.code} ${of.dataVersion}`);
    if (programmes.isStale) reply.header('warning', STALE);
  });
  const stop = programmes.watch();
  app.addHook('onClose', async () => stop());
});
