import { parse } from 'csv-parse/sync';
import { setMember } from '../fields/members.ts';
import { normaliseHeader } from '../fields/words.ts';
import { note } from '../issues.ts';
import { readGeometryText, readPoint } from './cells.ts';
import { findCoordinates, type NamedCoordinates, remarkOnTaken, WKT_COLUMNS } from './coordinate-columns.ts';
import { CoordinateSystems } from './coordinate-system.ts';
import { coordinateOfTag, isTagLine } from './hxl.ts';
import { newSaying, type Saying, type SourceRecord, unreadable } from './source.ts';
import { WktError } from './wkt.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Excel's own first line: `sep=;`. */
const DELIMITER_LINE = /^sep=(.)[^\S\r\n]*(?:\r\n|\r|\n)/i;
/** What no column is called: a geometry, a number, a date. A year may head the columns of a table. */
const VALUES: readonly RegExp[] = [
  /^(SRID\s*=\s*\d+\s*;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*\(|^GEOMETRYCOLLECTION\s*\(/i,
  /^\{/,
  /^(?!\d{4}$)[-+]?[\d.,\s]*\d[\d.,\s]*$/,
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\D.*)?$/,
];

interface ParsedLine {
  record: string[];
  /** lines read once the record has been */
  info: { lines: number };
}

/** The sign that parts the columns of the first line; what stands in quotes does not count. */
function findDelimiter(text: string): string {
  const end = text.search(/\r|\n/);
  const firstLine = (end === -1 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : (DELIMITERS[counts.indexOf(most)] as string);
}

function parseLines(text: string, delimiter: string): ParsedLine[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 0,
    }) as unknown as ParsedLine[];
  } catch (error) {
    const { code, lines, message } = error as { code?: string; lines?: number; message: string };
    if (code === 'CSV_QUOTE_NOT_CLOSED') {
      throw unreadable(
        'The file ends inside quotation marks: it is cut off, or a quotation mark is missing. Get the whole file and import it again.',
      );
    }
    const where = lines === undefined ? '' : ` at line ${lines}`;
    throw unreadable(`The file is not readable as CSV${where}: ${message}. Write quotation marks inside a value twice.`);
  }
}

/** Names of the columns, none empty, none twice. */
function nameColumns(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/**
 * Reads lines of text whose first line names the columns. The geometry comes from a column of WKT or GeoJSON, or from a pair of
 * longitude and latitude; those columns are not among the properties.
 * @throws Problem with one sentence where the file as a whole cannot be taken.
 */
export function* readCsv(text: string, saying: Saying = newSaying(), said: NamedCoordinates = {}): Generator<SourceRecord> {
  const told = DELIMITER_LINE.exec(text);
  const delimiter = told?.[1] ?? findDelimiter(text);
  const linesBefore = told === null ? 0 : 1;
  const lines = parseLines(text.slice(told?.[0].length ?? 0), delimiter);
  for (const { info } of lines) info.lines += linesBefore;
  const first = lines[0];
  if (first === undefined) throw unreadable('The file is empty: it has no line that names the columns.');
  const columns = nameColumns(first.record);
  if (
    lines.length > 0 &&
    columns.length === 1 &&
    !WKT_COLUMNS.includes(normaliseHeader(columns[0] as string)) &&
    lines.every((line) => line.record[0]?.trimStart().startsWith('{') ?? false)
  ) {
    throw unreadable('The file looks like JSON, not like CSV: give it the ending .geojson.');
  }
  const value = first.record.find((cell) => VALUES.some((pattern) => pattern.test(cell.trim())));
  if (value !== undefined || first.record.every((cell) => cell.trim() === '')) {
    const held = value === undefined ? 'it is blank' : `it holds a value ("${value.trim().slice(0, 40)}")`;
    throw unreadable(`The first line must name the columns, but ${held}: add a line of names above it.`);
  }
  const tags = lines[1] !== undefined && isTagLine(lines[1].record) ? lines[1].record : [];
  for (const [index, column] of columns.entries()) if (tags[index]?.trim()) saying.tags.set(column, tags[index].trim());
  const headers = columns.map((column, index) => coordinateOfTag(tags[index] ?? '') ?? normaliseHeader(column));
  const linesOfNames = tags.length > 0 ? 2 : 1;
  requireSameWidth(columns.length, lines.slice(linesOfNames));
  const rows = lines.slice(linesOfNames).map(({ record }) => record);
  const found = findCoordinates(columns, headers, rows, said);
  const { geometry: wkt, longitude, latitude } = found;
  const paired = longitude !== -1 && latitude !== -1;
  const taken = remarkOnTaken(columns, found);
  if (taken !== null) saying.conventions.push(taken);
  const systems = new CoordinateSystems();
  const endsWithNewline = /[\r\n]$/.test(text);

  for (const [index, { record, info }] of lines.entries()) {
    if (index < linesOfNames) continue;
    const number = index + 1 - linesOfNames;
    const line = (lines[index - 1] as ParsedLine).info.lines + 1;
    const label = `line ${info.lines > line ? `${line}–${info.lines}` : info.lines}`;
    const isLast = index === lines.length - 1;
    const surplus = record.slice(columns.length).some((cell) => cell.trim() !== '');
    if (record.length < columns.length || surplus) {
      if (isLast && !endsWithNewline && !surplus) {
        throw unreadable(
          `The file is cut off: its last line (${info.lines}) has ${record.length} of ${columns.length} columns. Get the whole file and import it again.`,
        );
      }
      const message = `${label} has ${record.length} columns where the first line names ${columns.length}; put values that hold "${delimiter === '\t' ? 'a tab' : delimiter}" in quotation marks.`;
      yield { number, label, properties: {}, geometry: null, fault: note('refused', null, 'wrong_column_count', message) };
      continue;
    }
    const properties: Record<string, unknown> = {};
    for (const [at, column] of columns.entries()) {
      if (at !== wkt && !(paired && (at === longitude || at === latitude))) setMember(properties, column, record[at] as string);
    }
    const coordinates = paired ? [record[longitude] as string, record[latitude] as string] : [];
    const read: SourceRecord = { number, label, properties, geometry: null, written: { separator: delimiter, coordinates } };
    try {
      if (wkt !== -1 && (record[wkt] as string).trim() !== '')
        read.geometry = readGeometryText((record[wkt] as string).trim(), systems);
      else if (paired) read.geometry = readPoint(record[longitude] as string, record[latitude] as string);
    } catch (error) {
      if (!(error instanceof WktError)) throw error;
      if (error.cutOff && isLast && !endsWithNewline) {
        throw unreadable(
          `The file is cut off: the geometry of its last line (${info.lines}) stops in the middle. Get the whole file and import it again.`,
        );
      }
      const field =
        wkt !== -1 && (record[wkt] as string).trim() !== ''
          ? (columns[wkt] as string)
          : `${columns[longitude]}, ${columns[latitude]}`;
      read.fault = note(
        'refused',
        'geometry',
        'unreadable_geometry',
        `The geometry (${field}) cannot be read: ${error.message}.`,
      );
    }
    yield read;
  }
}

/** Lines that all have another number of columns than the first is a mistake of the first. @throws Problem 422. */
function requireSameWidth(named: number, lines: readonly ParsedLine[]): void {
  const width = lines[0]?.record.length ?? named;
  if (lines.length < 2 || width === named || lines.some(({ record }) => record.length !== width)) return;
  if (width > named && lines.every(({ record }) => record.slice(named).every((cell) => cell.trim() === ''))) return;
  throw unreadable(
    `The first line names ${named} columns, but each of the ${lines.length} lines below it has ${width}: a delimiter too ${width < named ? 'many' : 'few'} in the first line, perhaps at its end. Correct it and import the file again.`,
  );
}
