import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, DEFAULT_LIMITS } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { openTestDatabase, testDatabaseKind } from './testing.ts';

const shipped = readMigrations();
const extra: Migration = { name: '9000_extra', sql: 'create table landclear.extra (i integer)', checksum: 'one' };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

const applied = () =>
  database.asKeeper(async (query) =>
    (await query<{ name: string }>('select name from migration order by name')).map(({ name }) => name),
  );

test('all shipped migrations are recorded, and applying them again does nothing', async () => {
  expect(await applied()).toEqual(shipped.map(({ name }) => name));
  expect(await migrate(database)).toEqual([]);
});

test('a migration that fails leaves nothing behind', async () => {
  const failing = { ...extra, sql: `${extra.sql}; select 1/0` };
  await expect(migrate(database, [...shipped, failing])).rejects.toMatchObject({ code: '22012' });
  expect(await applied()).toEqual(shipped.map(({ name }) => name));
  const [found] = await database.asKeeper((query) => query(`select to_regclass('landclear.extra') as found`));
  expect(found).toEqual({ found: null });
});

test('two that start at once apply each migration once', async () => {
  const both = await Promise.all([migrate(database, [...shipped, extra]), migrate(database, [...shipped, extra])]);
  expect(both.flat()).toEqual([extra.name]);
});

test('a migration changed after it was applied is refused with one sentence', async () => {
  const attempt = migrate(database, [...shipped, { ...extra, checksum: 'two' }]);
  await expect(attempt).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringContaining('Migration 9000_extra was changed'),
  });
});

test('a database of a newer program is refused with one sentence', async () => {
  await expect(migrate(database, shipped)).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringMatching(/newer Landclear .*9000_extra/),
  });
});

test('tables.md explains every table, and every table has a view for the manager', async () => {
  const guide = readFileSync(new URL('./tables.md', import.meta.url), 'utf8');
  const tables = await database.asKeeper((query) =>
    query<{ table: string; seen: boolean }>(
      `select tablename as "table", to_regclass('landclear_manager.' || tablename) is not null as seen
       from pg_tables where schemaname = 'landclear' and tablename not in ('migration', 'extra')`,
    ),
  );
  for (const { table, seen } of tables) {
    expect(guide).toContain(`\`${table}\``);
    expect({ table, seen }).toEqual({ table, seen: true });
  }
});

// PostgreSQL 16 changed what a role that makes roles may do with them; the embedded database is 18
test.runIf(testDatabaseKind === 'embedded')(
  'a login that is no superuser but may create roles can apply all of them',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'landclear-newcomer-'));
    const fresh = await openEmbedded(directory, { limits: DEFAULT_LIMITS, log: () => {} });
    try {
      await fresh.asKeeper((query) =>
        query('create role newcomer login createrole; grant create on database postgres to newcomer'),
      );
      const rows = await fresh.asKeeper(async (query) => {
        await query('set local session authorization newcomer');
        await query('create schema landclear');
        for (const { sql } of shipped) await query(sql);
        await query(`insert into programme (code, name) values ('KHM', 'Cambodia')`);
        await query('set local role landclear_manager');
        return query('select code, current_user, session_user from landclear_manager.programme');
      });
      expect(rows).toEqual([{ code: 'KHM', current_user: 'landclear_manager', session_user: 'newcomer' }]);
    } finally {
      await fresh.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
);

test('every view of the manager answers and belongs to landclear_owner', async () => {
  const views = await database.asKeeper((query) =>
    query<{ view: string; owner: string }>(
      `select viewname as view, viewowner as owner from pg_views where schemaname = 'landclear_manager' order by viewname`,
    ),
  );
  expect(views.length).toBeGreaterThan(15);
  for (const { view, owner } of views) {
    expect(owner).toBe('landclear_owner');
    const [row] = await database.asAudience('manager', (query) =>
      query<{ count: number }>(`select count(*) as count from "${view}"`),
    );
    expect(row).toEqual({ count: 0 });
  }
  const owned = await database.asKeeper((query) => query(`select tablename from pg_tables where tableowner = 'landclear_owner'`));
  expect(owned).toEqual([]);
});
