import { malformed, Problem } from '../problems.ts';
import { type CheckedGeometry, checkGeometry, explainOutOfRange } from './checks/geometry.ts';
import { isDeeperThan } from './checks/nesting.ts';
import { partTotals } from './checks/totals.ts';
import { zonesThatBringHome } from './checks/utm-zones.ts';
import { type Content, READERS } from './fields/contents.ts';
import { dateConventions } from './fields/date-orders.ts';
import { chooseIdentifier, destroyedIds, type Identifiers, readIdentifiers } from './fields/identifiers.ts';
import { chooseColumns, type Mapping } from './fields/mapping.ts';
import { type FieldMapping, namedCoordinates, readMappingFile } from './fields/mapping-file.ts';
import { setMember } from './fields/members.ts';
import { findConvention, hear, type NumberConvention, type NumberHints } from './fields/number-convention.ts';
import { mergedOperators } from './fields/operators.ts';
import { addTags } from './fields/tags.ts';
import { LONGEST_IDENTIFIER, orderOfColumns, RecordRefusal, RecordValues } from './fields/values.ts';
import { baseKey, canonicalJson, numberRepeats, partKey, sha256 } from './history/keys.ts';
import { type Issue, type Note, note } from './issues.ts';
import type { ImportOptions } from './options.ts';
import { lookLikeCoordinates, remarkOnUnused } from './readers/coordinate-columns.ts';
import { openSource } from './readers/open.ts';
import { type Source, unreadable } from './readers/source.ts';

/** A record ready to be loaded; its geometry still to be repaired by the database. */
export interface PreparedRecord {
  number: number;
  /** Unique in the file. */
  key: string;
  content: Content;
  /** Of all that is stored of it. */
  contentHash: string;
  geometry: Pick<CheckedGeometry, 'source' | 'isPolygon' | 'point'>;
  notes: Note[];
}

export interface PreparedFile {
  sha256: string;
  read: number;
  records: PreparedRecord[];
  /** Of the refused records. */
  refusals: Issue[];
  mapping: Mapping;
  /** In what words the file says that it is only a part of a list. */
  signsOfPart: readonly string[];
  /** Lines that are no records, by what they are. */
  notRecords: Issue[];
  /** What was not understood, and the conventions that were chosen, a sentence each. */
  unclear: string[];
  conventions: string[];
}

export type Progress = (step: string, done: number, total: number) => void;

const DEEPEST_PROPERTY = 50;
const tooDeep = (name: string): Note =>
  note(
    'refused',
    null,
    'too_deep',
    `The property "${name.slice(0, 60)}" has lists and objects more than ${DEEPEST_PROPERTY} deep in one another; leave it out, or write it as text.`,
  );

/** jsonb holds neither zero characters nor halves of surrogate pairs. */
const storable = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value
      .replaceAll('\u0000', '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), storable(member)]));
  return value;
};

interface Draft {
  number: number;
  label: string;
  properties: Record<string, unknown>;
  featureId: string | undefined;
  geometry: CheckedGeometry;
  fault: Note | null;
}

/**
 * Reads and checks a file without a database: what each record says in our words, and what is wrong with it.
 * @throws Problem with one sentence where the file as a whole cannot be taken.
 */
export function prepareFile(bytes: Uint8Array, options: ImportOptions, progress: Progress = () => {}): PreparedFile {
  const said = options.mapping === null ? new Map<string, FieldMapping>() : readMappingFile(options.mapping, options.entity);
  const source = openSource(bytes, options.fileName, namedCoordinates(said));
  const hints: NumberHints = { separator: null, coordinates: new Map() };
  const lines = readDrafts(source, options, hints, progress);
  const { file, conventions: tagged } = addTags(options.entity, said, source.saying.tags);
  const found = chooseColumns(options.entity, lines, file, options);
  if (source.format === 'csv') requireKnownColumns(found, lines, options);
  const numbers = findConvention(found, lines, hints, options.decimal ?? null);
  const { records: drafts, totals } = partTotals(options.entity, lines, found, numbers.signs);
  const { mapping, unclear } = chooseIdentifier(options.entity, found, drafts, file);
  const identifiers = readIdentifiers(options.entity, mapping, drafts);
  if (options.complete && identifiers.destroyed > 0) throw malformed('complete', destroyedIds(identifiers.destroyed));
  const orders = orderOfColumns(mapping, drafts, options.dateOrder);
  const refusals: Issue[] = [];
  const records: PreparedRecord[] = [];
  for (const draft of drafts) {
    try {
      records.push(prepareRecord(draft, mapping, { orders, decimals: numbers.signs, identifiers }, options));
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      const localId = textOfId(draft, mapping);
      refusals.push({
        ...error.note,
        recordNumber: draft.number,
        recordKey: localId,
        message: `${draft.label}: ${error.message}`,
      });
    }
    if (records.length % 1000 === 0) progress('check', records.length, drafts.length);
  }
  numberKeys(records);
  progress('check', drafts.length, drafts.length);
  return {
    sha256: sha256(bytes),
    read: drafts.length,
    records,
    refusals,
    mapping,
    signsOfPart: source.signsOfPart,
    notRecords: totals,
    unclear: [
      ...source.saying.unclear,
      ...unusedCoordinates(mapping, drafts),
      ...totals.map(({ message }) => message),
      ...unclear,
      ...identifiers.unclear,
      ...mergedOperators(records),
    ],
    conventions: [
      ...source.saying.conventions,
      ...tagged,
      ...identifiers.conventions,
      ...dateConventions(mapping, orders, options.dateOrder),
      ...(numbers.remark === null ? [] : [numbers.remark]),
    ],
  };
}

/** Said where some record has no place and columns that are not used look like one. */
function unusedCoordinates({ attributes }: Mapping, drafts: readonly Draft[]): string[] {
  if (drafts.every(({ geometry }) => geometry.source !== null || geometry.refusal !== null)) return [];
  const remark = remarkOnUnused(lookLikeCoordinates(attributes, drafts));
  return remark === null ? [] : [remark];
}

/** A first line of which no name is known is a record more likely than names. @throws Problem 422. */
function requireKnownColumns({ columns, attributes }: Mapping, drafts: readonly Draft[], { entity }: ImportOptions): void {
  if (columns.size > 0 || drafts.some(({ geometry }) => geometry.source !== null || geometry.refusal !== null)) return;
  throw unreadable(
    `The first line must name the columns, but of "${attributes.slice(0, 6).join('", "')}" none is one that ${entity} have: add a line of names above it, or say with --mapping what they are.`,
  );
}

function readDrafts(source: Source, options: ImportOptions, hints: NumberHints, progress: Progress): Draft[] {
  const drafts: Draft[] = [];
  for (const record of source.records) {
    hear(hints, record.written);
    const deep = Object.keys(record.properties).find((name) => isDeeperThan(DEEPEST_PROPERTY, record.properties[name]));
    drafts.push({
      number: record.number,
      label: record.label,
      properties: storable(deep === undefined ? record.properties : { ...record.properties, [deep]: null }) as Record<
        string,
        unknown
      >,
      featureId: record.featureId,
      geometry: checkGeometry(record.geometry, options.entity),
      fault: record.fault ?? (deep === undefined ? null : tooDeep(deep)),
    });
    if (drafts.length % 1000 === 0) progress('read', drafts.length, 0);
  }
  if (drafts.length === 0) throw unreadable('The file holds no records: nothing to import.');
  const placed = drafts.filter(({ geometry }) => geometry.source !== null || geometry.refusal !== null);
  if (placed.length > 0 && placed.every(({ geometry }) => geometry.outOfRange !== null)) {
    const positions = placed.flatMap(({ geometry }) => (geometry.outOfRange === null ? [] : [geometry.outOfRange]));
    throw unreadable(explainOutOfRange(positions[0] ?? [0, 0]) + zonesThatBringHome(positions, options.programme));
  }
  progress('read', drafts.length, drafts.length);
  return drafts;
}

const textOfId = ({ properties }: Draft, { columns }: Mapping): string | null => {
  const column = columns.get('local_id')?.column ?? columns.get('code')?.column;
  const value = column === undefined ? null : properties[column];
  return value === null || value === undefined || value === '' ? null : String(value);
};

/** How values are read, worked out from all records. */
interface Reading {
  orders: ReturnType<typeof orderOfColumns>;
  decimals: NumberConvention['signs'];
  identifiers: Identifiers;
}

function prepareRecord(
  draft: Draft,
  mapping: Mapping,
  { orders, decimals, identifiers }: Reading,
  options: ImportOptions,
): PreparedRecord {
  const { geometry, properties, number } = draft;
  const refusal = draft.fault ?? geometry.refusal;
  if (refusal !== null) throw new RecordRefusal(refusal.field, refusal.code, refusal.message);
  const { properties: readable, notes, destroyed } = identifiers.read(properties);
  const values = new RecordValues(readable, mapping, orders, decimals, options.today);
  const content = READERS[options.entity](values, options, { mapping, properties: readable });
  if (
    options.entity !== 'places' &&
    content.local_id === null &&
    draft.featureId !== undefined &&
    draft.featureId.length <= LONGEST_IDENTIFIER &&
    !mapping.columns.has('local_id')
  ) {
    content.local_id = draft.featureId.trim().normalize('NFC');
  }
  for (const column of destroyed) setMember(values.attributes, column, properties[column]);
  content.attributes = values.attributes;
  for (const [name, value] of Object.entries(content)) if (value === null) delete content[name];
  const identifier = (options.entity === 'places' ? content.code : content.local_id) as string | undefined;
  const place = { source: geometry.source, point: geometry.point };
  return {
    number,
    key: baseKey(identifier ?? null, () => canonicalJson([options.entity, properties, place])),
    content,
    contentHash: sha256(canonicalJson([options.entity, content, place])),
    geometry,
    notes: [...geometry.notes, ...notes, ...values.notes],
  };
}

/** Gives every row a key of its own in the file; a place's key is its code. */
function numberKeys(records: PreparedRecord[]): void {
  for (const [record, occurrence] of numberRepeats(records)) {
    const { code } = record.content;
    record.key = partKey(record.key, occurrence);
    if (code !== undefined && code !== record.key) {
      record.content.code = record.key;
      record.contentHash = sha256(canonicalJson([record.contentHash, record.key]));
    }
    if (occurrence > 1 && code !== undefined) {
      const message = `The code "${code}" stands more than once in the file: this one is kept as "${record.key}".`;
      record.notes.push(note('flagged', 'code', 'duplicate_code', message));
    }
  }
}

/** The sentence for a file of which no record can be taken. */
export function nothingAccepted({ read, refusals }: PreparedFile): Problem {
  const [first] = refusals;
  const count = read === 1 ? 'The only record was refused' : `All ${read} records were refused`;
  return new Problem(
    422,
    'Nothing imported',
    `${count}, so nothing was imported. ${first === undefined ? '' : `The first: ${first.message}`}`,
    'file',
  );
}
