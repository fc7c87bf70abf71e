import type { NamedCoordinates } from './coordinate-columns.ts';
import { readCsv } from './csv.ts';
import { readGeoJson } from './geojson.ts';
import { fromOwnExport, OWN_EXPORT, ownExport, requireOutlines } from './own-export.ts';
import { placeByProperties } from './property-coordinates.ts';
import { newSaying, type Source, type SourceRecord, unreadable } from './source.ts';

const RECORD_SEPARATOR = 0x1e;
const WANTED = 'Export it as GeoJSON or CSV (WGS84 longitude and latitude).';

/** What the first bytes of files say that people send by mistake. */
const SIGNATURES: readonly { hex: string; what: string }[] = [
  { hex: '504b0304', what: 'a zip archive (also .xlsx, .kmz and zipped shapefiles are)' },
  { hex: '0000270a', what: 'a shapefile (.shp)' },
  { hex: '53514c69746520666f726d6174', what: 'a GeoPackage or SQLite database' },
  { hex: 'd0cf11e0', what: 'an old Excel or Access file' },
  { hex: '25504446', what: 'a PDF' },
  { hex: '1f8b', what: 'a gzip archive: unpack it first' },
  { hex: '504152', what: 'a Parquet file' },
  { hex: '666762', what: 'a FlatGeobuf file' },
  { hex: '89504e47', what: 'a picture' },
  { hex: 'ffd8ff', what: 'a picture' },
  { hex: '49492a00', what: 'a picture (TIFF)' },
];
/** The first dozen bytes are ASCII in each of these. */
const MARKUP: readonly { pattern: RegExp; what: string }[] = [
  {
    pattern: /<(!doctype html|html|head|body)/i,
    what: 'a web page (HTML), perhaps a login or error page saved in place of the file',
  },
  { pattern: /<kml/i, what: 'KML' },
  { pattern: /<(gml|ogr|wfs):/i, what: 'GML' },
  { pattern: /<gpx/i, what: 'GPX' },
];

/**
 * Opens a file by what it holds, and by its ending only where that does not tell. Records are read as they are asked for.
 * @param coordinates the columns of coordinates that the mapping file names.
 * @throws Problem with one sentence that says what was found and what would be right; also while records are read.
 */
export function openSource(bytes: Uint8Array, fileName: string, coordinates: NamedCoordinates = {}): Source {
  if (bytes.length === 0) throw unreadable('The file is empty (0 bytes). Get it again.');
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const signature = SIGNATURES.find(({ hex }) => start.startsWith(hex));
  if (signature !== undefined) throw unreadable(`The file is ${signature.what}, not GeoJSON or CSV. ${WANTED}`);
  const { utf8, hadNul } = toUtf8(bytes);
  if (hadNul) throw unreadable(`The file is binary, not GeoJSON or CSV. ${WANTED}`);
  const sample = new TextDecoder().decode(utf8.subarray(0, 4096)).trimStart();
  if (sample === '' && utf8.every((byte) => byte <= 0x20))
    throw unreadable('The file is empty: it holds nothing but white space. Get it again.');
  if (sample.startsWith('<')) {
    const markup = MARKUP.find(({ pattern }) => pattern.test(sample));
    throw unreadable(`The file is ${markup?.what ?? 'XML'}, not GeoJSON or CSV. ${WANTED}`);
  }
  // a record separator (RFC 8142) is a sign of JSON too
  const json = /^[[{]/.test(sample) || utf8[0] === RECORD_SEPARATOR || /\.(geo)?json(l|s|seq)?$|\.ndjson$/i.test(fileName);
  const signsOfPart: string[] = [];
  const saying = newSaying();
  if (json)
    return {
      format: 'geojson',
      saying,
      signsOfPart,
      records: { [Symbol.iterator]: () => placeByProperties(readGeoJson(utf8, signsOfPart), saying, coordinates) },
    };
  return {
    format: 'csv',
    saying,
    signsOfPart,
    records: {
      *[Symbol.iterator](): Generator<SourceRecord> {
        const text = decode(utf8);
        const own = ownExport(text);
        if (own !== null) {
          requireOutlines(own);
          saying.unclear.push(OWN_EXPORT);
        }
        for (const record of readCsv(own ?? text, saying, coordinates)) yield own === null ? record : fromOwnExport(record);
      },
    },
  };
}

/** UTF-8 without byte order mark; UTF-16 is recognised by its mark or by its zero bytes. */
function toUtf8(bytes: Uint8Array): { utf8: Uint8Array; hadNul: boolean } {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return withNul(bytes.subarray(3));
  const littleEndian = (first === 0xff && second === 0xfe) || (second === 0 && fourth === 0 && first !== 0);
  const bigEndian = (first === 0xfe && second === 0xff) || (first === 0 && third === 0 && second !== 0);
  if (!littleEndian && !bigEndian) return withNul(bytes);
  const text = new TextDecoder(littleEndian ? 'utf-16le' : 'utf-16be').decode(bytes);
  return withNul(Buffer.from(text, 'utf8'));
}

const withNul = (utf8: Uint8Array) => ({ utf8, hadNul: utf8.subarray(0, 65_536).includes(0) });

function decode(utf8: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(utf8);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw unreadable(`The file is too large to be read as CSV (${utf8.length} bytes): split it, or export it as GeoJSON.`);
    }
    const line = firstInvalidLine(utf8);
    throw unreadable(
      `The text is not UTF-8 (first at line ${line}): save the file as "CSV UTF-8" so that names keep their letters, and import it again.`,
    );
  }
}

/** Where the next line starts: after a line feed, a carriage return (as old Macintosh files have it) or both. */
function endOfLine(utf8: Uint8Array, start: number): number {
  for (let at = start; at < utf8.length; at += 1) {
    if (utf8[at] === 0x0a) return at + 1;
    if (utf8[at] === 0x0d) return utf8[at + 1] === 0x0a ? at + 2 : at + 1;
  }
  return utf8.length;
}

function firstInvalidLine(utf8: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < utf8.length; line += 1) {
    const end = endOfLine(utf8, start);
    try {
      decoder.decode(utf8.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}
