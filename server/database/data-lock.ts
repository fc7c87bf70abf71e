import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupError } from '../config.ts';
import { makeFolder } from '../folders.ts';
import { identify, isAlive, type ProcessIdentity, processSpace } from './process-identity.ts';

/** What the lock file says: who holds the directory. */
interface Holder extends ProcessIdentity {
  /** its database process, which may outlive it for a moment */
  database: ProcessIdentity | null;
  space: string;
  host: string;
}

const TOUCH_EVERY_MILLISECONDS = 5_000;
/** A holder on another machine, or in another container, cannot be asked: it is taken for dead when it stops touching its file. */
const SILENT_AFTER_MILLISECONDS = 60_000;
/** A killed process may be seen alive for a moment, while the system takes it down. */
const ENDING_MILLISECONDS = 1_000;
const TAKEOVER_ABANDONED_MILLISECONDS = 10_000;

export interface DataLock {
  /** Writes down the process that works on the directory; call it before that process touches anything. */
  recordDatabaseProcess(pid: number | null): void;
  release(): void;
}

/**
 * Takes the directory for this process alone: the embedded database has no lock of its own, and two processes on one directory lose
 * each other's rows. The lock of a process that died is taken over, after its database process is gone too.
 * Throws StartupError that names the holder.
 */
export async function lockDataDirectory(directory: string): Promise<DataLock> {
  makeDirectory(directory);
  const path = join(directory, 'lock');
  const self: Holder = { ...identify(process.pid), database: null, space: processSpace(), host: hostname() };
  const started = Date.now();
  for (;;) {
    if (create(path, self)) return holdLock(path, self);
    const holder = readHolder(path);
    // gone between the two looks, or not fully readable because it is being replaced: look again
    if (holder === 'gone') continue;
    if (holder !== 'unreadable') {
      if (holderLives(holder, self, path)) {
        if (Date.now() - started < ENDING_MILLISECONDS) {
          await delay(50);
          continue;
        }
        const where = holder.host === self.host ? '' : ` on ${holder.host}`;
        throw new StartupError(
          `The data directory ${directory} is in use by Landclear, process ${holder.pid}${where}; stop that one or choose another DATA_DIR.`,
        );
      }
      if (holder.database && holder.space === self.space) await end(holder.database);
    }
    if (!removeStale(path, holder)) await delay(50);
  }
}

function makeDirectory(directory: string): void {
  try {
    makeFolder(directory, 0o700);
    const probe = join(directory, `.probe-${randomUUID()}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StartupError(
      `The data directory ${directory} cannot be written to (${(error as NodeJS.ErrnoException).code}); correct DATA_DIR.`,
    );
  }
}

/** Writes aside, then links: the file appears with its whole content, and only where there was none. */
function create(path: string, holder: Holder): boolean {
  const aside = `${path}.${randomUUID()}`;
  writeFileSync(aside, JSON.stringify(holder));
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): Holder | 'gone' | 'unreadable' {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return Number.isInteger(holder.pid) ? holder : 'unreadable';
  } catch (error) {
    // written whole or not at all, so a file that is no JSON was damaged by a crash of the machine
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

function holderLives(holder: Holder, self: Holder, path: string): boolean {
  if (holder.space === self.space) return isAlive(holder);
  try {
    return Date.now() - statSync(path).mtimeMs < SILENT_AFTER_MILLISECONDS;
  } catch {
    return false;
  }
}

/** The database process ends by itself when its parent dies; this makes sure before anyone else opens the files. */
async function end(database: ProcessIdentity): Promise<void> {
  for (let attempt = 0; isAlive(database); attempt += 1) {
    if (attempt === 200)
      throw new StartupError(
        `Process ${database.pid} of a Landclear that died still holds the database; end it and start again.`,
      );
    // half a second to end by itself
    if (attempt === 10) process.kill(database.pid, 'SIGKILL');
    await delay(50);
  }
}

/** Removes the lock of a dead holder, one process at a time, so that nobody removes the lock of whoever was faster. */
function removeStale(path: string, judged: Holder | 'unreadable'): boolean {
  const turn = `${path}.takeover`;
  try {
    mkdirSync(turn);
  } catch {
    try {
      if (Date.now() - statSync(turn).mtimeMs > TAKEOVER_ABANDONED_MILLISECONDS) rmdirSync(turn);
    } catch {
      // its owner has just removed it
    }
    return false;
  }
  try {
    if (JSON.stringify(readHolder(path)) === JSON.stringify(judged)) rmSync(path, { force: true });
    return true;
  } finally {
    rmdirSync(turn);
  }
}

function holdLock(path: string, self: Holder): DataLock {
  const touch = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // the directory was removed under us; the database process will say so
    }
  }, TOUCH_EVERY_MILLISECONDS);
  touch.unref();
  return {
    recordDatabaseProcess(pid) {
      self.database = pid === null ? null : identify(pid);
      const aside = `${path}.${randomUUID()}`;
      writeFileSync(aside, JSON.stringify(self));
      renameSync(aside, path);
    },
    release() {
      clearInterval(touch);
      rmSync(path, { force: true });
    },
  };
}
