import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Database, Query } from './database/connect.ts';
import type { Audience } from './vocabulary.ts';

/** The database to somebody who waits for an answer: for questions only, given up once nobody waits. */
export interface Reading {
  readonly kind: Database['kind'];
  asAudience<T>(audience: Audience, work: (query: Query) => Promise<T>): Promise<T>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when the reader closed the connection before the answer was there. */
    readerGone: AbortSignal;
    /** The database as this reader asks it. */
    database: Reading;
  }
}

export function readingOf(database: Database, gone: AbortSignal): Reading {
  return {
    // not known before the database is open
    get kind() {
      return database.kind;
    },
    asAudience: (audience, work) => database.asAudience(audience, work, { signal: gone }),
  };
}

/**
 * Gives each request the database as its reader asks it. Fastify's own `request.signal` would not do: it aborts when the body of the
 * request has been read, so that every question about a drawn area would be given up.
 */
export const readers = fp(async (app: FastifyInstance, { database }: { database: Database }) => {
  app.decorateRequest('readerGone');
  app.decorateRequest('database');
  app.addHook('onRequest', async (request, reply) => {
    const reader = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) reader.abort();
    });
    request.readerGone = reader.signal;
    request.database = readingOf(database, reader.signal);
  });
});
