import { defineConfig } from 'vitest/config';

/** `npm run test:long` runs each property sixteen times as often. */
const TIMEOUT = process.env.LANDCLEAR_LONG ? 1_800_000 : 120_000;

/** Tests of the server run once on each database; those of the engine, the client and the scripts once. */
const server = (database: 'embedded' | 'postgis') => ({
  test: {
    name: database,
    include: ['server/**/*.test.ts'],
    exclude: ['server/engine/**'],
    env: { LANDCLEAR_TEST_DATABASE: database },
    globalSetup: ['server/database/testing-setup.ts'],
    // an embedded database takes seconds to start and a gigabyte of memory
    testTimeout: TIMEOUT,
    hookTimeout: 120_000,
    sequence: { groupOrder: database === 'embedded' ? 1 : 2 },
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      server('embedded'),
      server('postgis'),
      {
        test: {
          name: 'unit',
          include: ['server/engine/**/*.test.ts', 'web/src/**/*.test.ts', 'web/basemap/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: Math.max(TIMEOUT, 300_000),
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});
