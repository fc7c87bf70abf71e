import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import type { Order, Report } from './embedded-process.ts';
import { columnTypes } from './types.ts';

const PROGRAM = fileURLToPath(new URL('./embedded-process.ts', import.meta.url));
/** by its address, so that the child finds it wherever it was started from and whatever started the parent */
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const PROTOCOL_DESCRIPTOR = 4;

/** A database process with its one connection. */
export interface EmbeddedSession {
  client: pg.Client;
  /** resolves with the reason once the process is gone, however it went */
  ended: Promise<string>;
  kill(): void;
  /** writes everything out and ends the process */
  close(): Promise<void>;
}

/**
 * Starts a process on a database directory and connects to it. `onProcess` is told the process before it touches the directory.
 * Rejects with the process's own words where the directory cannot be opened.
 */
export async function startSession(
  directory: string,
  bundle: string,
  onProcess: (pid: number) => void,
): Promise<EmbeddedSession> {
  const process = await startProcess();
  onProcess(process.pid);
  try {
    await process.order({ open: directory, bundle }, 'ready');
    const client = await connectClient(process.protocol);
    return {
      client,
      ended: process.ended,
      kill: process.kill,
      close: async () => {
        await client.end().catch(() => {});
        await process.order('close', 'closed').catch(process.kill);
        await process.ended;
      },
    };
  } catch (error) {
    process.kill();
    await process.ended;
    throw error;
  }
}

/** Makes an empty database with PostGIS at `directory` (12 s). */
export async function makeTemplate(directory: string, bundle: string): Promise<void> {
  const process = await startProcess();
  try {
    await process.order({ makeTemplate: directory, bundle }, 'closed');
  } finally {
    process.kill();
    await process.ended;
  }
}

interface DatabaseProcess {
  pid: number;
  protocol: Socket;
  ended: Promise<string>;
  kill(): void;
  /** resolves when the process reports `until`; rejects when it reports a failure or ends before */
  order(order: Order, until: Report): Promise<void>;
}

async function startProcess(): Promise<DatabaseProcess> {
  const child = fork(PROGRAM, [], {
    // not the parent's: a debugger's port or a test runner's loader is no use here
    execArgv: ['--import', LOADER],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe', 'pipe'],
    serialization: 'json',
  });
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-4000);
  });
  for (const stream of child.stdio) stream?.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // 'close' comes after 'exit', when the last words are read
    child.once('close', (code, signal) =>
      resolve(lastWords.trim() || (signal ? `ended by ${signal}` : `ended with code ${code}`)),
    );
  });
  const kill = () => {
    child.kill('SIGKILL');
  };
  await waitForReport(child, ended, 'started');
  return {
    pid: child.pid as number,
    protocol: child.stdio[PROTOCOL_DESCRIPTOR] as Socket,
    ended,
    kill,
    order: async (order, until) => {
      const reported = waitForReport(child, ended, until);
      if (child.connected) child.send(order, () => {});
      await reported;
    },
  };
}

function waitForReport(child: ChildProcess, ended: Promise<string>, until: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Report) => {
      if (message === until) settle(resolve);
      else if (typeof message === 'object') settle(() => reject(new Error(message.failed)));
    };
    const settle = (then: () => void) => {
      child.off('message', onMessage);
      then();
    };
    child.on('message', onMessage);
    void ended.then((reason) => settle(() => reject(new Error(reason))));
  });
}

/** `pg` expects to dial; the pipe is connected from the start. */
async function connectClient(pipe: Socket): Promise<pg.Client> {
  pipe.connect = () => {
    setImmediate(() => pipe.emit('connect'));
    return pipe;
  };
  const client = new pg.Client({
    stream: () => pipe,
    user: 'postgres',
    database: 'postgres',
    host: 'embedded',
    ssl: false,
    types: columnTypes,
  });
  // the query in flight reports it, and `ended` tells that the process is gone
  client.on('error', () => {});
  await client.connect();
  return client;
}
