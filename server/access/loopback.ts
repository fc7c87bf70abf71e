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

/**
 * Until sign-in exists, everyone who reaches the server is its manager: so only this machine may reach it. Host is checked
 * against DNS rebinding, Origin against pages of other sites that post to us.
 */
export const loopbackOnly = fp(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request) => {
    const host = hostOf(request.headers.host ?? '');
    if (host === null || !LOOPBACK.has(host)) {
      throw new Problem(
        421,
        'Wrong host',
        'Landclear answers on this machine only; open it as http://127.0.0.1 or http://localhost.',
        'Host',
      );
    }
    const { origin } = request.headers;
    if (origin === undefined) return;
    if (!URL.canParse(origin) || new URL(origin).host !== request.headers.host) {
      throw new Problem(403, 'Foreign origin', 'Pages of other sites may not use this server.', 'Origin');
    }
  });
});
