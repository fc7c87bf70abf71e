import { Problem } from '../../problems.ts';
import type { ColumnOf, Mapping } from './mapping.ts';
import { DECIMAL_SIGNS, type DecimalSign, isAmbiguous, type Numeral, readNumeral, signProved, valueWith } from './numbers.ts';
import { normaliseHeader } from './words.ts';

/** How a file writes its numbers beside the columns that hold them: hints and proofs. */
export interface NumberHints {
  /** The sign between two columns of a file of separated values. */
  separator: string | null;
  /** For each decimal sign, a coordinate written with it. */
  coordinates: Map<DecimalSign, string>;
}

export interface NumberConvention {
  /** For each column of numbers. */
  signs: ReadonlyMap<string, DecimalSign>;
  /** A sentence for the report; null: every number of the file is the same however it is read. */
  remark: string | null;
}

/** A value that is a number with one decimal sign only. */
interface Proof {
  sign: DecimalSign;
  column: string;
  text: string;
}

interface ColumnSeen {
  column: string;
  from: ColumnOf;
  proofs: Map<DecimalSign, Proof>;
  proving: number;
  /** Some value proves it by how it is written, not only by being a count. */
  byForm: boolean;
  ambiguous: number;
  firstAmbiguous: string;
  sums: Record<DecimalSign, number>;
}

const DEGREES = /^[-+]?(?:1[0-7]|[1-9])?\d([.,])\d+$/;

/** Takes down what a coordinate in text proves: of degrees there are never thousands. */
export function hear(hints: NumberHints, written: { separator: string; coordinates: readonly string[] } | undefined): void {
  if (written === undefined) return;
  hints.separator = written.separator;
  for (const text of written.coordinates) {
    const sign = DEGREES.exec(text.trim())?.[1];
    if (sign === undefined) continue;
    const name = sign === ',' ? 'comma' : 'point';
    if (!hints.coordinates.has(name)) hints.coordinates.set(name, text.trim());
  }
}

/** Names of columns in languages whose numbers have decimal commas. */
const COMMA_HEADERS =
  /\p{Script=Cyrillic}|^(superficie|fecha|nombre|numero|estado|flache|groesse|povrsina|broj|naziv)|^(nom|nome|statut|longitud|latitud)$/u;

/** What speaks for decimal commas without proving them. */
function hintOf({ separator }: NumberHints, headers: readonly string[]): string | null {
  if (separator === ';') return 'columns parted by ";"';
  const header = headers.find((name) => COMMA_HEADERS.test(normaliseHeader(name)));
  return header === undefined ? null : `a column called "${header}"`;
}

const isNumber = ({ field: { type } }: ColumnOf): boolean => type === 'area' || type === 'number' || type === 'count';

function look(from: ColumnOf, records: readonly { properties: Record<string, unknown> }[]): ColumnSeen {
  const { column, field } = from;
  const seen: ColumnSeen = {
    column,
    from,
    proofs: new Map(),
    proving: 0,
    byForm: false,
    ambiguous: 0,
    firstAmbiguous: '',
    sums: { comma: 0, point: 0 },
  };
  for (const { properties } of records) {
    const value = properties[column];
    const numeral = readNumeral(value, field.type === 'area');
    if (numeral === undefined || numeral === null) continue;
    const unit = numeral.squareMetres ?? from.squareMetres;
    for (const sign of DECIMAL_SIGNS) seen.sums[sign] += valueWith(numeral, sign) * unit;
    const sign = signProved(numeral) ?? (field.type === 'count' ? wholeWith(numeral) : null);
    if (isAmbiguous(numeral)) {
      seen.ambiguous += 1;
      if (seen.firstAmbiguous === '') seen.firstAmbiguous = String(value).trim();
    }
    if (sign === null) continue;
    seen.proving += 1;
    seen.byForm ||= signProved(numeral) !== null;
    if (!seen.proofs.has(sign)) seen.proofs.set(sign, { sign, column, text: String(value).trim() });
  }
  return seen;
}

/** A count is whole: the only decimal sign with which this one is. */
function wholeWith({ comma, point }: Numeral): DecimalSign | null {
  if (Number.isInteger(comma) === Number.isInteger(point)) return null;
  return Number.isInteger(comma) ? 'comma' : 'point';
}

/**
 * Works out the decimal sign from all values of all columns of numbers. A column's own proofs come first; one without any goes by those of
 * the other columns and of the coordinates, where these agree and no hint speaks against them. Nothing is guessed.
 * @throws Problem 422 where a column admits two readings with different sums.
 */
export function findConvention(
  mapping: Mapping,
  records: readonly { properties: Record<string, unknown> }[],
  hints: NumberHints,
  given: DecimalSign | null,
): NumberConvention {
  const columns = [...mapping.columns.values()].filter(isNumber).map((from) => look(from, records));
  const proofs: Proof[] = [
    ...columns.flatMap((column) => [...column.proofs.values()]),
    ...[...hints.coordinates].map(([sign, text]) => ({ sign, column: 'coordinates', text })),
  ];
  const hint = hintOf(hints, [...mapping.columns.values()].map(({ column }) => column).concat(mapping.attributes));
  const signs = new Map<string, DecimalSign>();
  const said: string[] = [];
  for (const seen of columns) {
    const sign = given ?? settle(seen, proofs, hint);
    if (sign === null) {
      if (seen.ambiguous > 0) throw undecided(seen, proofs, hint);
      signs.set(seen.column, 'point');
      if (seen.proofs.size > 1) said.push(`${seen.column} both (${textsOf([...seen.proofs.values()])}), each value by itself`);
      continue;
    }
    signs.set(seen.column, sign);
    if (seen.ambiguous + seen.proving > 0) said.push(sayOf(seen, sign, proofs, given !== null));
  }
  return { signs, remark: said.length === 0 ? null : `Numbers: ${said.join('; ')}.` };
}

function settle(seen: ColumnSeen, proofs: readonly Proof[], hint: string | null): DecimalSign | null {
  if (seen.proofs.size === 2) return null;
  const told = new Set(proofs.map(({ sign }) => sign));
  const [own] = seen.proofs.keys();
  if (own !== undefined && seen.byForm) return own;
  // what tells is at most that a count is whole: another column may contradict it
  if (told.size !== 1) return null;
  const [sign] = told as Set<DecimalSign>;
  return own === undefined && sign === 'point' && hint !== null ? null : (sign as DecimalSign);
}

const textsOf = (proofs: readonly Proof[]): string => proofs.map(({ text }) => text).join(', ');
const figure = (sum: number): string => sum.toLocaleString('en', { maximumFractionDigits: 3 }).replaceAll(',', ' ');
const other = (sign: DecimalSign): DecimalSign => (sign === 'comma' ? 'point' : 'comma');

function sayOf(seen: ColumnSeen, sign: DecimalSign, proofs: readonly Proof[], given: boolean): string {
  const own = seen.proofs.get(sign);
  const elsewhere = proofs.find((proof) => proof.sign === sign);
  const why = given
    ? 'as the import says'
    : own !== undefined
      ? `by ${own.text}${seen.proving > 1 ? ` and ${seen.proving - 1} more` : ''}`
      : elsewhere === undefined
        ? ''
        : `by ${elsewhere.column} ${elsewhere.text}`;
  const doubtful =
    seen.ambiguous === 0
      ? ''
      : `, ${seen.ambiguous} like ${seen.firstAmbiguous} could be read otherwise (--decimal ${other(sign)})`;
  const contrary = seen.proofs.get(other(sign));
  const exception = contrary === undefined ? '' : `, but ${contrary.text} and the like by themselves`;
  return `${seen.column} with decimal ${sign} ${why}${doubtful}${exception}`;
}

function undecided(seen: ColumnSeen, proofs: readonly Proof[], hint: string | null): Problem {
  const unit = seen.from.field.type === 'area' ? ' m²' : '';
  const of = (sign: DecimalSign) => proofs.find((proof) => proof.sign === sign);
  const [comma, point] = [of('comma'), of('point')];
  const named = ({ column, text }: Proof) => `${column} ${text}`;
  const why =
    comma !== undefined && point !== undefined
      ? `the file proves both (${named(comma)}; ${named(point)})`
      : point !== undefined && hint !== null
        ? `${named(point)} speaks for the point, ${hint} for the comma`
        : 'nothing else in the file tells';
  return new Problem(
    422,
    'Numbers that mean two things',
    `The column "${seen.column}" can be read in two ways, and ${why}: "${seen.firstAmbiguous}" and the others add up to ${figure(seen.sums.comma)}${unit} with decimal commas and to ${figure(seen.sums.point)}${unit} with decimal points. Say --decimal comma or --decimal point (decimal=comma or decimal=point). Nothing was imported.`,
    'decimal',
  );
}
