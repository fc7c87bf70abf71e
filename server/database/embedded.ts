import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../config.ts';
import { lockDataDirectory } from './data-lock.ts';
import type { AskOptions, Database, DatabaseLimits, Query } from './database.ts';
import { type EmbeddedSession, makeTemplate, startSession } from './embedded-session.ts';
import { DatabaseUnavailable, isConnectionFailure } from './errors.ts';
import { Queue } from './queue.ts';
import { cacheDirectory, copyDatabase, engineKey, ensureTemplate } from './template.ts';
import { type Asker, refuseNestedTransaction, runTransaction } from './transaction.ts';
import { ALONE } from './turns.ts';
import { Watchers } from './watchers.ts';

export interface EmbeddedOptions {
  limits: DatabaseLimits;
  log: (message: string) => void;
  /** a complete database directory to start a new database from; default: an empty one with PostGIS, made once and kept */
  template?: string;
}

/** A Database that also tells its process, for tests that kill it. */
export interface EmbeddedDatabase extends Database {
  readonly kind: 'embedded';
  readonly processId: number | null;
}

/**
 * Opens the embedded database under a directory, which it locks; makes a new one where there is none. Its process is started
 * again when it dies or when a statement hangs; the question that was being answered fails with DatabaseUnavailable.
 * Throws StartupError where the directory is in use or cannot be opened.
 */
export async function openEmbedded(dataDirectory: string, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { limits, log } = options;
  const lock = await lockDataDirectory(dataDirectory);
  const directory = join(dataDirectory, 'database');
  const cache = cacheDirectory(dataDirectory);
  const bundle = join(cache, `postgis-${engineKey()}.tar.gz`);
  let processId: number | null = null;
  let closed = false;

  async function start(): Promise<EmbeddedSession> {
    const started = await startSession(directory, bundle, (pid) => {
      processId = pid;
      lock.recordDatabaseProcess(pid);
    });
    void started.ended.then((reason) => {
      if (session !== null && closed) return;
      log(`The embedded database ended (${reason}); starting it again.`);
      if (!closed) renew();
    });
    return started;
  }

  let session: Promise<EmbeddedSession> | null = null;
  function renew(): Promise<EmbeddedSession> {
    const starting = start();
    // a start that failed is tried again by the next question
    starting.catch((error: Error) => {
      log(`The embedded database did not start: ${error.message}`);
      if (session === starting) session = null;
    });
    session = starting;
    return starting;
  }

  try {
    if (!existsSync(directory)) {
      const template = options.template ?? join(cache, `empty-${engineKey()}`);
      if (!existsSync(template)) log('Preparing the embedded database; this takes a moment the first time.');
      await ensureTemplate(template, (building) => makeTemplate(building, bundle));
      copyDatabase(template, directory);
    }
    session = start();
    await session;
  } catch (error) {
    closed = true;
    lock.release();
    throw new StartupError(`The embedded database in ${directory} cannot be opened: ${(error as Error).message}`);
  }

  const queue = new Queue();
  const watchers = new Watchers();

  async function transaction<T>(asker: Asker, work: (query: Query) => Promise<T>, { signal }: AskOptions = {}): Promise<T> {
    refuseNestedTransaction();
    const limit = asker === 'keeper' ? limits.keeperStatementMilliseconds : limits.questionMilliseconds;
    const answer = async (): Promise<T> => {
      if (closed) throw new DatabaseUnavailable('The database is closed.');
      const { client, kill, ended } = await (session ?? renew()).catch((error: Error) => {
        throw new DatabaseUnavailable(`The embedded database did not start (${error.message}); ask again in a moment.`);
      });
      let hung = false;
      let gone = false;
      // nothing interrupts a statement in there, not even statement_timeout: the process is ended instead
      const runStatement = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
        const watchdog = setTimeout(() => {
          hung = true;
          kill();
        }, limit);
        try {
          return await statement();
        } finally {
          clearTimeout(watchdog);
        }
      };
      try {
        return await runTransaction(client, asker, work, { statementTimeoutMilliseconds: 0, runStatement, signal });
      } catch (error) {
        if (!isConnectionFailure(error)) throw error;
        gone = true;
        throw new DatabaseUnavailable(
          hung
            ? `The statement took longer than ${limit / 1000} s, so the embedded database was stopped and is starting again; ask for less.`
            : 'The embedded database stopped while it worked on this and is starting again; ask again in a moment.',
        );
      } finally {
        // whatever broke the connection, the process must not outlive it with a transaction open
        if (gone) {
          kill();
          await ended;
        }
      }
    };
    const patience = { loadMilliseconds: limits.loadWaitMilliseconds, milliseconds: limits.waitMilliseconds, signal };
    return asker === 'keeper' ? queue.load(answer) : queue.ask(patience, answer);
  }

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    await queue.load(async () => {
      closed = true;
      const open = await session?.catch(() => null);
      await open?.close();
      processId = null;
      lock.release();
    });
  }

  return {
    kind: 'embedded',
    get processId() {
      return processId;
    },
    asAudience: transaction,
    asKeeper: async (work) => {
      const answer = await transaction('keeper', work);
      await watchers.changed();
      return answer;
    },
    watch: (watcher) => watchers.add(watcher),
    turns: ALONE,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
