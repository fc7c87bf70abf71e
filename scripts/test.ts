import './check-node.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideChromium, providePostgres } from './testing/packages.ts';
import { type PrivatePostgres, startPrivatePostgres } from './testing/postgres.ts';
import { type Counts, countPlaywright, countVitest, outcomeOf, sum } from './testing/results.ts';

/**
 * npm test: every test, on both databases and in a browser, and as the last line `N passed, N failed`. Brings what is missing where it
 * may (Debian or Ubuntu, as root), says what it leaves out where it may not. Words after `npm test --` select test files.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const selected = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'landclear-reports-'));
const skipped: string[] = [];
let server: PrivatePostgres | undefined;
let running: ReturnType<typeof spawn> | undefined;

async function cleanUp(): Promise<void> {
  await server?.stop();
  rmSync(reports, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    running?.kill(signal);
    await cleanUp();
    process.exit(130);
  });
}

/** URL of a server for the tests, or null where there is none. */
async function provideServer(): Promise<string | null> {
  const given = process.env.LANDCLEAR_TEST_DATABASE_URL;
  if (given) return given;
  const postgres = providePostgres();
  if ('missing' in postgres) {
    skipped.push(`the tests on PostGIS: ${postgres.missing}`);
    return null;
  }
  try {
    server = await startPrivatePostgres(postgres.bin);
    return server.url;
  } catch (error) {
    skipped.push(`the tests on PostGIS: ${(error as Error).message.trim()}`);
    return null;
  }
}

/** Runs a program of a package with its output in sight; resolves to its exit code. */
async function run(
  packageName: string,
  program: string,
  parameters: string[],
  environment: Record<string, string>,
): Promise<number | null> {
  const path = join(dirname(require.resolve(`${packageName}/package.json`)), program);
  const child = spawn(process.execPath, [path, ...parameters], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  running = child;
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
}

function readReport<Report>(file: string, count: (report: Report) => Counts): Counts | null {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')) as Report);
  } catch {
    return null;
  }
}

async function runVitest(): Promise<Counts> {
  const url = await provideServer();
  const file = join(reports, 'vitest.json');
  const projects = url === null ? ['--project', 'unit', '--project', 'embedded'] : [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const environment = url === null ? {} : { LANDCLEAR_TEST_DATABASE_URL: url };
  const exitCode = await run(
    'vitest',
    'vitest.mjs',
    ['run', ...projects, ...reporters, ...selected],
    environment as Record<string, string>,
  );
  return outcomeOf(exitCode, readReport(file, countVitest));
}

async function runPlaywright(): Promise<Counts> {
  const none = { passed: 0, failed: 0 };
  if (!existsSync(join(ROOT, 'playwright.config.ts')) || selected.length > 0) return none;
  const chromium = provideChromium();
  if ('missing' in chromium) {
    skipped.push(`the tests in a browser: ${chromium.missing}`);
    return none;
  }
  const file = join(reports, 'playwright.json');
  const environment: Record<string, string> = { LANDCLEAR_CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  if (server) environment.LANDCLEAR_TEST_DATABASE_URL = server.url;
  const exitCode = await run('@playwright/test', 'cli.js', ['test', '--reporter=list,json'], environment);
  return outcomeOf(exitCode, readReport(file, countPlaywright));
}

let counts: Counts = { passed: 0, failed: 1 };
try {
  counts = sum([await runVitest(), await runPlaywright()]);
} catch (error) {
  console.error(error);
} finally {
  await cleanUp();
}
for (const part of skipped) console.log(`Left out: ${part}.`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
