import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import type {} from './in-page.ts';
import { type Lap, linesOf } from './race.ts';

/**
 * npm run bench:page: the race over 1,000,000 spans in Chromium, as the page is built. Quote the ratios, not the times.
 */
const SPANS = 1_000_000;
const CHROMIUM = [process.env.LANDCLEAR_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The race as one script, by the build that makes the page. */
async function built(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      target: 'es2022',
      write: false,
      lib: { entry: join(import.meta.dirname, 'in-page.ts'), formats: ['iife'], name: 'landclearBench' },
    },
  });
  const [{ output }] = [result].flat() as { output: { code?: string }[] }[] as [{ output: { code?: string }[] }];
  return output.map(({ code = '' }) => code).join('\n');
}

/** @throws Error where Chromium cannot be started */
export async function raceInChromium(length = SPANS): Promise<Lap[]> {
  const path = CHROMIUM.find((at): at is string => at !== undefined && existsSync(at));
  const browser = await chromium.launch({ ...(path === undefined ? {} : { executablePath: path }), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await built() });
    return await page.evaluate((spans) => globalThis.landclearRace(spans), length);
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [what, value] of linesOf(await raceInChromium())) console.log(`${what.padEnd(30)} ${value}`);
