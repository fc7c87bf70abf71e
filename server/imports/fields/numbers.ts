import { AREA_UNITS } from './aliases.ts';
import { normaliseHeader, saysNothing } from './words.ts';

/** The sign before the decimals. */
export type DecimalSign = 'comma' | 'point';
export const DECIMAL_SIGNS: readonly DecimalSign[] = ['comma', 'point'];

/** What a value may mean, by the decimal sign; null: it is no number with that one. */
export interface Numeral {
  comma: number | null;
  point: number | null;
  /** Areas: what one unit is in square metres, where the value itself names one (`120 ha`). */
  squareMetres: number | null;
}

const SIGNS = { comma: { decimal: ',', thousands: '\\.' }, point: { decimal: '\\.', thousands: ',' } } as const;

/** Thousands stand in groups of three, as in India also of two before the last three; a group of thousands begins with no zero. */
const formOf = (sign: DecimalSign): RegExp => {
  const { decimal, thousands } = SIGNS[sign];
  const grouped = (by: string) => `[1-9]\\d{0,2}(?:${by}\\d{3})+|[1-9]\\d?(?:${by}\\d{2})+${by}\\d{3}`;
  // spaces of any width and apostrophes; one of a kind in a number
  const apart = `[1-9]\\d{0,2}(?:(?<space>[\\s'’])\\d{3})(?:\\k<space>\\d{3})*`;
  return new RegExp(`^(?:(?<whole>\\d+|${grouped(thousands)}|${apart})(?:${decimal}(?<part>\\d*))?|${decimal}(?<only>\\d+))$`);
};
const FORMS: Record<DecimalSign, RegExp> = { comma: formOf('comma'), point: formOf('point') };
const EXPONENTIAL = /^(\d+(?:[.,]\d*)?|[.,]\d+)e([-+]?\d+)$/i;
const PARTS = /^(?<sign>[-+−]?)\s*(?<digits>[\d.,](?:[\d.,\s'’]*[\d.,])?(?:e[-+]?\d+)?)\s*(?<unit>\p{L}.*)?$/iu;

function readWith(sign: DecimalSign, digits: string): number | null {
  const found = FORMS[sign].exec(digits)?.groups;
  if (found === undefined) return null;
  const whole = (found.whole ?? '0').replace(/\D/g, '');
  const number = Number(`${whole}.${found.part || found.only || '0'}`);
  return Number.isFinite(number) ? number : null;
}

/** What a unit written in a value or at the end of a header is in square metres. */
const unitNamed = (unit: string): number | null =>
  AREA_UNITS.find(({ suffix }) => suffix === normaliseHeader(unit))?.squareMetres ?? null;

/**
 * What a value says, in both conventions. `1,234` admits both, `0,512`, `12,75` and `1.234.567` only the decimal comma. A number of
 * JSON is what it is. Undefined: nothing is said; null: not a number.
 */
export function readNumeral(value: unknown, withUnit = false): Numeral | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { comma: value, point: value, squareMetres: null } : null;
  if (saysNothing(value)) return undefined;
  const parts = PARTS.exec(String(value).trim())?.groups;
  if (parts === undefined) return null;
  const squareMetres = parts.unit === undefined ? null : unitNamed(parts.unit);
  if (parts.unit !== undefined && (!withUnit || squareMetres === null)) return null;
  const factor = parts.sign === '' || parts.sign === '+' ? 1 : -1;
  const digits = (parts.digits as string).replace(/(?<=\d)[.,]$/, '');
  const exponential = EXPONENTIAL.exec(digits);
  let comma: number | null;
  let point: number | null;
  if (exponential === null) [comma, point] = [readWith('comma', digits), readWith('point', digits)];
  else {
    // with a power of ten nobody writes thousands
    const mantissa = exponential[1] as string;
    const number = Number(`${mantissa.replace(',', '.')}e${exponential[2]}`);
    comma = Number.isFinite(number) && !mantissa.includes('.') ? number : null;
    point = Number.isFinite(number) && !mantissa.includes(',') ? number : null;
  }
  if (comma === null && point === null) return null;
  return { comma: comma === null ? null : factor * comma, point: point === null ? null : factor * point, squareMetres };
}

export const isAmbiguous = ({ comma, point }: Numeral): boolean => comma !== null && point !== null && comma !== point;

/** The only decimal sign with which it is a number; null: it is one with both. */
export const signProved = ({ comma, point }: Numeral): DecimalSign | null =>
  comma === null ? 'point' : point === null ? 'comma' : null;

/** Its value with this decimal sign, or with the only one that makes it a number. */
export const valueWith = (numeral: Numeral, sign: DecimalSign): number =>
  (numeral[sign] ?? numeral.comma ?? numeral.point) as number;
