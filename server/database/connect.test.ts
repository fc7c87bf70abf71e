import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from './connect.ts';
import { openTestDatabase } from './testing.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

test('a question runs as the role of its audience, on its views', async () => {
  const [row] = await database.asAudience('manager', (query) =>
    query('select current_user, current_setting($1) as path, current_setting($2) as read_only', [
      'search_path',
      'transaction_read_only',
    ]),
  );
  expect(row).toEqual({ current_user: 'landclear_manager', path: 'landclear_manager, public', read_only: 'on' });
});
