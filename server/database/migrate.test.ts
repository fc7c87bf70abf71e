import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from './connect.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { openTestDatabase } from './testing.ts';

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

test('every view of the manager answers, belongs to landclear_owner, and every table is explained', async () => {
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
