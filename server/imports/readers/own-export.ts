import { RELEASE_METHODS } from '../../vocabulary.ts';
import { setMember } from '../fields/members.ts';
import { type SourceRecord, unreadable } from './source.ts';

/** The lines above the names in Landclear's own list of records. */
const PREFACE =
  /^"?# [A-Z]{3}, (?:hazardous_area|land_release), at the end of [^\r\n]*(\r?\n)(?:"?# Synthetic demonstration data[^\r\n]*\r?\n)?/;

/** What Landclear works out itself, or numbers anew. */
const WORKED_OUT = new Set([
  'id', 'edition', 'day', 'undated', 'precision', 'place', 'mapped_m2', 'difference_m2', 'remaining_m2', 'overlap_m2', 'outside_m2', 'unmapped',
  'conflict',
]); // biome-ignore format: a list of words

/** Landclear's own list of records: its first lines are blanked, so that the numbers of the others stay. Null: it is none. */
export function ownExport(text: string): string | null {
  const preface = PREFACE.exec(text)?.[0];
  return preface === undefined ? null : preface.replace(/[^\r\n]/g, '') + text.slice(preface.length);
}

const LENGTHS: Readonly<Record<string, number>> = { year: 4, month: 7 };
/** The dates that `precision` is about. */
const DATES = ['recorded_on', 'completed_on', 'handed_over_on'];

/** A record of it as an import takes it: without what is worked out, dates as precise as they were. */
export function fromOwnExport(record: SourceRecord): SourceRecord {
  const told = record.properties;
  const properties: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(told)) {
    if (WORKED_OUT.has(column)) continue;
    // the apostrophe that keeps a spreadsheet from calculating
    setMember(properties, column, typeof value === 'string' ? value.replace(/^'(?=[\s=+\-@＝＋－＠])/, '') : value);
  }
  const date = DATES.find((column) => typeof told[column] === 'string' && told[column] !== '');
  const length = LENGTHS[String(told.precision)];
  if (date !== undefined && length !== undefined) properties[date] = String(told[date]).slice(0, length);
  // of a release the kind is its method
  if ((RELEASE_METHODS as readonly unknown[]).includes(properties.kind)) {
    properties.method = properties.kind;
    delete properties.kind;
  }
  // released is what the releases make of it
  if (properties.status === 'released') properties.status = 'open';
  return { ...record, properties };
}

/** @throws Problem for a list of before the outlines were in it: taken in again, it would put a point in place of each polygon. */
export function requireOutlines(text: string): void {
  const names = text.split(/\r?\n/).find((line) => line !== '');
  if (names?.split(',').includes('wkt')) return;
  throw unreadable(
    'The file is a list of records that an older Landclear wrote, with a point in place of each polygon: export it again, with the outlines, and import that.',
  );
}

export const OWN_EXPORT =
  'The file is a list of records that Landclear wrote: what it works out itself is left out, and attributes are not in it.';
