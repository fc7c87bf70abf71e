import type { ImportEntity } from '../../vocabulary.ts';
import { type Note, note } from '../issues.ts';
import { count, some } from '../sentences.ts';
import { FIELDS } from './aliases.ts';
import type { Mapping } from './mapping.ts';
import type { FieldMapping } from './mapping-file.ts';
import { memberOf } from './members.ts';
import { normaliseHeader, textOf } from './words.ts';

type Properties = Record<string, unknown>;
type Rows = readonly { properties: Properties; featureId?: string | undefined }[];

/** What the ids of a file are, and how each record's are to be read. */
export interface Identifiers {
  /** The properties with ids as their column writes them, and what is to be said of the record. */
  read: (properties: Properties) => { properties: Properties; notes: Note[]; destroyed: readonly string[] };
  /** What was not understood, and what was decided, a sentence each. */
  unclear: string[];
  conventions: string[];
  /** How many of the records' own ids a spreadsheet destroyed. */
  destroyed: number;
}

const FLOAT = /^(-?\d+)\.0+$/;
const WHOLE = /^-?\d+$/;
/** What spreadsheets make of long numbers. */
const SCIENTIFIC = /^-?\d(?:[.,]\d+)?[eE]\+\d{1,3}$|^-?\d[.,]\d+[eE]\d{2,3}$/;
/** What spreadsheets make of `2-1` and of `Feb-1`, in their own spelling. */
const DAY_MONTH = /^(?:([0-2]?\d|3[01])-([A-Z][a-z]{2})|([A-Z][a-z]{2})-\d{2})$/;
const MONTHS = new Set(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']);

const monthOf = (text: string): string | null => {
  const [, , first, second] = DAY_MONTH.exec(text) ?? [];
  const month = first ?? second ?? '';
  return MONTHS.has(month) ? month : null;
};

/** How one column writes ids. */
interface Convention {
  dropsZero: boolean;
  /** Both `1` and `1.0` stand in the column. */
  mixed: boolean;
  isDestroyed: (text: string) => boolean;
}

function conventionOf(texts: readonly string[]): Convention {
  const floats = texts.filter((text) => FLOAT.test(text)).length;
  const dropsZero = floats > 0 && texts.every((text) => FLOAT.test(text) || WHOLE.test(text));
  const dates = texts.filter((text) => monthOf(text) !== null);
  const others = texts.filter((text) => monthOf(text) === null);
  // ids that are written so by themselves: `12-Mar` beside `45-Mar`, or the same short name of a district all through
  const ownWay =
    others.some((text) => /^\d+-[A-Z][a-z]{2}$|^[A-Z][a-z]{2}-\d+$/.test(text)) ||
    (dates.length > others.length && dates.length > 1 && new Set(dates.map(monthOf)).size === 1);
  return {
    dropsZero,
    mixed: dropsZero && floats < texts.length,
    isDestroyed: (text) => SCIENTIFIC.test(text) || (!ownWay && monthOf(text) !== null),
  };
}

/** Columns whose values tie records to one another. */
const idFields = (entity: ImportEntity) => FIELDS[entity].filter(({ type }) => type === 'id' || type === 'ids');
const OWN = new Set(['local_id', 'code']);

/** Looks at each column of ids as a whole: the column's own convention decides how its ids are read. */
export function readIdentifiers(entity: ImportEntity, mapping: Mapping, rows: Rows): Identifiers {
  const unclear: string[] = [];
  const conventions: string[] = [];
  const columns: { field: string; column: string; convention: Convention }[] = [];
  let lost = 0;
  const wanted = [...idFields(entity).map(({ name }) => name), 'place_code'];
  for (const field of wanted) {
    const column = mapping.columns.get(field)?.column;
    if (column === undefined) continue;
    const texts = rows.map(({ properties }) => textOf(memberOf(properties, column))).filter((text) => text !== null);
    const convention = conventionOf(texts);
    columns.push({ field, column, convention });
    if (convention.dropsZero)
      conventions.push(
        `Ids in "${column}" are whole numbers${convention.mixed ? ', some of them' : ''} written with a decimal part: "1.0" is taken as "1". To keep them as written, put a letter before them.`,
      );
    const destroyed = texts.filter(convention.isDestroyed);
    if (destroyed.length > 0)
      unclear.push(
        `${count(destroyed.length)} of the ids in "${column}" ${destroyed.length === 1 ? 'was' : 'were'} destroyed by a spreadsheet (${some([...new Set(destroyed)])}): they are no ids and tie no records together. Export the file again with the column as text.`,
      );
    if (OWN.has(field)) lost += destroyed.length;
    if (OWN.has(field)) unclear.push(...alike(column, texts, convention));
  }
  return { read: (properties) => readOne(properties, columns), unclear, conventions, destroyed: lost };
}

/** One spelling for ids that differ in case, in zeros before a number or in `.0` only. */
export const foldedIdentifier = (id: string): string =>
  id
    .replace(FLOAT, '$1')
    .toLowerCase()
    .replace(/(?<!\d)0+(?=\d)/g, '');

/** Ids that differ in case or in zeros before a number only. */
function alike(column: string, texts: readonly string[], { dropsZero, isDestroyed }: Convention): string[] {
  const groups = new Map<string, Set<string>>();
  for (const text of texts) {
    if (isDestroyed(text)) continue;
    const id = (dropsZero ? text.replace(FLOAT, '$1') : text).normalize('NFC');
    const folded = foldedIdentifier(id);
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, new Set([id]));
    else group.add(id);
  }
  const several = [...groups.values()].filter(({ size }) => size > 1).map((group) => [...group].join(' / '));
  if (several.length === 0) return [];
  return [
    `Ids in "${column}" differ only in case or in zeros before a number: ${some(several)}. They are kept apart, as different records; write them alike if they are one.`,
  ];
}

function readOne(
  properties: Properties,
  columns: readonly { field: string; column: string; convention: Convention }[],
): { properties: Properties; notes: Note[]; destroyed: readonly string[] } {
  const changed: [string, unknown][] = [];
  const notes: Note[] = [];
  const destroyed: string[] = [];
  for (const { field, column, convention } of columns) {
    const text = textOf(memberOf(properties, column));
    if (text === null) continue;
    if (convention.isDestroyed(text)) {
      changed.push([column, null]);
      destroyed.push(column);
      const what = OWN.has(field) ? 'the record is taken without an id' : 'it names no record';
      const message = `${field} "${text}" (column ${column}) was destroyed by a spreadsheet: kept as an attribute only, ${what}. Export the column as text.`;
      notes.push(note('flagged', field, 'destroyed_id', message));
    } else if (convention.dropsZero && FLOAT.test(text)) changed.push([column, text.replace(FLOAT, '$1')]);
  }
  if (changed.length === 0) return { properties, notes, destroyed };
  return { properties: Object.fromEntries([...Object.entries(properties), ...changed]), notes, destroyed };
}

/** A column of so many rows is looked at; one with fewer different values than this part of the rows is not one of ids. */
const ROWS_TO_JUDGE = 10;
const FEWEST_DIFFERENT = 0.2;

interface Candidate {
  column: string;
  filled: number;
  different: number;
}

function candidate(column: string, rows: Rows): Candidate {
  const texts = rows.map(({ properties }) => textOf(memberOf(properties, column))).filter((text) => text !== null);
  return { column, filled: texts.length, different: new Set(texts).size };
}

const example = (field: string, column: string) => `--mapping {"${field}": ${JSON.stringify(column)}}`;

/**
 * Whether the column that was taken for the id can be one. One with far fewer values than rows is given up, for one that is unique
 * where a header tells of it; of several the unique one is proposed.
 */
export function chooseIdentifier(
  entity: ImportEntity,
  mapping: Mapping,
  rows: Rows,
  file: ReadonlyMap<string, FieldMapping>,
): { mapping: Mapping; unclear: string[] } {
  const field = FIELDS[entity].find(({ name }) => name === 'local_id');
  if (field === undefined || file.get('local_id')?.column !== undefined) return { mapping, unclear: [] };
  const taken = mapping.columns.get('local_id');
  const isUnique = ({ filled, different }: Candidate) => filled === rows.length && different === filled && filled > 1;
  const unique = (known: boolean) =>
    mapping.attributes
      .filter((column) => field.headers.includes(normaliseHeader(column)) === known && (known || isRowId(column)))
      .map((column) => candidate(column, rows))
      .find(isUnique);
  // ids that features carry beside their properties serve
  const hasOwn = rows.every(({ featureId }) => featureId !== undefined);
  if (taken === undefined) {
    if (hasOwn) return { mapping, unclear: [] };
    const proposed = unique(false);
    return { mapping, unclear: [noIdentifier(proposed?.column ?? null)] };
  }
  const found = candidate(taken.column, rows);
  const other = unique(true);
  const says = `"${taken.column}" has ${count(found.different)} different values in ${count(found.filled)} records`;
  const few = found.filled >= ROWS_TO_JUDGE && found.different < found.filled * FEWEST_DIFFERENT;
  if (few && normaliseHeader(taken.column) !== 'localid') {
    const columns = new Map(mapping.columns);
    columns.delete('local_id');
    if (other !== undefined) columns.set('local_id', { ...taken, column: other.column });
    const attributes = [...mapping.attributes.filter((column) => column !== other?.column), taken.column];
    const instead =
      other === undefined
        ? hasOwn
          ? 'The ids that the features carry beside their properties are taken.'
          : noIdentifier(unique(false)?.column ?? null)
        : `The id is taken from "${other.column}", which is unique.`;
    return {
      mapping: { ...mapping, columns, attributes },
      unclear: [`${says}: it is not taken as the id. If it is, say ${example('local_id', taken.column)}. ${instead}`],
    };
  }
  if (other === undefined || found.filled < 4 || found.different >= found.filled / 2) return { mapping, unclear: [] };
  return {
    mapping,
    unclear: [
      `${says}, taken as parts of the same records; "${other.column}" is unique. If that is the id, say ${example('local_id', other.column)}.`,
    ],
  };
}

/** What programs call the number of a row. */
const isRowId = (column: string): boolean =>
  /^(id|objectid\d*|fid|ogcfid|gid|globalid|key|uuid|instanceid|metainstanceid)$/.test(normaliseHeader(column));

/** A list that misses ids is not whole: what it lists under a destroyed one would be closed as absent. */
export const destroyedIds = (lost: number): string =>
  `The file declares itself complete, but a spreadsheet destroyed ${count(lost)} of its ids, so what it does not list is not known: export it again with the ids as text, or import it without complete. Nothing was loaded.`;

const noIdentifier = (proposed: string | null): string =>
  `No id column was found. A later file cannot correct these records: what changes in it stands beside the old, and is counted twice. ${
    proposed === null
      ? 'If a column holds the ids, name it, for example with --mapping {"local_id": "HA_No"}.'
      : `"${proposed}" is unique: if it stays the same from file to file, say ${example('local_id', proposed)}.`
  }`;
