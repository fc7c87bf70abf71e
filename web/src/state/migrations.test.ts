import { expect, it } from 'vitest';
import { type Migration, migrated, type Pairs, removed, renamed, renamedValue } from './migrations.ts';

/** Three formats, of which each changes what the one before brought. */
const MIGRATIONS: readonly Migration[] = [
  { to: 2, change: renamed('date', 'day') },
  { to: 3, change: renamedValue('layers', 'heat', 'density') },
  { to: 4, change: (pairs: Pairs) => removed('theme')(renamed('day', 'as_of')(pairs)) },
];
const OLD: Pairs = [
  ['date', '2020-12-31'],
  ['layers', 'land,heat'],
  ['theme', 'dark'],
];

it('migrations are made one after the other, from the format of the address on', () => {
  const today: Pairs = [
    ['as_of', '2020-12-31'],
    ['layers', 'land,density'],
  ];
  expect(migrated(OLD, 1, MIGRATIONS)).toEqual(today);
  expect(migrated([['day', '2020-12-31'], ...OLD.slice(1)], 2, MIGRATIONS)).toEqual(today);
  expect(migrated(today, 4, MIGRATIONS)).toEqual(today);
  // a name of an older format means nothing in a later one
  expect(migrated(OLD, 3, MIGRATIONS)).toEqual([
    ['date', '2020-12-31'],
    ['layers', 'land,heat'],
  ]);
});

it('only whole words of a value are renamed', () => {
  expect(renamedValue('layers', 'heat', 'density')([['layers', 'heatmap,heat']])).toEqual([['layers', 'heatmap,density']]);
});
