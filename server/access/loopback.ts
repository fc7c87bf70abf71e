import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Problem } from '../problems.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

function hostOf(authority: string): string | null {
  try {
    return new URL(`http://${authority}`).hostname;
  } catch {
    return null;
  }
}

/** Why a request may not be answered; null: it may. Host is checked against DNS rebinding, Origin against pages of other sites. */
export function refusalOf({ host: authority, origin }: IncomingHttpHeaders): Problem | null {
  const host = hostOf(authority ?? '');
  if (host === null || !LOOPBACK.has(host))
    return new Problem(
      421,
      'Wrong host',
      'Landclear answers on this machine only; open it as http://127.0.0.1 or http://localhost.',
      'Host',
    );
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === authority)) return null;
  return new Problem(403, 'Foreign origin', 'Pages of other sites may not use this server.', 'Origin');
}

/**
 * Until sign-in exists, everyone who reaches the server is its manager: so only this machine may reach it.
 */
export const loopbackOnly = fp(async (app: FastifyInstance) => {
  app.addHook('onRequest', async ({ headers }) => {
    const refusal = refusalOf(headers);
    if (refusal !== null) throw refusal;
  });
});
