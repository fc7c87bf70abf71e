import { expect, test } from 'vitest';
import { readNumeral } from './numbers.ts';

test.each([
  ['1234', 1234, 1234],
  ['1234.5', null, 1234.5],
  ['1 234,5', 1234.5, null],
  ['1\u202f234,567', 1234.567, null],
  ['1\u00a0234.567', null, 1234.567],
  ['1,234.5', null, 1234.5],
  ['1.234,5', 1234.5, null],
  ["1'234", 1234, 1234],
  ['1’234’567.5', null, 1234567.5],
  ['1,234,567', null, 1234567],
  ['1.234.567', 1234567, null],
  ['1,20,000', null, 120000],
  ['1,234', 1.234, 1234],
  ['1.234', 1234, 1.234],
  ['-1,234', -1.234, -1234],
  ['−5', -5, -5],
  ['0,512', 0.512, null],
  ['0.512', null, 0.512],
  ['.5', null, 0.5],
  ['5.', 5, 5],
  ['-3e2', -300, -300],
  ['1.234E+03', null, 1234],
])('%j is %j with decimal comma, %j with decimal point', (text, comma, point) => {
  expect(readNumeral(text)).toEqual({ comma, point, squareMetres: null });
});

test.each(['12 ha', 'about 5', '1.2.3', '1,2,3', '1 2', '1,234 567', '5-6', 'e5'])('%j is not a number', (text) => {
  expect(readNumeral(text)).toBeNull();
});

test('a blank says nothing, a number of JSON is what it is', () => {
  expect(readNumeral('')).toBeUndefined();
  expect(readNumeral('n/a')).toBeUndefined();
  expect(readNumeral(1.234)).toEqual({ comma: 1.234, point: 1.234, squareMetres: null });
});

test.each([
  ['120 ha', 120, 1e4],
  ['120ha', 120, 1e4],
  ['1.2 km²', 1.2, 1e6],
  ['3 sq. km', 3, 1e6],
  ['1 200 m2', 1200, 1],
  ['5 rai', 5, 1600],
  ['7 dunam', 7, 1000],
])('the area %j', (text, point, squareMetres) => {
  expect(readNumeral(text, true)).toMatchObject({ point, squareMetres });
});

test('an area in a unit that is not known is not read', () => {
  expect(readNumeral('5 cubits', true)).toBeNull();
});
