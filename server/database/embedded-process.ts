import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

/**
 * The embedded database: PGlite in a process of its own, so that a statement that hangs can be ended. Started by embedded.ts, which
 * talks the PostgreSQL protocol to it over one pipe; there is one session and one client, and no address anyone else could use.
 */

/** Descriptors that the parent opened for this process. */
export const PROTOCOL_DESCRIPTOR = 4;
export const LIFELINE_DESCRIPTOR = 5;

export type Order = { open: string } | { makeTemplate: string } | 'close';
export type Report = 'started' | 'ready' | 'closed' | { failed: string };

const report = (message: Report) => process.send?.(message);

// Ctrl-C in a terminal reaches every process of the group: the parent finishes what is open and then closes this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
watchParent();

/** Ends this process when the parent dies, also while a statement keeps this thread busy: the thread only waits for the pipe's end. */
function watchParent(): void {
  const source = `
    const { Socket } = require('node:net');
    const lifeline = new Socket({ fd: ${LIFELINE_DESCRIPTOR}, readable: true, writable: false });
    lifeline.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
  `;
  new Worker(source, { eval: true }).unref();
}

async function openEngine(directory: string): Promise<PGlite> {
  const engine = await PGlite.create(directory, { extensions: { postgis } });
  const module = engine.Module as unknown as { _PostgresMainLoopOnce: () => void };
  const runOnce = module._PostgresMainLoopOnce;
  // PGlite takes any exception of the engine for an SQL error and goes on with a broken heap, often for ever. Only status 100 is one.
  module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: number }).status !== 100) {
        process.stderr.write(`The embedded database failed: ${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(70);
      }
      throw error;
    }
  };
  return engine;
}

/** An empty database with PostGIS, closed: what new databases are copied from. */
async function makeTemplate(directory: string): Promise<void> {
  const engine = await openEngine(directory);
  await engine.exec('create extension postgis schema public');
  await engine.close();
}

/** Bytes of the first message in the buffer, or 0 while it is incomplete. The very first message has no type byte. */
function messageLength(buffer: Buffer, first: boolean): number {
  if (first) return buffer.length >= 4 && buffer.length >= buffer.readInt32BE(0) ? buffer.readInt32BE(0) : 0;
  return buffer.length >= 5 && buffer.length > buffer.readInt32BE(1) ? 1 + buffer.readInt32BE(1) : 0;
}

/** Answers the client's messages in the order they come, one at a time. */
function serve(engine: PGlite): void {
  const socket = new Socket({ fd: PROTOCOL_DESCRIPTOR, readable: true, writable: true });
  const chunks: Buffer[] = [];
  let size = 0;
  let first = true;
  let wanted = 4;
  socket.on('error', () => process.exit(0));
  socket.on('close', () => process.exit(0));
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    let buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    chunks.length = 0;
    for (;;) {
      const length = messageLength(buffer, first);
      if (length === 0) break;
      first = false;
      // runs to its end before it returns; the data is a view of the engine's memory, so it is copied
      socket.cork();
      void engine.execProtocolRawStream(buffer.subarray(0, length), { onRawData: (data) => socket.write(Buffer.from(data)) });
      socket.uncork();
      buffer = buffer.subarray(length);
    }
    if (buffer.length > 0) chunks.push(buffer);
    size = buffer.length;
    // a long message comes in many chunks: they are put together once, when the last is there
    wanted = buffer.length >= 5 && !first ? 1 + buffer.readInt32BE(1) : 5;
  });
}

let engine: PGlite | undefined;

async function obey(order: Order): Promise<void> {
  if (order === 'close') {
    await engine?.close();
    report('closed');
    process.disconnect?.();
    return;
  }
  if ('makeTemplate' in order) {
    await makeTemplate(order.makeTemplate);
    report('closed');
    process.disconnect?.();
    return;
  }
  engine = await openEngine(order.open);
  serve(engine);
  report('ready');
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    report({ failed: error instanceof Error ? error.message : String(error) });
  });
});
report('started');
