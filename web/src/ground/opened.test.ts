import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openedOf, strangersIn, withTurned } from './opened.ts';

it('only the one record of a ground is open at first', () => {
  expect(openedOf(undefined, ['h1'])).toEqual(['h1']);
  expect(openedOf(undefined, ['h1', 'r2'])).toEqual([]);
  expect(openedOf('none', ['h1'])).toEqual([]);
});

it('what is opened and closed is what the address opens again; as at first, the address says nothing of it', () => {
  const keys = fc.uniqueArray(fc.constantFrom<string[]>('h1', 'h2', 'r1', 'r7'), { minLength: 1 });
  fc.assert(
    fc.property(keys, fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 8 }), (records, turns) => {
      let chosen: string | undefined;
      const open = new Set(records.length === 1 ? records : []);
      const first = [...open];
      for (const [at, isOpen] of turns) {
        const key = records[at % records.length] as string;
        if (isOpen) open.add(key);
        else open.delete(key);
        chosen = withTurned(openedOf(chosen, records), key, isOpen, records);
        expect(new Set(openedOf(chosen, records))).toEqual(open);
      }
      expect(chosen === undefined).toBe([...open].join() === first.join());
      expect(strangersIn(chosen, records)).toEqual([]);
    }),
  );
});

it('records that are not on the ground are told', () => {
  expect(strangersIn('h1,r9,h2', ['h2'])).toEqual(['h1', 'r9']);
  expect(openedOf('h1,r9,h2', ['h2'])).toEqual(['h2']);
});
