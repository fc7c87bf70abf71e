import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Database, Query } from './database/database.ts';
import type { Audience } from './vocabulary.ts';

/** The database to somebody who waits for an answer: for questions of an audience only, given up once nobody waits. */
export interface Reading {
  readonly kind: Database['kind'];
  /** Who asks: decided once a request. */
  readonly audience: Audience;
  /** One read transaction; see Database.asAudience. */
  ask<T>(work: (query: Query) => Promise<T>): Promise<T>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when the reader closed the connection before the answer was there. */
    readerGone: AbortSignal;
    /** The database as this reader asks it. */
    database: Reading;
  }
}

export function readingOf(database: Database, audience: Audience, gone: AbortSignal): Reading {
  return {
    // not known before the database is open
    get kind() {
      return database.kind;
    },
    audience,
    ask: (work) => database.asAudience(audience, work, { signal: gone }),
  };
}

/** Until sign-in exists, everyone who reaches the server is its manager (`access/loopback.ts` lets nobody else in). */
const audienceOf = (): Audience => 'manager';

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
    request.database = readingOf(database, audienceOf(), reader.signal);
  });
});
