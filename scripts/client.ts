import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'web/dist/.built');

function newestChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path)
    .filter((name) => name !== 'dist' && name !== 'e2e')
    .map((name) => newestChange(join(path, name)));
  return Math.max(0, ...inside);
}

/** True where web/dist is missing or older than what it is built from. */
export function clientIsStale(): boolean {
  if (!existsSync(STAMP)) return true;
  const sources = ['web', 'package-lock.json', 'server/vocabulary.ts'].map((path) => join(ROOT, path)).filter(existsSync);
  return sources.some((path) => newestChange(path) > statSync(STAMP).mtimeMs);
}

/** Builds the client into web/dist. @throws Error with the builder's own words. */
export async function buildClient(): Promise<void> {
  const require = createRequire(import.meta.url);
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  const started = Date.now();
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'], { cwd: ROOT });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The page could not be built:\n${said}`))));
  });
  writeFileSync(STAMP, new Date(started).toISOString());
}
