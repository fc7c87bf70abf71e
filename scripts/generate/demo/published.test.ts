import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { PUBLISHED_MEASURES } from '../../../server/vocabulary.ts';
import { cambodianFigures } from './published.ts';

const figures = cambodianFigures();
const valuesOf = (measure: string, period: string, scope = 'Cambodia') =>
  figures
    .filter((figure) => figure.measure === measure && figure.period === period && figure.scope === scope)
    .map(({ value_text, value }) => [value_text, value]);

/** Columns that describe a row and are no figure. */
const WORDS = new Set([
  'year',
  'period',
  'status',
  'note',
  'source',
  'as_of',
  'wording',
  'scope',
  'contamination',
  'measure',
  'unit',
]);

test('every filled cell of every file is one figure with its source, every row is there', () => {
  const folder = new URL('../../../data/published-figures/', import.meta.url);
  let cells = 0;
  for (const file of readdirSync(folder)) {
    const rows = parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true }) as Record<string, string>[];
    for (const row of rows) {
      const filled = Object.entries(row).filter(([column, cell]) => !WORDS.has(column) && cell !== '');
      cells += Math.max(1, filled.length);
      for (const [column, cell] of filled) {
        const same = figures.filter(({ value_text, source }) => value_text === cell && source === row.source);
        expect(same.length, `${file} ${column}=${cell}`).toBeGreaterThan(0);
      }
    }
  }
  expect(figures).toHaveLength(cells);
});

test('measures are those of the vocabulary, all of them used; scopes say whose land', () => {
  expect(new Set(figures.map(({ measure }) => measure))).toEqual(new Set(PUBLISHED_MEASURES));
  for (const { scope, source, unit } of figures) {
    expect(scope).toMatch(/^Cambodia(, .+)?$/);
    expect(source).not.toBe('');
    expect(unit).not.toBe('');
  }
});

test('sources that disagree are several figures', () => {
  expect(valuesOf('casualties_total', '1996').map(([text]) => text)).toEqual(['4127', '4320']);
});

test('marks stay in the text and are no number', () => {
  expect(valuesOf('cleared_km2', '2004', 'Cambodia, four operators, all')).toEqual([['>32', null]]);
  expect(valuesOf('reduced_km2', '2018', 'Cambodia, sector, AP mined area')).toEqual([['?', null]]);
  expect(valuesOf('casualties_total', '2004')).toEqual([['not found', null]]);
  expect(valuesOf('released_km2', '2010-2018', 'Cambodia, sector, AP mine')).toEqual([['577.171932', 577.171932]]);
});

test('a year only where the period lies in one', () => {
  const years = new Map(figures.map(({ period, year }) => [period, year]));
  for (const [period, year] of [
    ['2020', 2020],
    ['2025 Jan-Apr', 2025],
    ['2020 Jan-Sep', 2020],
    ['2015-12', 2015],
    ['2016-2018', null],
    ['1998/99', null],
    ['1987 on', null],
  ] as const)
    expect(years.get(period), period).toBe(year);
});

test('those since the beginning and those of a year are never the same measure; an operator named with the day is the scope', () => {
  expect(
    figures.filter(
      ({ measure, value }) => measure.startsWith('casualties_') && !measure.includes('cumulative') && (value ?? 0) > 5000,
    ),
  ).toEqual([]);
  expect(valuesOf('released_since_1992_km2', '2023-12', 'Cambodia, CMAC only, CMAC minefields')).toEqual([['1735', 1735]]);
});
