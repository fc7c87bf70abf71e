import type { Position } from 'geojson';
import { MOST_POSITIONS, type Polygons, positionsIn, type Ring } from './outline.ts';

/** What a text or a file gives: polygons as they are, lines that want a width. */
export interface ParsedOutline {
  polygons: Polygons;
  lines: Ring[];
  /** Points and features without a place: they enclose nothing. */
  leftOut: number;
}

/** Why a text gives no area; each has its words among the texts. */
export type OutlineProblemCode = 'notGeoJson' | 'noOutline' | 'outOfRange' | 'tooMany';
export class OutlineProblem extends Error {
  readonly code: OutlineProblemCode;
  readonly values: Record<string, string | number>;

  constructor(code: OutlineProblemCode, values: Record<string, string | number> = {}) {
    super(code);
    this.name = 'OutlineProblem';
    this.code = code;
    this.values = values;
  }
}

interface Shape {
  type?: unknown;
  coordinates?: unknown;
  geometry?: unknown;
  geometries?: unknown;
  features?: unknown;
}

/** GeoJSON of any kind, or longitude and latitude line by line. @throws OutlineProblem */
export function parseOutline(text: string): ParsedOutline {
  const parsed: ParsedOutline = { polygons: [], lines: [], leftOut: 0 };
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (/^[{[]/.test(trimmed)) {
    let shape: unknown;
    try {
      shape = JSON.parse(trimmed);
    } catch {
      throw new OutlineProblem('notGeoJson');
    }
    collect(shape, parsed);
  } else parsed.polygons.push([positionsOfLines(trimmed)]);
  if (parsed.polygons.length + parsed.lines.length === 0) throw new OutlineProblem('noOutline');
  const positions = positionsIn(parsed.polygons) + parsed.lines.reduce((sum, { length }) => sum + length, 0);
  if (positions > MOST_POSITIONS) throw new OutlineProblem('tooMany', { count: positions, most: MOST_POSITIONS });
  return parsed;
}

/** One position a line or between semicolons; closed where it is not. */
function positionsOfLines(text: string): Ring {
  const pairs = text.split(/[\n;]+/).filter((line) => line.trim() !== '');
  const ring = pairs.map((line): [number, number] => {
    const numbers = line
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (numbers.length !== 2 || !numbers.every(Number.isFinite)) throw new OutlineProblem('notGeoJson');
    return position(numbers);
  });
  if (ring.length < 3) throw new OutlineProblem('noOutline');
  return closed(ring);
}

function closed(ring: Ring): Ring {
  if (ring.length === 0) throw new OutlineProblem('notGeoJson');
  const [first, last] = [ring[0], ring.at(-1)] as [[number, number], [number, number]];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, [...first]];
}

function position(value: unknown): [number, number] {
  const [longitude, latitude] = (Array.isArray(value) ? value : []) as unknown[];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') throw new OutlineProblem('notGeoJson');
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90))
    throw new OutlineProblem('outOfRange', { position: `${longitude}, ${latitude}` });
  return [longitude, latitude];
}

const positions = (value: unknown): Ring => {
  if (!Array.isArray(value)) throw new OutlineProblem('notGeoJson');
  return (value as Position[]).map(position);
};

const items = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new OutlineProblem('notGeoJson');
  return value;
};

const polygon = (value: unknown): Ring[] => items(value).map((ring) => closed(positions(ring)));

function collect(value: unknown, into: ParsedOutline): void {
  const { type, coordinates, geometry, geometries, features } = (value ?? {}) as Shape;
  switch (type) {
    case 'FeatureCollection':
      for (const feature of items(features)) collect(feature, into);
      return;
    case 'Feature':
      if (geometry === null || geometry === undefined) into.leftOut += 1;
      else collect(geometry, into);
      return;
    case 'GeometryCollection':
      for (const part of items(geometries)) collect(part, into);
      return;
    case 'Polygon':
      into.polygons.push(polygon(coordinates));
      return;
    case 'MultiPolygon':
      into.polygons.push(...items(coordinates).map(polygon));
      return;
    case 'LineString':
      into.lines.push(positions(coordinates));
      return;
    case 'MultiLineString':
      into.lines.push(...items(coordinates).map(positions));
      return;
    case 'Point':
    case 'MultiPoint':
      into.leftOut += 1;
      return;
    default:
      throw new OutlineProblem('notGeoJson');
  }
}
