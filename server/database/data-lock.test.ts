import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DataLock, lockDataDirectory } from './data-lock.ts';
import { identify, isAlive, processSpace } from './process-identity.ts';
import { testDatabaseKind } from './testing.ts';

describe.runIf(testDatabaseKind === 'embedded')('the lock of the data directory', () => {
  let directory: string;
  let path: string;
  const held: DataLock[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'landclear-lock-'));
    path = join(directory, 'lock');
  });
  afterEach(() => {
    for (const lock of held.splice(0)) lock.release();
    rmSync(directory, { recursive: true, force: true });
  });

  const take = async () => {
    const lock = await lockDataDirectory(directory);
    held.push(lock);
    return lock;
  };
  const writeLock = (holder: object) =>
    writeFileSync(path, JSON.stringify({ database: null, space: processSpace(), host: 'here', ...holder }));
  const sleeper = async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(child, 'spawn');
    return child;
  };
  const holderNow = () => JSON.parse(readFileSync(path, 'utf8')) as { pid: number };

  test('is refused while held, names the holder, and is free after release', async () => {
    const lock = await take();
    await expect(lockDataDirectory(directory)).rejects.toMatchObject({
      name: 'StartupError',
      message: `The data directory ${directory} is in use by Landclear, process ${process.pid}; stop that one or choose another DATA_DIR.`,
    });
    lock.release();
    await take();
    expect(holderNow().pid).toBe(process.pid);
  });

  test('of a process that died is taken over', async () => {
    const child = await sleeper();
    const identity = identify(child.pid as number);
    child.kill('SIGKILL');
    await once(child, 'close');
    writeLock(identity);
    await take();
    expect(holderNow().pid).toBe(process.pid);
  });

  test('of a process that is on its way out is waited for', async () => {
    const child = await sleeper();
    writeLock(identify(child.pid as number));
    setTimeout(() => child.kill('SIGKILL'), 300);
    await take();
    expect(holderNow().pid).toBe(process.pid);
  });

  test('of a process whose number another one has now is taken over', async () => {
    const child = await sleeper();
    try {
      writeLock({ pid: child.pid, startedAt: '1' });
      await take();
      expect(holderNow().pid).toBe(process.pid);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('of a dead process waits for its database process, and ends it if need be', async () => {
    const database = await sleeper();
    const identity = identify(database.pid as number);
    writeLock({ pid: 2 ** 22 + 1, startedAt: '1', database: identity });
    await take();
    expect(isAlive(identity)).toBe(false);
  });

  test('of another container is respected while its holder touches it, and taken over when it is silent', async () => {
    writeLock({ pid: process.pid, startedAt: identify(process.pid).startedAt, space: 'another machine', host: 'field-laptop' });
    await expect(lockDataDirectory(directory)).rejects.toMatchObject({ message: expect.stringContaining(' on field-laptop;') });
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(path, longAgo, longAgo);
    await take();
    expect(holderNow().pid).toBe(process.pid);
  });

  test('that a crash of the machine damaged is taken over', async () => {
    writeFileSync(path, '\0\0\0\0');
    await take();
    expect(holderNow().pid).toBe(process.pid);
  });

  test('of a dead process goes to one of many that ask at once', async () => {
    writeLock({ pid: 2 ** 22 + 1, startedAt: '1' });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, take));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(directory)).toEqual(['lock']);
  });

  test('a directory that cannot be written is one sentence', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    await expect(lockDataDirectory(join(file, 'data'))).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('cannot be written to (ENOTDIR); correct DATA_DIR.'),
    });
  });

  test('an abandoned takeover does not hold anybody up for long', async () => {
    writeLock({ pid: 2 ** 22 + 1, startedAt: '1' });
    mkdirSync(`${path}.takeover`);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${path}.takeover`, longAgo, longAgo);
    await take();
    expect(existsSync(`${path}.takeover`)).toBe(false);
  });
});
