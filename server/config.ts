import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** A reason not to start that a person can act on. Whoever starts the program prints the message alone, without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

export interface Config {
  port: number;
  /** always a loopback address until sign-in exists */
  host: string;
  /** null: the embedded database under `dataDirectory` */
  databaseUrl: string | null;
  /** absolute path */
  dataDirectory: string;
  /** an empty database gets the demo programme */
  demo: boolean;
  /** Style of the ground under the land, a URL or a path on the page's own address; null: the basemap that ships. */
  mapStyleUrl: string | null;
  /** Files with street maps, absolute paths; whether they can be shown is known once they are opened. */
  mapPmtiles: string[];
  /** Of a programme with more spans than this the server does the counting, since no browser should hold them. */
  browserSpans: number;
  /** What the land of all programmes together may take in memory, to be answered from. */
  memoryMegabytes: number;
}

/** The environment, parsed once. Throws StartupError with one sentence that names the setting and what would be right. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const setting = (name: string) => environment[name]?.trim() || undefined;
  return {
    port: readPort(setting('PORT')),
    host: readHost(setting('HOST')),
    databaseUrl: readDatabaseUrl(setting('DATABASE_URL')),
    dataDirectory: resolve(setting('DATA_DIR') ?? '.landclear'),
    demo: readSwitch('DEMO', setting('DEMO')),
    mapStyleUrl: readMapStyleUrl(setting('MAP_STYLE_URL')),
    mapPmtiles: readFiles(setting('MAP_PMTILES')),
    browserSpans: readBrowserSpans(setting('BROWSER_SPANS')),
    memoryMegabytes: readMemory(setting('MEMORY_MB')),
  };
}

function readPort(text = '3000'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new StartupError(`PORT is "${text}"; it must be a whole number from 0 to 65535.`);
  return port;
}

function readHost(text = '127.0.0.1'): string {
  const loopback = text === 'localhost' || text === '::1' || (isIP(text) === 4 && text.startsWith('127.'));
  if (!loopback) {
    throw new StartupError(
      `HOST is "${text}", but Landclear has no sign-in yet and shows everything to whoever can reach it: leave HOST unset or make it 127.0.0.1.`,
    );
  }
  return text;
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  let protocol: string | undefined;
  try {
    protocol = new URL(text).protocol;
  } catch {
    // said below, without the text: it may hold a password
  }
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw new StartupError(
      'DATABASE_URL must look like postgres://user:password@host:5432/database, or be unset for the embedded database.',
    );
  }
  return text;
}

function readMapStyleUrl(text: string | undefined): string | null {
  if (text === undefined) return null;
  const isPath = /^\/(?!\/)/.test(text) && URL.canParse(text, 'http://landclear');
  if (!isPath && !(URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol))) {
    throw new StartupError(
      `MAP_STYLE_URL is "${text}"; it must be the http or https address of a MapLibre style, or a path that begins with /.`,
    );
  }
  return text;
}

function readFiles(text = ''): string[] {
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => resolve(name));
}

function readBrowserSpans(text = '2000000'): number {
  if (!/^\d{1,9}$/.test(text))
    throw new StartupError(`BROWSER_SPANS is "${text}"; it must be a whole number, for example 2000000.`);
  return Number(text);
}

function readMemory(text = '1024'): number {
  if (!/^\d{1,7}$/.test(text))
    throw new StartupError(`MEMORY_MB is "${text}"; it must be a whole number of megabytes, for example 1024.`);
  return Number(text);
}

function readSwitch(name: string, text = '1'): boolean {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true;
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false;
  throw new StartupError(`${name} is "${text}"; it must be 1 or 0.`);
}
