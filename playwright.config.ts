import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = [
  process.env.LANDCLEAR_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path): path is string => path !== undefined && existsSync(path));

/** The real page in Chromium against the real server; web/e2e/server.ts starts it. */
export default defineConfig({
  testDir: 'web/e2e',
  outputDir: 'test-results',
  // one server with an embedded database a worker, and two cores
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'],
    },
  },
});
