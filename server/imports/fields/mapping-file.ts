import { malformed } from '../../problems.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { FIELDS } from './aliases.ts';
import { normaliseWord } from './words.ts';

/** What a mapping file says of one field. */
export interface FieldMapping {
  /** Name of the column; null: no column means this field; undefined: recognise it. */
  column?: string | null;
  /** Normalised word → code. */
  words: Map<string, string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Where a record lies is no field of it; the mapping file names the columns all the same. */
const COORDINATES: ReadonlySet<string> = new Set(['longitude', 'latitude', 'geometry']);
const EXAMPLE = '{"local_id": "HA_No", "kind": {"column": "Class", "values": {"Zone 1": "CHA"}}}';

/** The columns of coordinates that a mapping file names. */
export const namedCoordinates = (
  file: ReadonlyMap<string, FieldMapping>,
): Partial<Record<'longitude' | 'latitude' | 'geometry', string>> =>
  Object.fromEntries([...COORDINATES].flatMap((name) => (file.get(name)?.column ? [[name, file.get(name)?.column]] : [])));

/**
 * Reads the text of a mapping file: field → column, or `{column, values}` where values maps the words of the file to codes.
 * @throws Problem 400 with one sentence that names the field.
 */
export function readMappingFile(text: string, entity: ImportEntity): Map<string, FieldMapping> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw malformed('mapping', `The mapping file is not JSON (${(error as Error).message}); write it like ${EXAMPLE}.`);
  }
  if (!isObject(parsed)) throw malformed('mapping', `The mapping file must be an object like ${EXAMPLE}.`);
  const mapping = new Map<string, FieldMapping>();
  for (const [name, said] of Object.entries(parsed)) {
    if (COORDINATES.has(name) && typeof said === 'string') {
      mapping.set(name, { column: said, words: new Map() });
      continue;
    }
    const field = FIELDS[entity].find((candidate) => candidate.name === name);
    if (field === undefined) {
      const names = [...FIELDS[entity].map((candidate) => candidate.name), ...COORDINATES].join(', ');
      throw malformed('mapping', `The mapping file names the field "${name}", which ${entity} do not have; they have ${names}.`);
    }
    const { column, values } = isObject(said) ? said : { column: said, values: undefined };
    if (column !== undefined && column !== null && typeof column !== 'string') {
      throw malformed(
        'mapping',
        `The mapping file gives "${name}" the column ${JSON.stringify(column)}; it must be the name of a column, or null.`,
      );
    }
    const words = new Map<string, string>();
    if (values !== undefined) {
      if (!isObject(values) || field.words === undefined) {
        const why = field.words === undefined ? `"${name}" holds no codes` : 'they must be an object of word and code';
        throw malformed('mapping', `The mapping file gives values for "${name}", but ${why}.`);
      }
      const codes = Object.keys(field.words);
      for (const [word, code] of Object.entries(values)) {
        if (typeof code !== 'string' || !codes.includes(code)) {
          throw malformed(
            'mapping',
            `The mapping file maps "${word}" of "${name}" to ${JSON.stringify(code)}; it must be one of ${codes.join(', ')}.`,
          );
        }
        words.set(normaliseWord(word), code);
      }
    }
    mapping.set(name, column === undefined ? { words } : { column: column as string | null, words });
  }
  return mapping;
}
