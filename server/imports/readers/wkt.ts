import { requireWgs84 } from './source.ts';

/** The text is not well-known text; the message says where. */
export class WktError extends Error {
  /** The text ends too early. */
  readonly cutOff: boolean;
  constructor(message: string, cutOff = false) {
    super(message);
    this.cutOff = cutOff;
  }
}

type Nested = number[] | Nested[];
/** How deep the brackets of each type go. */
const TYPES = new Map<string, { type: string; depth: number }>([
  ['POINT', { type: 'Point', depth: 0 }],
  ['MULTIPOINT', { type: 'MultiPoint', depth: 1 }],
  ['LINESTRING', { type: 'LineString', depth: 1 }],
  ['MULTILINESTRING', { type: 'MultiLineString', depth: 2 }],
  ['POLYGON', { type: 'Polygon', depth: 2 }],
  ['MULTIPOLYGON', { type: 'MultiPolygon', depth: 3 }],
]);

class Cursor {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }
  next(pattern: RegExp): string | null {
    const sticky = new RegExp(`\\s*(${pattern.source})`, 'iy');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found === null) return null;
    this.at = sticky.lastIndex;
    return found[1] as string;
  }
  fail(wanted: string): WktError {
    const rest = this.text.slice(this.at).trim();
    if (rest === '') return new WktError(`it ends where ${wanted} should follow`, true);
    return new WktError(`${wanted} should stand at character ${this.at + 1}, not "${rest.slice(0, 20)}"`);
  }
  need(pattern: RegExp, wanted: string): string {
    const found = this.next(pattern);
    if (found === null) throw this.fail(wanted);
    return found;
  }
}

function coordinates(cursor: Cursor, depth: number): Nested {
  if (depth === 0) {
    const position: number[] = [];
    for (let part = cursor.next(NUMBER); part !== null; part = cursor.next(NUMBER)) position.push(Number(part));
    if (position.length < 2) throw cursor.fail('a number');
    return position;
  }
  if (cursor.next(/EMPTY/) !== null) return [];
  // MULTIPOINT is written with and without inner brackets
  if (depth === 1 && cursor.next(/\(\s*\(/) !== null) {
    const points: Nested[] = [];
    do points.push(bracketed(cursor));
    while (cursor.next(/,\s*\(/) !== null);
    cursor.need(/\)/, 'a closing bracket');
    return points;
  }
  cursor.need(/\(/, 'an opening bracket');
  const inner: Nested[] = [];
  do inner.push(coordinates(cursor, depth - 1));
  while (cursor.next(/,/) !== null);
  cursor.need(/\)/, 'a comma or a closing bracket');
  return inner;
}

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])/;

function bracketed(cursor: Cursor): Nested {
  const position = coordinates(cursor, 0);
  cursor.need(/\)/, 'a closing bracket');
  return position;
}

const DEEPEST_COLLECTION = 100;

function geometry(cursor: Cursor, depth = 0): unknown {
  if (depth > DEEPEST_COLLECTION) throw new WktError(`it has collections more than ${DEEPEST_COLLECTION} deep in one another`);
  const name = cursor.need(/[a-z]+/, 'POLYGON, MULTIPOLYGON or POINT').toUpperCase();
  const tagged = /^(.*?)(ZM|Z|M)$/.exec(name);
  const bare = TYPES.has(name) || name === 'GEOMETRYCOLLECTION' ? name : (tagged?.[1] ?? name);
  if (bare === name) cursor.next(/(?:ZM|Z|M)\b/);
  if (bare === 'GEOMETRYCOLLECTION') {
    const geometries: unknown[] = [];
    if (cursor.next(/EMPTY/) !== null) return { type: 'GeometryCollection', geometries };
    cursor.need(/\(/, 'an opening bracket');
    do geometries.push(geometry(cursor, depth + 1));
    while (cursor.next(/,/) !== null);
    cursor.need(/\)/, 'a closing bracket');
    return { type: 'GeometryCollection', geometries };
  }
  const known = TYPES.get(bare);
  if (known === undefined) throw new WktError(`${name} is not POLYGON, MULTIPOLYGON or POINT`);
  if (cursor.next(/EMPTY/) !== null) return { type: known.type, coordinates: [] };
  if (known.depth > 0) return { type: known.type, coordinates: coordinates(cursor, known.depth) };
  cursor.need(/\(/, 'an opening bracket');
  return { type: known.type, coordinates: bracketed(cursor) };
}

/** WKT or EWKT (SRID=4326;…) as GeoJSON, heights included. @throws WktError, or Problem for another coordinate system. */
export function readWkt(text: string): unknown {
  const cursor = new Cursor(text);
  const srid = cursor.next(/SRID\s*=\s*\d+\s*;/);
  if (srid !== null) requireWgs84(`EPSG:${srid.replace(/\D/g, '')}`);
  const found = geometry(cursor);
  if (cursor.text.slice(cursor.at).trim() !== '') throw cursor.fail('the end');
  return found;
}
