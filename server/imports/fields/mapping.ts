import { malformed } from '../../problems.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { AREA_UNITS, FIELDS, type Field, LANGUAGE_SYNONYMS, NAME_LANGUAGES } from './aliases.ts';
import { readDate } from './dates.ts';
import type { FieldMapping } from './mapping-file.ts';
import { readNumeral } from './numbers.ts';
import { recogniseCode, recogniseOrdnance } from './recognise.ts';
import { normaliseHeader, textOf } from './words.ts';

type Properties = Record<string, unknown>;

/** Which column a field comes from and how its values are read. */
export interface ColumnOf {
  column: string;
  field: Field;
  /** The words of the mapping file, normalised → code. */
  words: ReadonlyMap<string, string>;
  /** Areas: what one unit of the column is in square metres. */
  squareMetres: number;
}

export interface Mapping {
  columns: ReadonlyMap<string, ColumnOf>;
  /** Places: language tag → column. */
  languages: ReadonlyMap<string, string>;
  /** Columns that no field takes: kept as attributes. */
  attributes: readonly string[];
  /** Places: the level that the options or the headers tell. */
  level: number | null;
  /** The column that may tell the status, of which no word is known, where no other column does. */
  unreadStatus: string | null;
}

/** Headers that mean something by the level of the places they tell about: `ADM2_PCODE`, `GID_2`, `NAME_2`. */
function placeFields(level: number): readonly Field[] {
  const at = (pattern: (level: string) => string[], level: number) => (level >= 1 ? pattern(String(level)) : []);
  const codes = (level: string) => [
    `adm${level}pcode`,
    `admin${level}pcode`,
    `adm${level}code`,
    `admin${level}code`,
    `gid${level}`,
    `hasc${level}`,
  ];
  const names = (level: string) => [
    `adm${level}en`,
    `adm${level}nameen`,
    `adm${level}name`,
    `admin${level}name`,
    `admin${level}nameen`,
    `name${level}`,
  ];
  const before = new Map([
    ['code', at(codes, level)],
    ['name', at(names, level)],
    ['parent_code', at(codes, level - 1)],
  ]);
  return FIELDS.places.map((field) => ({ ...field, headers: [...(before.get(field.name) ?? []), ...field.headers] }));
}

/** The deepest level that the headers themselves tell of: `ADM3_PCODE` and `ADM2_PCODE` are a file of level 3. */
function levelOfHeaders(headers: Iterable<string>): number | null {
  const levels = [...headers]
    .map((header) => /^(?:adm|admin|gid|name)([1-6])(?:$|pcode|code|name|en)/.exec(header)?.[1])
    .filter((level) => level !== undefined);
  return levels.length === 0 ? null : Math.max(...levels.map(Number));
}

/** True where this header may be taken without looking at what the column holds. */
function isSure(field: Field, header: string): boolean {
  switch (field.type) {
    case 'date':
      return header.includes('date') || header.includes('year') || header.endsWith('on');
    case 'area':
      return header.includes('area') || header.includes('stated');
    case 'code':
      return field.sureHeaders?.includes(header) ?? false;
    case 'codes':
      return header.includes('ordnance');
    case 'number':
    case 'count':
    case 'level':
      return false;
    default:
      return true;
  }
}

/** True where a value reads as what the field holds. */
function fits(field: Field, value: unknown, words: ReadonlyMap<string, string>, today: string): boolean {
  switch (field.type) {
    case 'date': {
      // a date that cannot be is refused by record, not passed over: land would lose its date unseen
      const reading = readDate(value, null, today);
      return reading.kind === 'date' || reading.kind === 'ambiguous' || (reading.kind === 'unreadable' && reading.formed);
    }
    case 'area':
    case 'number':
    case 'count':
      return (readNumeral(value, field.type === 'area') ?? null) !== null;
    case 'code':
      return recogniseCode(field.words ?? {}, value, words) !== null;
    case 'codes': {
      const { codes, strangers } = recogniseOrdnance([value], words);
      return codes.length > 0 && strangers.length === 0;
    }
    case 'level':
      return levelOf(value) !== null;
    default:
      return true;
  }
}

/** 1–6 from `2`, `ADM2` or `level 2`; null where it is none. */
export function levelOf(value: unknown): number | null {
  const digits = /^(?:adm|admin|level|l)?\s*([1-6])$/i.exec(textOf(value) ?? '');
  return digits === null ? null : Number(digits[1]);
}

/**
 * Decides which column each field comes from. A column without any value is passed over; one whose name may mean anything
 * ("type", "end") is taken only where a value in it is recognised. A column serves one field.
 * @throws Problem 400 where the mapping file names a column that the file does not have.
 */
export function chooseColumns(
  entity: ImportEntity,
  records: readonly { properties: Properties }[],
  file: ReadonlyMap<string, FieldMapping>,
  options: { level: number | null; today: string },
): Mapping {
  // header → whether any record has a value there
  const filled = new Map<string, boolean>();
  for (const { properties } of records) {
    for (const [header, value] of Object.entries(properties)) {
      if (filled.get(header) !== true) filled.set(header, Array.isArray(value) ? value.length > 0 : textOf(value) !== null);
    }
  }
  const byNormal = new Map<string, string>();
  for (const [header, hasValue] of filled) {
    const normal = normaliseHeader(header);
    if (hasValue && !byNormal.has(normal)) byNormal.set(normal, header);
  }
  const level = options.level ?? (entity === 'places' ? levelOfHeaders(byNormal.keys()) : null);
  const fields = entity === 'places' && level !== null ? placeFields(level) : FIELDS[entity];
  const columns = new Map<string, ColumnOf>();
  const taken = new Set<string>();
  const take = (field: Field, column: string, words: ReadonlyMap<string, string>) => {
    columns.set(field.name, { column, field, words, squareMetres: unitOf(column) });
    taken.add(column);
  };

  for (const field of fields) {
    const said = file.get(field.name);
    if (said?.column === undefined || said.column === null) continue;
    if (!filled.has(said.column)) {
      const known = [...filled.keys()].slice(0, 30).join(', ') || '(none)';
      throw malformed(
        'mapping',
        `The mapping file takes "${field.name}" from the column "${said.column}", which the file does not have; it has ${known}.`,
      );
    }
    take(field, said.column, said.words);
  }
  for (const field of fields) {
    const said = file.get(field.name);
    if (columns.has(field.name) || said?.column === null) continue;
    const words = said?.words ?? new Map<string, string>();
    const header = field.headers.find((candidate) => {
      const column = byNormal.get(candidate);
      if (column === undefined || taken.has(column)) return false;
      return isSure(field, candidate) || records.some(({ properties }) => fits(field, properties[column], words, options.today));
    });
    if (header !== undefined) take(field, byNormal.get(header) as string, words);
  }
  const languages = entity === 'places' ? languageColumns(byNormal, taken, level) : new Map<string, string>();
  const attributes = [...filled.keys()].filter((header) => !taken.has(header));
  return { columns, languages, attributes, level, unreadStatus: unreadStatus(fields, columns, byNormal, file) };
}

function unreadStatus(
  fields: readonly Field[],
  columns: Mapping['columns'],
  byNormal: ReadonlyMap<string, string>,
  file: ReadonlyMap<string, FieldMapping>,
): string | null {
  const status = fields.find(({ name }) => name === 'status');
  // null in the mapping file: no column means it, somebody looked
  if (status === undefined || columns.has('status') || file.get('status')?.column === null) return null;
  const mayTell = (header: string) => status.headers.includes(header) || (header.includes('status') && !header.includes('date'));
  return [...byNormal].find(([header]) => mayTell(header))?.[1] ?? null;
}

/** Square metres in one unit of a column, by the end of its name. "ha" and "rai" must stand apart or after "area": other words end in them too. */
function unitOf(column: string): number {
  const header = normaliseHeader(column);
  const unit = AREA_UNITS.find(({ suffix }) => header.endsWith(suffix));
  if (unit === undefined) return 1;
  if (['ha', 'rai'].includes(unit.suffix) && !/(area|size|in)_?(ha|rai)$|[^a-z](ha|rai)\W*$|[a-z](Ha|Rai)$/i.test(column))
    return 1;
  return unit.squareMetres;
}

function languageColumns(byNormal: ReadonlyMap<string, string>, taken: Set<string>, level: number | null): Map<string, string> {
  const languages = new Map<string, string>();
  for (const language of NAME_LANGUAGES) {
    const tag = LANGUAGE_SYNONYMS[language] ?? language;
    const header = [`name${language}`, ...(level === null ? [] : [`adm${level}${language}`, `adm${level}name${language}`])].find(
      (candidate) => {
        const column = byNormal.get(candidate);
        return column !== undefined && !taken.has(column);
      },
    );
    if (header === undefined || languages.has(tag)) continue;
    const column = byNormal.get(header) as string;
    languages.set(tag, column);
    taken.add(column);
  }
  return languages;
}
