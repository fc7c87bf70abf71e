import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const UNUSED_AFTER_MILLISECONDS = 7 * 24 * 3600 * 1000;
const ENGINE_PACKAGES = ['@electric-sql/pglite', '@electric-sql/pglite-postgis'];

/** Changes with what makes a database directory unusable by another program: the engine's and the extension's versions. */
export function engineKey(...more: string[]): string {
  const hash = createHash('sha256');
  for (const name of ENGINE_PACKAGES) {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
    hash.update(`${name}@${version}\n`);
  }
  for (const part of more) hash.update(`${part}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** Where template databases are kept between starts: with the installed packages, or beside the data where those are read-only. */
export function cacheDirectory(dataDirectory: string): string {
  const shared = join(ROOT, 'node_modules', '.cache', 'landclear');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return join(dataDirectory, 'cache');
  }
}

/** Makes a template where it does not exist yet; it appears complete or not at all, also when several processes make it at once. */
export async function ensureTemplate(template: string, build: (directory: string) => Promise<void>): Promise<void> {
  if (existsSync(template)) {
    const now = new Date();
    utimesSync(template, now, now);
    return;
  }
  const building = `${template}.building-${randomUUID()}`;
  mkdirSync(dirname(template), { recursive: true });
  try {
    await build(building);
    renameSync(building, template);
  } catch (error) {
    // another process built the same one meanwhile
    if (!existsSync(template)) throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  removeUnused(dirname(template));
}

/** Templates of versions that are gone, and what a killed process left; each takes 60 MB. */
function removeUnused(cache: string): void {
  for (const entry of readdirSync(cache)) {
    const path = join(cache, entry);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > UNUSED_AFTER_MILLISECONDS && /^(empty|migrated)-/.test(entry)) rmSync(path, { recursive: true, force: true });
  }
}

/** Puts a copy of a closed database directory at `target`, which appears complete or not at all. */
export function copyDatabase(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const preparing = `${target}.preparing`;
  rmSync(preparing, { recursive: true, force: true });
  cpSync(source, preparing, { recursive: true, mode: constants.COPYFILE_FICLONE });
  renameSync(preparing, target);
}
