import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
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

/**
 * Puts a copy of the template at `target`, which appears complete or not at all: killed midway, a start begins again.
 * `build` makes the template where it does not exist yet (12 s; a copy takes well under one).
 */
export async function copyTemplate(template: string, target: string, build: (directory: string) => Promise<void>): Promise<void> {
  if (!existsSync(template)) await buildTemplate(template, build);
  mkdirSync(dirname(target), { recursive: true });
  const preparing = `${target}.preparing`;
  rmSync(preparing, { recursive: true, force: true });
  cpSync(template, preparing, { recursive: true, mode: constants.COPYFILE_FICLONE });
  renameSync(preparing, target);
}

async function buildTemplate(template: string, build: (directory: string) => Promise<void>): Promise<void> {
  const parent = dirname(template);
  mkdirSync(parent, { recursive: true });
  const building = `${template}.building-${process.pid}-${randomUUID()}`;
  try {
    await build(building);
    renameSync(building, template);
  } catch (error) {
    // another process built the same one meanwhile
    if (!existsSync(template)) throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
