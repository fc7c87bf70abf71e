import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from './database.ts';
import { DEFAULT_LIMITS } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { identify, isAlive } from './process-identity.ts';
import { openEmbeddedTestDatabase, testDatabaseKind } from './testing.ts';

const WRITER = fileURLToPath(new URL('./testing-writer.ts', import.meta.url));
const KILLS = process.env.LANDCLEAR_LONG ? 25 : 4;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openDatabase(limits = {}) {
  const database = await openEmbeddedTestDatabase(limits);
  cleanUps.push(() => database.close());
  return database;
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'landclear-embedded-'));
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const open = async (directory: string) => {
  const database = await openEmbedded(directory, { limits: DEFAULT_LIMITS, log: () => {} });
  cleanUps.push(() => database.close());
  return database;
};

const answers = (database: Database) => database.asAudience('manager', (query) => query('select 1 as one'));

const kill = (pid: number | null) => process.kill(pid as number, 'SIGKILL');

async function untilGone(pid: number): Promise<void> {
  const identity = identify(pid);
  while (isAlive(identity)) await delay(20);
}

describe.runIf(testDatabaseKind === 'embedded')('the embedded database', () => {
  test('its process is killed: the question in flight fails with a clear sentence, the next ones are answered', async () => {
    const database = await openDatabase();
    const asked = database.asKeeper((query) => query('select pg_sleep(60)'));
    const waiting = answers(database);
    await delay(200);
    kill(database.processId);
    await expect(asked).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
      message: expect.stringContaining('starting again'),
    });
    expect(await waiting).toEqual([{ one: 1 }]);
    expect(await answers(database)).toEqual([{ one: 1 }]);
  });

  test('its process is killed while idle, twice: what was committed is there', async () => {
    const database = await openDatabase();
    await database.asKeeper((query) => query(`insert into programme (code, name) values ('KHM', 'Cambodia')`));
    for (let round = 0; round < 2; round += 1) {
      const pid = database.processId as number;
      kill(pid);
      await untilGone(pid);
      const rows = await database
        .asAudience('manager', (query) => query('select code from programme'))
        .catch((error) => error.name);
      // the first question may meet the dying connection
      if (rows === 'DatabaseUnavailable') expect(await answers(database)).toEqual([{ one: 1 }]);
      expect(await database.asAudience('manager', (query) => query('select code from programme'))).toEqual([{ code: 'KHM' }]);
    }
  });

  test('a question that hangs is ended by the watchdog with a clear sentence, and so is its transaction', async () => {
    const database = await openDatabase({ questionMilliseconds: 500 });
    await expect(database.asAudience('manager', (query) => query('select pg_sleep(60)'))).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
      message: expect.stringContaining('took longer than 0.5 s'),
    });
    expect(await answers(database)).toEqual([{ one: 1 }]);
  });

  test('the keeper has a limit of its own', async () => {
    const database = await openDatabase({ keeperStatementMilliseconds: 500 });
    const work = database.asKeeper(async (query) => {
      await query(`insert into programme (code, name) values ('KHM', 'Cambodia')`);
      await query('select pg_sleep(60)');
    });
    await expect(work).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    expect(await database.asAudience('manager', (query) => query('select code from programme'))).toEqual([]);
  });

  test('a question does not hang behind a long import: it is told so', async () => {
    const database = await openDatabase({ loadWaitMilliseconds: 300 });
    const work = database.asKeeper((query) => query('select 1 from pg_sleep(1.5)'));
    await expect(answers(database)).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
      message: expect.stringContaining('An import is being loaded'),
    });
    await work;
    expect(await answers(database)).toEqual([{ one: 1 }]);
  });

  test('behind other questions it waits longer than behind an import, but not for ever', async () => {
    const database = await openDatabase({ loadWaitMilliseconds: 1, waitMilliseconds: 3_000 });
    const ask = (seconds: number) =>
      database.asAudience('manager', (query) => query('select 1 as one from pg_sleep($1)', [seconds]));
    const [slow, patient] = [ask(0.3), answers(database)];
    expect(await patient).toEqual([{ one: 1 }]);
    await slow;
    const slower = ask(6);
    await expect(answers(database)).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
      message: expect.stringContaining('busy with other work'),
    });
    await slower;
  });

  test('a second process on the directory is refused with the number of the first', async () => {
    const directory = await temporaryDirectory();
    await open(directory);
    const second = spawn(process.execPath, ['--import', 'tsx', WRITER, directory], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    second.stderr.on('data', (chunk) => {
      words += chunk;
    });
    await once(second, 'close');
    expect(second.exitCode).not.toBe(0);
    expect(words).toContain(`The data directory ${directory} is in use by Landclear, process ${process.pid};`);
  });

  test('the parent is killed at random moments: every acknowledged row is there, and no half transaction', async () => {
    const directory = await temporaryDirectory();
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const writer = spawn(process.execPath, ['--import', 'tsx', WRITER, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
      let databaseProcess = 0;
      let killed = false;
      for await (const line of createInterface(writer.stdout)) {
        if (line.startsWith('database ')) {
          databaseProcess = Number(line.slice('database '.length));
          // at any moment of the next second, now and then before the first row
          setTimeout(() => {
            killed = true;
            // one time only the parent, one time both at once
            if (round % 2 === 1) kill(databaseProcess);
            writer.kill('SIGKILL');
          }, Math.random() * 1000);
        } else acknowledged = Number(line);
      }
      expect(killed).toBe(true);
      const database = await open(directory);
      const [row] = await database.asKeeper((query) =>
        query<{ count: number; last: number }>('select count(*) as count, coalesce(max(number), 0) as last from killed'),
      );
      expect(row?.last).toBeGreaterThanOrEqual(acknowledged);
      expect(row?.count).toBe(row?.last);
      expect((row?.count ?? 0) % 10).toBe(0);
      expect(isAlive(identify(databaseProcess))).toBe(false);
      await database.close();
    }
    expect(acknowledged).toBeGreaterThan(0);
  });

  test('the database process ends with its parent, also in the middle of a statement', async () => {
    const directory = await temporaryDirectory();
    const program = `
      import { openEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
      const limits = { questionMilliseconds: 1e6, keeperStatementMilliseconds: 1e6, waitMilliseconds: 1e6, loadWaitMilliseconds: 1e6 };
      const database = await openEmbedded(${JSON.stringify(directory)}, { limits, log: () => {} });
      console.log(database.processId);
      await database.asKeeper((query) => query('select count(*) from generate_series(1, 2000000000)'));
    `;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    await delay(500);
    expect(isAlive(identify(Number(line)))).toBe(true);
    parent.kill('SIGKILL');
    await untilGone(Number(line));
  });

  test('making the database was cut short: the next start makes it anew', async () => {
    const directory = await temporaryDirectory();
    mkdirSync(join(directory, 'database.preparing', 'base'), { recursive: true });
    writeFileSync(join(directory, 'database.preparing', 'PG_VERSION'), '18\n');
    const database = await open(directory);
    expect(await database.asKeeper((query) => query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(existsSync(join(directory, 'database.preparing'))).toBe(false);
  });

  test('a damaged directory is one sentence, and the lock is given back', async () => {
    const directory = await temporaryDirectory();
    mkdirSync(join(directory, 'database'));
    writeFileSync(join(directory, 'database', 'PG_VERSION'), '18\n');
    const attempt = openEmbedded(directory, { limits: DEFAULT_LIMITS, log: () => {} });
    await expect(attempt).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`${directory}/database`),
    });
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });

  test('closing ends the process and gives the lock back; closing again is no error', async () => {
    const directory = await temporaryDirectory();
    const database = await open(directory);
    const pid = database.processId as number;
    expect(JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid, database: { pid } });
    await Promise.all([database.close(), database.close()]);
    expect(isAlive(identify(pid))).toBe(false);
    expect(existsSync(join(directory, 'lock'))).toBe(false);
    await expect(answers(database)).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
  });
});
