import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase } from './connect.ts';
import { type Database, type DatabaseLimits, DEFAULT_LIMITS } from './database.ts';
import { type EmbeddedDatabase, openEmbedded } from './embedded.ts';
import { migrate, readMigrations } from './migrate.ts';
import { cacheDirectory, copyDatabase, engineKey, ensureTemplate } from './template.ts';

/** `embedded` or `postgis`: the database that the tests of this run use. */
export const testDatabaseKind: Database['kind'] = process.env.LANDCLEAR_TEST_DATABASE === 'postgis' ? 'postgis' : 'embedded';

/** A server where databases can be made and dropped. */
export const testServerUrl = process.env.LANDCLEAR_TEST_DATABASE_URL ?? 'postgres://landclear:landclear@127.0.0.1:5432/postgres';

const migrations = readMigrations();
const schemaKey = engineKey(...migrations.map(({ checksum }) => checksum));

/** A fresh, migrated database of the kind this run is about; gone when closed. */
export function openTestDatabase(limits: Partial<DatabaseLimits> = {}): Promise<Database> {
  return testDatabaseKind === 'postgis' ? openPostgisTestDatabase(limits) : openEmbeddedTestDatabase(limits);
}

/** A fresh, migrated embedded database in a directory of its own. */
export async function openEmbeddedTestDatabase(limits: Partial<DatabaseLimits> = {}): Promise<EmbeddedDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'landclear-test-'));
  const database = await openEmbedded(directory, {
    limits: { ...DEFAULT_LIMITS, ...limits },
    log: () => {},
    template: await prepareEmbeddedTemplate(),
  });
  return {
    ...database,
    get processId() {
      return database.processId;
    },
    close: async () => {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Makes, where there is none yet, the migrated embedded database that tests start from. Returns its directory. */
export async function prepareEmbeddedTemplate(): Promise<string> {
  const template = join(cacheDirectory(tmpdir()), `migrated-${schemaKey}`);
  await ensureTemplate(template, async (building) => {
    const directory = await mkdtemp(join(tmpdir(), 'landclear-template-'));
    try {
      const database = await openEmbedded(directory, { limits: DEFAULT_LIMITS, log: () => {} });
      await migrate(database).finally(() => database.close());
      copyDatabase(join(directory, 'database'), building);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
  return template;
}

export async function openPostgisTestDatabase(limits: Partial<DatabaseLimits> = {}): Promise<Database> {
  const template = await preparePostgisTemplate();
  const name = `landclear_test_${randomUUID().replaceAll('-', '')}`;
  await onServer((client) => client.query(`create database ${name} template ${template}`));
  const database = await connectDatabase({ databaseUrl: urlOf(name), dataDirectory: '' }, { limits });
  return {
    ...database,
    close: async () => {
      await database.close();
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Makes, where there is none yet, the migrated database on the server that tests are copied from. Returns its name. */
export async function preparePostgisTemplate(): Promise<string> {
  const template = `landclear_template_${schemaKey}`;
  await onServer(async (client) => {
    // one process makes it, the others wait; the session's end gives the lock back
    await client.query('select pg_advisory_lock($1)', [5_120_774_301]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const building = `${template}_building`;
    await client.query(`drop database if exists ${building} with (force)`);
    await client.query(`create database ${building}`);
    const database = await connectDatabase({ databaseUrl: urlOf(building), dataDirectory: '' });
    await database.close();
    await client.query(`alter database ${building} rename to ${template}`);
  });
  return template;
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testServerUrl);
  url.pathname = `/${database}`;
  return url.href;
}
