import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSeen, writeSeen } from './seen.ts';
import { readAddress, writeAddress } from './url.ts';

it('what a sender saw goes through the address to the hundredth of a square metre, however much or little it is', () => {
  const km2 = fc.integer({ min: 0, max: 2e13 }).map((hundredths) => hundredths / 1e8);
  const figures = fc.option(fc.record({ remaining: km2, released: km2 }));
  fc.assert(
    fc.property(figures, fc.stringMatching(/^\d{1,6}-[0-9a-f]{8}$/), (seen, version) => {
      const { seen: text } = readAddress(writeAddress({ seen: writeSeen({ version, figures: seen }) })).parameters;
      expect(readSeen(text as string)).toEqual({ version, figures: seen });
    }),
  );
});

it('the least that there is, and nothing, are no powers of ten', () => {
  expect(writeSeen({ version: '1-a', figures: { remaining: 1e-8, released: 0 } })).toBe('1-a,0.00000001,0');
  expect(writeSeen({ version: '1-a', figures: { remaining: 1200, released: 10.5 } })).toBe('1-a,1200,10.5');
});
