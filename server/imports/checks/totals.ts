import type { ImportEntity } from '../../vocabulary.ts';
import type { Mapping } from '../fields/mapping.ts';
import type { NumberConvention } from '../fields/number-convention.ts';
import { readNumeral, valueWith } from '../fields/numbers.ts';
import { normaliseWord, textOf } from '../fields/words.ts';
import { type Issue, note } from '../issues.ts';
import { count } from '../sentences.ts';

/** A line as the file has it. */
interface Line {
  number: number;
  label: string;
  properties: Record<string, unknown>;
  geometry: { source: unknown; point: unknown; refusal: unknown };
}

const TOTAL = new Set(
  [
    'total', 'totals', 'sub total', 'subtotal', 'grand total', 'overall total', 'sum', 'sums', 'total general', 'totales', 'totaux', 'somme',
    'suma', 'soma', 'summe', 'gesamt', 'insgesamt', 'ukupno', 'sveukupno', 'skupaj', 'zbroj', 'zbir', 'укупно', 'итого', 'всего', 'усього',
    'разом', 'សរុប', 'សរុបរួម', 'المجموع', 'الإجمالي', 'الاجمالي', 'مجموع', 'جمع', 'tổng', 'tổng cộng', 'tổng số', 'ລວມ', 'ລວມທັງໝົດ', 'รวม', 'รวมทั้งหมด',
    'toplam', 'jumla', 'wadarta',
  ].map(normaliseWord),
); // biome-ignore format: a list of words

const isPlaced = ({ geometry }: Line): boolean =>
  geometry.source !== null || geometry.point !== null || geometry.refusal !== null;

/** Gives the number in a cell, as its column writes numbers; null: none. */
type NumberOf = (column: string, value: unknown) => number | null;
const numbersBy =
  (signs: NumberConvention['signs']): NumberOf =>
  (column, value) => {
    const numeral = readNumeral(value, true);
    return numeral === null || numeral === undefined ? null : valueWith(numeral, signs.get(column) ?? 'point');
  };
const isEqual = (first: number, second: number): boolean => Math.abs(first - second) <= 1e-6 * Math.max(1, Math.abs(second));

/** True where the id is a word for a total, or where there is none the first cell, and numbers at most stand beside it. */
function saysTotal(line: Line, idColumn: string | undefined, numberOf: NumberOf): boolean {
  if (isPlaced(line)) return false;
  const id = idColumn === undefined ? null : textOf(line.properties[idColumn]);
  if (id !== null) return TOTAL.has(normaliseWord(id));
  const [word, ...beside] = Object.entries(line.properties).filter(([, value]) => textOf(value) !== null);
  return TOTAL.has(normaliseWord(textOf(word?.[1]) ?? '')) && beside.every(([column, value]) => numberOf(column, value) !== null);
}

/** Column → the sum of its numbers. */
function sumsOf(lines: readonly Line[], numberOf: NumberOf): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { properties } of lines) {
    for (const [column, value] of Object.entries(properties)) {
      const number = numberOf(column, value);
      if (number !== null) sums.set(column, (sums.get(column) ?? 0) + number);
    }
  }
  return sums;
}

/** A line of nothing but numbers, each the sum of what the other lines have in its column. */
function addsUp(line: Line, sums: ReadonlyMap<string, number>, numberOf: NumberOf): boolean {
  const filled = Object.entries(line.properties).filter(([, value]) => Array.isArray(value) || textOf(value) !== null);
  let isNothing = true;
  for (const [column, value] of filled) {
    const number = numberOf(column, value);
    if (number === null || !isEqual(number, (sums.get(column) ?? 0) - number)) return false;
    if (number !== 0) isNothing = false;
  }
  return !isNothing;
}

/** Where a line of totals says another number than the records add up to. */
function differences(
  { properties }: Line,
  sums: ReadonlyMap<string, number>,
  idColumn: string | undefined,
  numberOf: NumberOf,
): string[] {
  return Object.entries(properties).flatMap(([column, value]) => {
    const number = column === idColumn ? null : numberOf(column, value);
    const sum = sums.get(column) ?? 0;
    return number === null || isEqual(number, sum) ? [] : [`"${column}" ${count(number)}, the records ${count(sum)}`];
  });
}

/** Parts lines of totals, which are no records and would be counted twice, from the records. */
export function partTotals<Item extends Line>(
  entity: ImportEntity,
  lines: readonly Item[],
  mapping: Mapping,
  signs: NumberConvention['signs'],
): { records: Item[]; totals: Issue[] } {
  // a place may be called anything
  if (entity === 'places') return { records: [...lines], totals: [] };
  const numberOf = numbersBy(signs);
  const idColumn = mapping.columns.get('local_id')?.column;
  const named = new Set(lines.filter((line) => saysTotal(line, idColumn, numberOf)));
  const others = lines.filter((line) => !named.has(line));
  const blank =
    idColumn === undefined || others.length < 3
      ? []
      : others.filter((line) => !isPlaced(line) && textOf(line.properties[idColumn]) === null);
  const sums = blank.length === 0 ? new Map<string, number>() : sumsOf(others, numberOf);
  const unnamed = blank.filter((line) => addsUp(line, sums, numberOf));
  const found = new Set<Item>([...named, ...unnamed]);
  if (found.size === 0 || found.size === lines.length) return { records: [...lines], totals: [] };
  const records = lines.filter((line) => !found.has(line));
  const sumsOfRecords = sumsOf(records, numberOf);
  const totals = lines
    .filter((line) => found.has(line))
    .map((line) => {
      const wrong = differences(line, sumsOfRecords, idColumn, numberOf);
      const check = wrong.length === 0 ? '' : ` It does not add up: it says ${wrong.join('; ')}.`;
      const message = `${line.label[0]?.toUpperCase()}${line.label.slice(1)} is a line of totals, not a record: it is not counted.${check}`;
      return { ...note('flagged', null, 'line_of_totals', message), recordNumber: line.number, recordKey: null };
    });
  return { records, totals };
}
