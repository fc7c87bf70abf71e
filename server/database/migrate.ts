import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../config.ts';
import type { Database, Query } from './database.ts';

export interface Migration {
  /** file name without `.sql`; starts with its number */
  name: string;
  sql: string;
  checksum: string;
}

const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('./migrations/', import.meta.url));
/** Any number, as long as nobody else on the server uses it: holds back a second process that migrates the same database. */
const MIGRATION_LOCK = 7_234_901_116;

/** The migrations that ship with this program, in order. */
export function readMigrations(directory = MIGRATIONS_DIRECTORY): Migration[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), 'utf8');
      // line endings are the checkout's, not the migration's
      const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
      return { name: file.slice(0, -'.sql'.length), sql, checksum };
    });
}

/**
 * Applies the migrations that the database does not have yet, each in its own transaction, recorded with its checksum. Two processes
 * that start at once take turns. Throws StartupError where the database was made by a newer program, where an applied migration was
 * changed since, or where the connecting user may not do what a migration asks.
 * Returns the names of those applied now.
 */
export async function migrate(database: Pick<Database, 'asKeeper'>, migrations = readMigrations()): Promise<string[]> {
  const appliedNow: string[] = [];
  for (;;) {
    const name = await database.asKeeper(async (query) => {
      // held until the transaction ends, so each turn looks again at what the other process has done
      await query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      const next = nextMigration(migrations, await appliedMigrations(query));
      if (!next) return null;
      await applyMigration(query, next);
      return next.name;
    });
    if (name === null) return appliedNow;
    appliedNow.push(name);
  }
}

interface AppliedMigration {
  name: string;
  checksum: string;
}

async function appliedMigrations(query: Query): Promise<AppliedMigration[]> {
  const [found] = await query<{ found: boolean }>(`select to_regclass('landclear.migration') is not null as found`);
  return found?.found ? query<AppliedMigration>('select name, checksum from landclear.migration order by name') : [];
}

function nextMigration(migrations: Migration[], applied: AppliedMigration[]): Migration | undefined {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new StartupError(
        `The database was made by a newer Landclear (it has migration ${name}); start that version or a newer one.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new StartupError(
        `Migration ${name} was changed after the database applied it; restore the file, or start with another database or DATA_DIR.`,
      );
    }
  }
  const appliedNames = new Set(applied.map(({ name }) => name));
  return migrations.find(({ name }) => !appliedNames.has(name));
}

async function applyMigration(query: Query, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await query(`create schema if not exists landclear`);
    await query(sql);
    await query(`create table if not exists landclear.migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    await query('insert into landclear.migration (name, checksum) values ($1, $2)', [name, checksum]);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '42501') {
      throw new StartupError(
        `The user of DATABASE_URL may not do what migration ${name} asks (${message}); it needs CREATE on the database and CREATEROLE.`,
      );
    }
    throw error;
  }
}
