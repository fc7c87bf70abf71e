import { saysNothing } from './words.ts';

/**
 * A number as people write it: `1234.5`, `1 234,5`, `1,234.5`, `1.234,5`, `1'234`. A single comma or point followed by exactly three
 * digits is a separator of thousands when it is a comma, a decimal point when it is a point.
 * Undefined: nothing is said; null: not a number.
 */
export function readNumber(value: unknown): number | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (saysNothing(value)) return undefined;
  let text = String(value)
    .trim()
    .replace(/[\s'’\u00a0\u202f]/g, '');
  if (!/^[-+]?[\d.,]+(e[-+]?\d+)?$/i.test(text)) return null;
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma !== -1 && point !== -1) text = comma > point ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  else if (comma !== -1) text = /^[-+]?\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  else if (/^[-+]?\d{1,3}(\.\d{3}){2,}$/.test(text)) text = text.replaceAll('.', '');
  const number = Number(text);
  return Number.isFinite(number) && text !== '' ? number : null;
}
