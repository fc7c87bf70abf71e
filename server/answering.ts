import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Query } from './database/connect.ts';
import type { HeldLand } from './land/memory/load.ts';
import type { Programme } from './places/queries.ts';
import type { Programmes } from './programmes.ts';

/** The programmes to one request. What it is answered from is remembered, and named in the headers of the answer. */
export interface AskedProgrammes {
  /** The version of a programme that is answered from. @throws Problem 404 */
  find(code: string): Promise<Programme>;
  /** What is held of it. @throws Problem 404 */
  land(code: string): Promise<HeldLand>;
  /** Rows of the database, and what is held of the same version. @throws Problem 404 */
  withRows<Rows>(
    code: string,
    work: (query: Query, programme: Programme) => Promise<Rows>,
  ): Promise<{ land: HeldLand; rows: Rows }>;
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
      withRows: async (code, work) => {
        const found = await programmes.withRows(code, (ask) => request.database.ask(ask), work);
        noted(found.land);
        return found;
      },
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
