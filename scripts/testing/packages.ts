import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True where this process can install Debian packages. */
export const canInstall = (): boolean => process.getuid?.() === 0 && findProgram('apt-get') !== null;

let listsAreFresh = false;

/** Installs Debian packages; false, with a word on why, where that failed. */
export function install(...packages: string[]): boolean {
  refreshLists();
  console.log(`Installing ${packages.join(' ')} …`);
  return aptGet('install', '--yes', '--no-install-recommends', ...packages);
}

/** Names of available packages that match, newest version first. */
export function availablePackages(pattern: RegExp): string[] {
  refreshLists();
  const { stdout } = spawnSync('apt-cache', ['pkgnames'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const byNumber = new Intl.Collator('en', { numeric: true });
  return (stdout ?? '')
    .split('\n')
    .filter((name) => pattern.test(name))
    .sort(byNumber.compare)
    .reverse();
}

function refreshLists(): void {
  if (!listsAreFresh) aptGet('update');
  listsAreFresh = true;
}

function aptGet(...parameters: string[]): boolean {
  const { status, stderr } = spawnSync('apt-get', ['-q', ...parameters], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) console.log(`apt-get ${parameters[0]} failed: ${stderr?.trim().split('\n').at(-1) ?? 'no reason given'}`);
  return status === 0;
}

/** Path of a program on PATH, or null. */
export function findProgram(name: string): string | null {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // the next one
    }
  }
  return null;
}

/** Path of Chromium or Chrome, installed where possible; or the reason why there is none. */
export function provideChromium(): { path: string } | { missing: string } {
  const find = () => {
    const given = process.env.LANDCLEAR_CHROMIUM;
    if (given && existsSync(given)) return given;
    return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
      .map(findProgram)
      .find((path) => path !== null);
  };
  const found = find();
  if (found) return { path: found };
  if (!canInstall()) return { missing: 'Chromium is not installed (Debian: chromium; or set LANDCLEAR_CHROMIUM to its path)' };
  install('chromium');
  const installed = find();
  return installed ? { path: installed } : { missing: 'Chromium could not be installed' };
}

/** `bin` directory of the newest PostgreSQL on this machine that has PostGIS, or null. */
export function findPostgresWithPostgis(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  for (const version of versions) {
    const bin = join(root, version, 'bin');
    if (existsSync(join(bin, 'initdb')) && existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`)) return bin;
  }
  const { stdout } = spawnSync('pg_config', ['--bindir', '--sharedir'], { encoding: 'utf8' });
  const [bin, share] = (stdout ?? '').split('\n');
  return bin && share && existsSync(join(bin, 'initdb')) && existsSync(join(share, 'extension', 'postgis.control')) ? bin : null;
}

/** As findPostgresWithPostgis, after installing it where possible; or the reason why there is none. */
export function providePostgres(): { bin: string } | { missing: string } {
  const found = findPostgresWithPostgis();
  if (found) return { bin: found };
  if (!canInstall())
    return {
      missing: 'PostgreSQL with PostGIS is not installed (Debian: postgresql-15-postgis-3; or set LANDCLEAR_TEST_DATABASE_URL)',
    };
  const [newest] = availablePackages(/^postgresql-\d+-postgis-3$/);
  if (!newest) return { missing: 'no package postgresql-*-postgis-3 is available' };
  install(newest.replace(/-postgis-3$/, ''), newest);
  const installed = findPostgresWithPostgis();
  return installed ? { bin: installed } : { missing: `${newest} could not be installed` };
}
