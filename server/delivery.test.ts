import { EventEmitter, once } from 'node:events';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import fc from 'fast-check';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARROW } from './arrow.ts';
import { GivenUp } from './database/connect.ts';
import type { Database } from './database/database.ts';
import { compress, Delivery } from './delivery.ts';
import { readers } from './reader.ts';

const undo = { br: promisify(brotliDecompress), gzip: promisify(gunzip), identity: async (body: Uint8Array) => body };

describe('what travels', () => {
  it('comes back as it was, columns and others, in every encoding', async () => {
    const columns = fc.array(fc.integer(), { maxLength: 2000 }).map((values) => new Uint8Array(Int32Array.from(values).buffer));
    await fc.assert(
      fc.asyncProperty(
        columns,
        fc.constantFrom('br', 'gzip', 'identity'),
        fc.constantFrom(ARROW, 'application/json'),
        async (body, encoding, type) => {
          const back = await undo[encoding](await compress(body, encoding, type));
          expect(Buffer.compare(back, body)).toBe(0);
        },
      ),
    );
  });
});

describe('readers of one answer', () => {
  interface Computation {
    signal: AbortSignal;
    finish: (body: string) => void;
    fail: (error: Error) => void;
  }
  let app: FastifyInstance;
  let url: string;
  let computations: Computation[] = [];
  const arrivals = new EventEmitter();

  beforeEach(async () => {
    computations = [];
    // a database whose questions end when and how the test says
    const database = {
      kind: 'postgis',
      asAudience: (_audience: unknown, _work: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((resolve, reject) => {
          computations.push({ signal, finish: (body) => resolve(Buffer.from(body)), fail: reject });
          arrivals.emit('computation');
        }),
    } as unknown as Database;
    const delivery = new Delivery(database);
    app = fastify();
    await app.register(readers, { database });
    app.get('/answer', (request, reply) => {
      const sent = delivery.send(request, reply, {
        type: 'text/plain',
        of: { code: 'KHM', dataVersion: 'one' },
        name: 'text',
        make: (shared) => shared.ask(async () => new Uint8Array()),
      });
      request.readerGone.addEventListener('abort', () => arrivals.emit('gone'));
      arrivals.emit('reader');
      return sent;
    });
    url = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => app.close());

  /** Asks; there once the server has heard it. `leave` closes the connection; there once the server has noticed. */
  const begin = async () => {
    const reader = new AbortController();
    const heard = once(arrivals, 'reader');
    const answer = fetch(`${url}/answer`, { signal: reader.signal }).then((response) => response.text());
    answer.catch(() => {});
    await heard;
    const leave = async () => {
      const gone = once(arrivals, 'gone');
      reader.abort();
      await gone;
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    };
    return { answer, leave };
  };
  const computation = async (index: number): Promise<Computation> => {
    while (computations[index] === undefined) await once(arrivals, 'computation');
    return computations[index];
  };

  it('one goes: the other gets the answer, made once', async () => {
    const [first, second] = [await begin(), await begin()];
    const made = await computation(0);
    await first.leave();
    expect(made.signal.aborted).toBe(false);
    made.finish('right');
    expect(await second.answer).toBe('right');
    expect(computations).toHaveLength(1);
  });

  it('all go: it is given up, and who asks before it has ended gets one of his own, which is kept', async () => {
    const [first, second] = [await begin(), await begin()];
    const givenUp = await computation(0);
    await second.leave();
    await first.leave();
    expect(givenUp.signal.aborted).toBe(true);
    const third = await begin();
    (await computation(1)).finish('right');
    givenUp.finish('stale');
    expect(await third.answer).toBe('right');
    expect(await (await begin()).answer).toBe('right');
    expect(computations).toHaveLength(2);
  });

  it('the end of what was given up does not end what was begun in its place', async () => {
    const first = await begin();
    const givenUp = await computation(0);
    await first.leave();
    const second = await begin();
    const made = await computation(1);
    givenUp.fail(new GivenUp());
    await new Promise(setImmediate);
    const third = await begin();
    made.finish('right');
    expect([await second.answer, await third.answer]).toEqual(['right', 'right']);
    expect(computations).toHaveLength(2);
  });

  it('a failure is told to all who wait, and not to the next', async () => {
    const [first, second] = [await begin(), await begin()];
    (await computation(0)).fail(new Error('no luck'));
    expect([await first.answer, await second.answer].filter((text) => text.includes('no luck'))).toHaveLength(2);
    const third = await begin();
    (await computation(1)).finish('right');
    expect(await third.answer).toBe('right');
  });
});
