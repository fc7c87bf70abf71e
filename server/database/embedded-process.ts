import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { openEngine } from './embedded-engine.ts';

/**
 * The embedded database: PGlite in a process of its own, so that a statement that hangs can be ended. Started by embedded.ts, which
 * talks the PostgreSQL protocol to it over one pipe; there is one session and one client, and no address anyone else could use.
 */

/** Descriptors that the parent opened for this process. */
export const PROTOCOL_DESCRIPTOR = 4;
export const LIFELINE_DESCRIPTOR = 5;

/** `bundle`: where the trimmed archive of the extension is kept. */
export type Order = { open: string; bundle: string } | { makeTemplate: string; bundle: string } | 'close';
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
  new Worker(source, { eval: true, execArgv: [] }).unref();
}

function failed(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(70);
}

/** An empty database with PostGIS, closed: what new databases are copied from. */
async function makeTemplate(directory: string, bundle: string): Promise<void> {
  const template = await openEngine(directory, bundle, failed);
  await template.exec('create extension postgis schema public');
  await template.close();
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
    await makeTemplate(order.makeTemplate, order.bundle);
    report('closed');
    process.disconnect?.();
    return;
  }
  engine = await openEngine(order.open, order.bundle, failed);
  serve(engine);
  report('ready');
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    report({ failed: error instanceof Error ? error.message : String(error) });
  });
});
report('started');
