import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChoiceName, readAddress, writeAddress } from '../state/url.ts';
import { type Chosen, readChosen, SELECTIONS, SORTS, writeChosen } from './chosen.ts';
import { COLUMNS } from './columns.ts';

const chosen: fc.Arbitrary<Chosen> = fc.constantFrom('hazardous_area' as const, 'land_release' as const).chain((type) =>
  fc.record({
    type: fc.constant(type),
    only: fc.constantFrom(null, ...SELECTIONS[type]),
    sort: fc.constantFrom(...SORTS[type]),
    descending: fc.boolean(),
    page: fc.integer({ min: 1, max: 9999 }),
  }),
);

it('whatever records are chosen is chosen again from the address', () => {
  fc.assert(
    fc.property(chosen, (one) => {
      const said = Object.fromEntries(Object.entries(writeChosen(one)).filter(([, value]) => value !== undefined));
      const { parameters, ignored } = readAddress(writeAddress(said));
      expect(ignored).toEqual([]);
      expect(readChosen((name) => parameters[name])).toEqual(one);
    }),
  );
});

it('records are sorted by every column that can be, and by no other', () => {
  for (const type of ['hazardous_area', 'land_release'] as const)
    expect(SORTS[type]).toEqual(['local_id', ...COLUMNS[type].flatMap(({ sort }) => (sort === null ? [] : [sort]))]);
});

it('what does not go with the type, or does not exist, is as it is at first', () => {
  const asked: Partial<Record<ChoiceName, string>> = {
    records_type: 'land_release',
    records_only: 'overlap',
    records_sort: '-remaining_m2',
  };
  expect(readChosen((name) => asked[name])).toEqual({
    type: 'land_release',
    only: null,
    sort: 'local_id',
    descending: false,
    page: 1,
  });
});
