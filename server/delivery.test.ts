import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARROW } from './arrow.ts';
import { compress } from './delivery.ts';

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
