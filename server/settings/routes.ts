import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Settings } from './contract.ts';

/** What the page must know of how this deployment was set up. */
export const settingsRoutes: FastifyPluginAsyncTypebox<{ settings: Settings }> = async (app, { settings }) => {
  app.get(
    '/api/settings',
    { schema: { summary: 'Settings of this deployment', tags: ['running'], response: { 200: Settings } } },
    async () => settings,
  );
};
