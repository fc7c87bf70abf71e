import pg from 'pg';
import { StartupError } from '../config.ts';
import type { Audience } from '../vocabulary.ts';
import { ServerCanceller } from './cancel.ts';
import type { AskOptions, Database, DatabaseLimits, Query } from './database.ts';
import { DatabaseUnavailable, GivenUp, isConnectionFailure, isStoppedStatement } from './errors.ts';
import { isOneStatement, type OneStatementWork, OneTrip } from './one-trip.ts';
import { PostgisListener } from './postgis-listener.ts';
import { type Asker, refuseNestedTransaction, runTransaction } from './transaction.ts';
import { columnTypes } from './types.ts';
import { Watchers } from './watchers.ts';

const MAX_CONNECTIONS = 8;
const MIN_POSTGRESQL = 15;
const MIN_POSTGIS = [3, 3] as const;

/** Connects to a PostgreSQL server with PostGIS. Throws StartupError with one sentence where it is not usable. */
export async function openPostgis(
  databaseUrl: string,
  options: { limits: DatabaseLimits; log: (message: string) => void },
): Promise<Database> {
  const { limits, log } = options;
  const where = nameOf(databaseUrl);
  const connection = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'landclear',
    types: columnTypes,
  };
  const pool = new pg.Pool({ ...connection, max: MAX_CONNECTIONS });
  const canceller = new ServerCanceller(connection, log);
  const watchers = new Watchers();
  const listener = new PostgisListener(connection, watchers);
  pool.on('error', (error) => log(`A database connection was lost: ${error.message}`));
  try {
    await checkServer(pool, where);
  } catch (error) {
    await pool.end().catch(() => {});
    throw error instanceof StartupError ? error : new StartupError(connectionSentence(error, where));
  }

  const unavailable = () => new DatabaseUnavailable(`The database ${where} cannot be reached; ask again in a moment.`);

  async function transaction<T>(asker: Asker, work: (query: Query) => Promise<T>, { signal }: AskOptions = {}): Promise<T> {
    refuseNestedTransaction();
    // A server that restarted leaves dead connections in the pool: a transaction that never began is tried on the next one.
    for (let attempt = 0; ; attempt += 1) {
      const client = await pool.connect().catch((error) => {
        if (!isConnectionFailure(error)) throw error;
        throw unavailable();
      });
      let serverProcess: number | null = null;
      let broken = false;
      // without a listener an error on a connection in use would end the program; the query in flight reports it
      const onError = () => {
        broken = true;
      };
      client.on('error', onError);
      const watched = (query: Query): Promise<T> =>
        signal === undefined || serverProcess === null
          ? work(query)
          : canceller.watch(signal, serverProcess, { work: () => work(query), onUnanswered: onError });
      try {
        if (signal?.aborted) throw new GivenUp();
        return await runTransaction(client, asker, watched, {
          statementTimeoutMilliseconds: asker === 'keeper' ? 0 : limits.questionMilliseconds,
          runStatement: (statement) => statement(),
          onBegun: (process) => {
            serverProcess = process;
          },
          signal,
        });
      } catch (error) {
        if (isConnectionFailure(error)) {
          broken = true;
          if (serverProcess === null && attempt < MAX_CONNECTIONS) continue;
          throw unavailable();
        }
        if (isStoppedStatement(error) && signal?.aborted) throw new GivenUp();
        if (isStoppedStatement(error) && asker !== 'keeper') {
          throw new DatabaseUnavailable(
            `The question took longer than ${limits.questionMilliseconds / 1000} s and was stopped; ask for less.`,
          );
        }
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    }
  }

  const oneTrip = new OneTrip();

  /** Null: it has to be asked as any other question, which is tried again, stopped or refused with a sentence. */
  async function askedAtOnce<T>(audience: Audience, { statement, read }: OneStatementWork<T>): Promise<{ answer: T } | null> {
    const client = await pool.connect().catch(() => null);
    if (client === null) return null;
    let broken = false;
    const onError = () => {
      broken = true;
    };
    client.on('error', onError);
    const rows = await oneTrip.rows(client, audience, statement).catch(() => null);
    client.off('error', onError);
    client.release(broken || rows === null);
    return rows === null ? null : { answer: read(rows) };
  }

  async function asAudience<T>(audience: Audience, work: (query: Query) => Promise<T>, options: AskOptions = {}): Promise<T> {
    if (!isOneStatement(work)) return transaction(audience, work, options);
    refuseNestedTransaction();
    if (options.signal?.aborted) throw new GivenUp();
    const asked = await askedAtOnce(audience, work);
    if (options.signal?.aborted) throw new GivenUp();
    return asked === null ? transaction(audience, work, options) : asked.answer;
  }

  let closing: Promise<void> | undefined;
  return {
    kind: 'postgis',
    asAudience,
    asKeeper: async (work) => {
      const answer = await transaction('keeper', work);
      await watchers.changed();
      return answer;
    },
    turns: listener.turns,
    watch: (watcher) => {
      listener.begin();
      return watchers.add(watcher);
    },
    close: () => {
      // questions under way may still have something to cancel
      closing ??= listener
        .close()
        .then(() => pool.end())
        .then(() => canceller.end());
      return closing;
    },
  };
}

/** `host:port/database`, without user and password. */
function nameOf(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get('host') ?? (url.hostname || 'localhost');
  return `${host}${url.port ? `:${url.port}` : ''}${url.pathname}`;
}

/** Creates the PostGIS extension where it is missing and refuses servers that are too old. */
async function checkServer(pool: pg.Pool, where: string): Promise<void> {
  const server = await pool.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  const version = server.rows[0];
  if (!version || version.number < MIN_POSTGRESQL * 10_000) {
    throw new StartupError(
      `The server of ${where} is PostgreSQL ${version?.text}; Landclear needs PostgreSQL ${MIN_POSTGRESQL} or newer.`,
    );
  }
  const available = await pool.query<{ installed: string | null }>(
    `select (select extversion from pg_extension where extname = 'postgis') as installed
     from pg_available_extensions where name = 'postgis'`,
  );
  if (available.rows.length === 0) {
    throw new StartupError(
      `The server of ${where} has no PostGIS; install it there (Debian: postgresql-${Math.trunc(version.number / 10_000)}-postgis-3).`,
    );
  }
  if (available.rows[0]?.installed == null) await createExtension(pool, where);
  const extension = await pool.query<{ version: string; schema: string }>(
    `select extversion as version, nspname as schema
     from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'postgis'`,
  );
  const [major = 0, minor = 0] = (extension.rows[0]?.version ?? '').split('.').map(Number);
  if (major < MIN_POSTGIS[0] || (major === MIN_POSTGIS[0] && minor < MIN_POSTGIS[1])) {
    throw new StartupError(
      `The database ${where} has PostGIS ${extension.rows[0]?.version}; Landclear needs ${MIN_POSTGIS.join('.')} or newer.`,
    );
  }
  if (extension.rows[0]?.schema !== 'public') {
    throw new StartupError(
      `The database ${where} has PostGIS in schema "${extension.rows[0]?.schema}"; Landclear needs it in schema public.`,
    );
  }
}

async function createExtension(pool: pg.Pool, where: string): Promise<void> {
  try {
    await pool.query('create extension if not exists postgis schema public');
  } catch (error) {
    const { code } = error as { code?: string };
    // two processes that start at once: the other one has made it
    if (code === '23505' || code === '42710') return;
    if (code === '42501') {
      throw new StartupError(
        `The user of DATABASE_URL may not create PostGIS in ${where}; have a superuser run "create extension postgis" there.`,
      );
    }
    throw error;
  }
}

function connectionSentence(error: unknown, where: string): string {
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case '28P01':
    case '28000':
      return `The database server of ${where} refused the user or password in DATABASE_URL.`;
    case '3D000':
      return `The database ${where} does not exist; create it first (createdb).`;
    case '42501':
      return `The user of DATABASE_URL lacks a permission in ${where}: ${message}.`;
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `No database server answers at ${where}; start it or correct DATABASE_URL.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${where} is not known; correct DATABASE_URL.`;
    default:
      return `The database ${where} cannot be used: ${message || code || 'unknown reason'}.`;
  }
}
