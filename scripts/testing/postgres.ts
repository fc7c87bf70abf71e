import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface PrivatePostgres {
  /** of a superuser on the database `postgres` */
  url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server of its own in a temporary directory, on a free port of loopback; `stop` leaves nothing behind. */
export async function startPrivatePostgres(bin: string): Promise<PrivatePostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'landclear-postgres-'));
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(directory, 'password');
  const data = join(directory, 'data');
  const account = serverAccount();
  const options = { cwd: '/', ...account };
  let server: ChildProcess | undefined;
  let said = '';

  async function stop(): Promise<void> {
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      // fast: connections are cut
      server.kill('SIGINT');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  }

  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if ('uid' in account) for (const path of [directory, passwordFile]) chownSync(path, account.uid, account.gid);
    const setup = ['--pgdata', data, '--username', 'landclear', '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
    const made = spawnSync(
      join(bin, 'initdb'),
      [...setup, '--encoding', 'UTF8', '--locale', process.platform === 'linux' ? 'C.UTF-8' : 'C', '--no-sync'],
      {
        ...options,
        encoding: 'utf8',
      },
    );
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
    const port = await freePort();
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: directory,
      max_connections: 100,
      // the data need not outlive the tests
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
    };
    const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(join(bin, 'postgres'), ['-D', data, ...parameters], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    server.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
    });
    const url = `postgres://landclear:${password}@127.0.0.1:${port}/postgres`;
    await untilAnswers(url, server, () => said);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server refuses to run as root; Debian's package brings an account for it. */
function serverAccount(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  listener.close();
  await once(listener, 'close');
  return port;
}

async function untilAnswers(url: string, server: ChildProcess, words: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${words()}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error(`PostgreSQL did not answer within 30 s: ${words()}`);
}
