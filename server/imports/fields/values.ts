import { type Note, note } from '../issues.ts';
import { type DateOrder, orderProved, type PartialDate, readDate } from './dates.ts';
import type { ColumnOf, Mapping } from './mapping.ts';
import { memberOf, setMember } from './members.ts';
import { type DecimalSign, readNumeral, valueWith } from './numbers.ts';
import { mostLike, recogniseCode, recogniseOrdnance } from './recognise.ts';
import { textOf } from './words.ts';

/** The record cannot be taken as it is. */
export class RecordRefusal extends Error {
  readonly note: Note;
  constructor(field: string | null, code: string, message: string) {
    super(message);
    this.note = note('refused', field, code, message);
  }
}

/** Characters of a local id or a name: an index of the database takes no longer ones. */
export const LONGEST_IDENTIFIER = 200;

/**
 * A list of ids in one text: parted by ; | or line breaks where there are any, else by commas. What stands in quotation marks is one id,
 * a quotation mark in it is written twice.
 */
function splitList(text: string): string[] {
  const quoted = /"((?:[^"]|"")*)"/g;
  const separators = /[;|\n\r]/.test(text.replace(quoted, '')) ? ';|\\n\\r' : ',';
  const part = new RegExp(`\\s*${quoted.source}\\s*(?=[${separators}]|$)|[^${separators}]+`, 'g');
  return [...text.matchAll(part)].map(([whole, inner]) => inner?.replaceAll('""', '"') ?? whole);
}

export interface OrderOfColumn {
  order: DateOrder | null;
  /** Values of the column prove both orders. */
  contradictory: boolean;
}

/** For each column of dates: which of two small numbers is the day, by the option or by the values that leave no doubt. */
export function orderOfColumns(
  mapping: Mapping,
  records: readonly { properties: Record<string, unknown> }[],
  given: DateOrder | null,
): Map<string, OrderOfColumn> {
  const orders = new Map<string, OrderOfColumn>();
  for (const { column, field } of mapping.columns.values()) {
    if (field.type !== 'date') continue;
    const proved = new Set(records.map(({ properties }) => orderProved(properties[column])).filter((order) => order !== null));
    const contradictory = proved.size === 2;
    orders.set(column, { order: given ?? (proved.size === 1 ? ([...proved][0] as DateOrder) : null), contradictory });
  }
  return orders;
}

/** The values of one record, read field by field; remarks collect in `notes`, what is not understood goes to `attributes`. */
export class RecordValues {
  readonly notes: Note[] = [];
  readonly attributes: Record<string, unknown> = {};
  readonly #properties: Record<string, unknown>;
  readonly #mapping: Mapping;
  readonly #orders: ReadonlyMap<string, OrderOfColumn>;
  readonly #today: string;
  readonly #decimals: ReadonlyMap<string, DecimalSign>;

  constructor(
    properties: Record<string, unknown>,
    mapping: Mapping,
    orders: ReadonlyMap<string, OrderOfColumn>,
    decimals: ReadonlyMap<string, DecimalSign>,
    today: string,
  ) {
    this.#properties = properties;
    this.#mapping = mapping;
    this.#orders = orders;
    this.#decimals = decimals;
    this.#today = today;
    for (const column of mapping.attributes) {
      const value = memberOf(properties, column);
      if (value !== undefined && value !== null && value !== '') setMember(this.attributes, column, value);
    }
  }

  flag(field: string, code: string, message: string): void {
    this.notes.push(note('flagged', field, code, message));
  }

  /** Keeps the value as the file has it, beside what was made of it. */
  keep(column: string): void {
    setMember(this.attributes, column, memberOf(this.#properties, column));
  }

  /** The column of a field, where the file has one. */
  columnOf(field: string): string | null {
    return this.#mapping.columns.get(field)?.column ?? null;
  }

  #find(field: string): { value: unknown; from: ColumnOf } | null {
    const from = this.#mapping.columns.get(field);
    if (from === undefined) return null;
    const value = memberOf(this.#properties, from.column);
    if (value === undefined || value === null || (typeof value !== 'object' && textOf(value) === null)) return null;
    return { value, from };
  }

  text(field: string): string | null {
    const found = this.#find(field);
    if (found === null) return null;
    const text = textOf(found.value);
    if (text === null) this.keep(found.from.column);
    return text;
  }

  /** An identifier; what programs write for "none" (0) is none. */
  id(field: string): string | null {
    const found = this.#find(field);
    if (found === null) return null;
    if (typeof found.value === 'number' && !Number.isSafeInteger(found.value)) {
      this.keep(found.from.column);
      this.flag(
        field,
        'not_an_identifier',
        `${field} ${found.value} (column ${found.from.column}) is too long or not whole; write identifiers as text.`,
      );
      return null;
    }
    const text = this.text(field)?.normalize('NFC') ?? null;
    if (text === null || text === '0') return null;
    return this.#fitting(field, found.from.column, text);
  }

  /** The text where it can be an identifier; else it is kept as an attribute, and null. */
  #fitting(field: string, column: string, text: string): string | null {
    if (text.length <= LONGEST_IDENTIFIER) return text;
    this.keep(column);
    this.flag(
      field,
      'too_long',
      `${field} "${text.slice(0, 40)}…" (column ${column}) has ${text.length} characters, and at most ${LONGEST_IDENTIFIER} make an identifier: kept as an attribute only.`,
    );
    return null;
  }

  /** The name of an organisation, which is an identifier too. */
  operator(field: string): string | null {
    const found = this.#find(field);
    const text = this.text(field);
    return found === null || text === null ? null : this.#fitting(field, found.from.column, text);
  }

  ids(field: string): string[] {
    const found = this.#find(field);
    if (found === null) return [];
    const parts = Array.isArray(found.value)
      ? found.value.map((part) => textOf(part) ?? '')
      : splitList(textOf(found.value) ?? '');
    const ids = parts.map((part) => part.trim().normalize('NFC')).filter((part) => part !== '' && part !== '0');
    return [...new Set(ids)].filter((id) => this.#fitting(field, found.from.column, id) !== null);
  }

  /** @throws RecordRefusal for a date that cannot be read or could mean two days. */
  date(field: string): PartialDate | null {
    const found = this.#find(field);
    if (found === null) return null;
    const { column } = found.from;
    const where = `${field} "${textOf(found.value)}" (column ${column})`;
    const order = this.#orders.get(column);
    const reading = readDate(found.value, order?.order ?? null, this.#today);
    if (reading.kind === 'none') return null;
    if (reading.kind === 'date') return reading.date;
    if (reading.kind === 'ambiguous') {
      const why = order?.contradictory === true ? 'the column has dates of both orders' : 'nothing else in the column tells';
      throw new RecordRefusal(
        field,
        'ambiguous_date',
        `${where} may mean day/month or month/day, and ${why}: say --date-order dmy or --date-order mdy.`,
      );
    }
    throw new RecordRefusal(
      field,
      'unreadable_date',
      `${where} cannot be read: ${reading.why}. Write YYYY-MM-DD, YYYY-MM or YYYY, or leave it blank.`,
    );
  }

  /** A number from zero to below the limit; anything else is kept as an attribute and flagged. */
  number(field: string, limit: number, decimals: number): number | null {
    const found = this.#find(field);
    if (found === null) return null;
    const { column, squareMetres } = found.from;
    const numeral = readNumeral(found.value, found.from.field.type === 'area');
    if (numeral === undefined) return null;
    const read = numeral === null ? Number.NaN : valueWith(numeral, this.#decimals.get(column) ?? 'point');
    const value = Number((read * (numeral?.squareMetres ?? squareMetres)).toFixed(decimals));
    if (value >= 0 && value < limit && (decimals > 0 || Number.isInteger(read))) return value;
    this.keep(column);
    const wanted = decimals === 0 ? 'a whole number of zero or more' : 'a number of zero or more';
    this.flag(
      field,
      'not_a_number',
      `${field} "${textOf(found.value)}" (column ${column}) is not ${wanted}: kept as an attribute only.`,
    );
    return null;
  }

  count(field: string): number | null {
    return this.number(field, 1_000_000, 0);
  }

  /** The code of a value: `blank` where there is none, `stranger` where it is not recognised (kept as an attribute); `like` asks what may be meant. */
  code(
    field: string,
  ): { kind: 'code'; code: string } | { kind: 'blank' } | { kind: 'stranger'; text: string; column: string; like: string } {
    const found = this.#find(field);
    if (found === null) return { kind: 'blank' };
    const { column, field: definition, words } = found.from;
    const code = recogniseCode(definition.words ?? {}, found.value, words);
    if (code !== null) return { kind: 'code', code };
    this.keep(column);
    const meant = mostLike(definition.words ?? {}, found.value);
    const like = meant === null ? '' : ` Is "${meant.word}" meant?`;
    return { kind: 'stranger', text: textOf(found.value) ?? JSON.stringify(found.value), column, like };
  }

  ordnance(field: string): string[] {
    const found = this.#find(field);
    if (found === null) return [];
    const { column, words } = found.from;
    const { codes, strangers } = recogniseOrdnance([found.value], words);
    // "mine" alone does not say which: the word stays
    if (codes.includes('unknown')) this.keep(column);
    if (strangers.length > 0) {
      const names = strangers.map((word) => `"${word}"`).join(', ');
      this.flag(
        field,
        'unknown_ordnance',
        `${names} (column ${column}) ${strangers.length === 1 ? 'is' : 'are'} not a kind of ordnance we know: counted as unknown.`,
      );
    }
    return codes;
  }
}
