import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { malformed } from '../problems.ts';

/**
 * Refuses parameters that a question does not have: a misspelt `asof` would otherwise be answered for today, and the figure taken
 * for that of the day that was meant. Likewise the NUL character, which no text in the database can hold.
 */
export const knownParametersOnly = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    const { querystring } = (request.routeOptions.schema ?? {}) as { querystring?: { properties?: Record<string, unknown> } };
    if (querystring?.properties === undefined) return;
    const known = Object.keys(querystring.properties);
    for (const [name, value] of Object.entries(request.query as Record<string, unknown>)) {
      if (!known.includes(name))
        throw malformed(
          name.slice(0, 40),
          `${name.slice(0, 40)} is not a parameter of this address; it has ${known.join(', ')}.`,
        );
      if (String(value).includes('\0')) throw malformed(name, `${name} holds a NUL character.`);
    }
  });
});
