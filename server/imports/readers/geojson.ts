import { show } from '../checks/nesting.ts';
import { note } from '../issues.ts';
import { CoordinateSystems } from './coordinate-system.ts';
import { CutOff, JsonScanner } from './json-scanner.ts';
import { MEMBERS_OF_LISTS, signsOfPart } from './signs-of-part.ts';
import { type SourceRecord, unreadable } from './source.ts';

const GEOMETRY_TYPES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);
const decoder = new TextDecoder('utf-8', { fatal: true });
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lineAt(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let at = 0; at < position; at += 1) if (bytes[at] === 0x0a) line += 1;
  return line;
}

function parse(bytes: Uint8Array, start: number, end: number, what: string): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes.subarray(start, end));
  } catch {
    throw unreadable(
      `The text of ${what} (line ${lineAt(bytes, start)}) is not UTF-8: save the file as UTF-8 and import it again.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(
      `The file is not valid JSON at ${what} (line ${lineAt(bytes, start)}): ${(error as Error).message}. Export it again as GeoJSON.`,
    );
  }
}

const cutOff = (bytes: Uint8Array, where: string) =>
  unreadable(`The file is cut off: it ends ${where}, after ${bytes.length} bytes. Get the whole file and import it again.`);

/**
 * Reads a FeatureCollection, single features or bare geometries one after the other (newline-delimited, RFC 8142), or an array of
 * features. Features are parsed one at a time. `bytes` is UTF-8 without byte order mark.
 * @param signs filled with what collections say of being a part of a list.
 * @throws Problem with one sentence where the file as a whole cannot be taken.
 */
export function* readGeoJson(bytes: Uint8Array, signs: string[] = []): Generator<SourceRecord> {
  const scanner = new JsonScanner(bytes);
  const systems = new CoordinateSystems();
  let count = 0;
  try {
    if (scanner.peek() === '[') {
      for (const value of elements(scanner, () => count + 1)) yield toRecord(systems.check(value), ++count);
    } else {
      while (scanner.peek() !== null) {
        if (scanner.peek() !== '{') {
          const found = decoderSample(bytes.subarray(scanner.position, scanner.position + 40));
          throw unreadable(
            count === 0
              ? `The file is not GeoJSON: it starts with ${show(found)}. Export it as GeoJSON (a FeatureCollection) or as CSV.`
              : `The file is not valid GeoJSON: after feature ${count} (line ${lineAt(bytes, scanner.position)}) comes ${show(found)}. Export it again.`,
          );
        }
        const start = scanner.position;
        const members = new Map<string, unknown>();
        const ofList: (() => [string, unknown])[] = [];
        const countBefore = count;
        let isCollection = false;
        for (const key of memberNames(scanner)) {
          if (key === 'features' && scanner.peek() === '[') {
            isCollection = true;
            for (const value of elements(scanner, () => count + 1)) yield toRecord(systems.check(value), ++count);
          } else {
            const { start: from, end } = scanner.skipValue();
            // only these are looked at here; the rest of a feature is parsed as a whole below
            if (['type', 'crs', 'error', 'message'].includes(key))
              members.set(key, parse(bytes, from, end, `the member "${key}"`));
            else if (MEMBERS_OF_LISTS.includes(key)) ofList.push(() => [key, parse(bytes, from, end, `the member "${key}"`)]);
          }
        }
        systems.name(members.get('crs'));
        if (isCollection) {
          signs.push(...signsOfPart(new Map(ofList.map((read) => read())), count - countBefore));
          continue;
        }
        count += 1;
        const value = topLevel(parse(bytes, start, scanner.position, `feature ${count}`), members.get('type'));
        yield toRecord(systems.check(value), count);
      }
    }
  } catch (error) {
    if (error instanceof CutOff)
      throw cutOff(
        bytes,
        count === 0 ? 'before the first feature is complete' : `after feature ${count}, before the end of the list`,
      );
    throw error;
  }
}

const decoderSample = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();

/** Steps through the members of an object; the caller steps over each value. */
function* memberNames(scanner: JsonScanner): Generator<string> {
  scanner.take('{');
  if (scanner.take('}')) return;
  do {
    if (scanner.peek() === null) throw new CutOff();
    const { start, end } = scanner.skipValue();
    const name = parse(scanner.bytes, start, end, 'the name of a member');
    if (typeof name !== 'string' || !scanner.take(':')) throw broken(scanner);
    yield name;
  } while (scanner.take(','));
  if (!scanner.take('}')) throw broken(scanner);
}

function* elements(scanner: JsonScanner, number: () => number): Generator<unknown> {
  scanner.take('[');
  if (scanner.take(']')) return;
  do {
    const { start, end } = scanner.skipValue();
    yield parse(scanner.bytes, start, end, `feature ${number()}`);
  } while (scanner.take(','));
  if (!scanner.take(']')) throw broken(scanner);
}

const broken = (scanner: JsonScanner) =>
  unreadable(
    `The file is not valid JSON at line ${lineAt(scanner.bytes, scanner.position)}, near ${show(decoderSample(scanner.bytes.subarray(scanner.position, scanner.position + 30)))}. Export it again as GeoJSON.`,
  );

/** A feature or a geometry that stands by itself; anything else is not GeoJSON and the sentence says what it is. */
function topLevel(value: unknown, type: unknown): unknown {
  if (type === 'Feature') return value;
  if (typeof type === 'string' && GEOMETRY_TYPES.has(type)) return { type: 'Feature', properties: {}, geometry: value };
  if (type === 'Topology') throw unreadable('The file is TopoJSON: export it as GeoJSON (a FeatureCollection).');
  if (type === 'FeatureCollection')
    throw unreadable('The file is a FeatureCollection without a list of "features": export it again.');
  const said = isObject(value) ? (value.error ?? value.message) : undefined;
  const about =
    said !== undefined
      ? `an answer that says ${show(said)}`
      : `an object with the members ${
          Object.keys(value as object)
            .slice(0, 6)
            .join(', ') || '(none)'
        }`;
  throw unreadable(`The file is JSON but not GeoJSON: it holds ${about}. Export it as GeoJSON (a FeatureCollection) or as CSV.`);
}

function toRecord(value: unknown, number: number): SourceRecord {
  const label = `feature ${number}`;
  const empty = { number, label, properties: {}, geometry: null };
  if (isObject(value) && value.type === 'Feature') {
    const { properties, geometry, id } = value;
    const record: SourceRecord = {
      number,
      label,
      properties: isObject(properties) ? properties : {},
      geometry: geometry ?? null,
    };
    // numbers are row numbers of the exporting program more often than not: they would tie different records together
    if (typeof id === 'string' && id.trim() !== '') record.featureId = id;
    return record;
  }
  if (isObject(value) && isObject(value.attributes)) {
    throw unreadable(
      'The file is Esri JSON ("attributes" and "rings"): export it as GeoJSON, for example with f=geojson in the address.',
    );
  }
  if (isObject(value) && typeof value.type === 'string' && GEOMETRY_TYPES.has(value.type)) return { ...empty, geometry: value };
  return {
    ...empty,
    fault: note(
      'refused',
      null,
      'not_a_feature',
      `${label} is ${show(value)}, not a GeoJSON feature; its "type" must be "Feature".`,
    ),
  };
}
