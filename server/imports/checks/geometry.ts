import type { ImportEntity } from '../../vocabulary.ts';
import { type Note, note } from '../issues.ts';
import { show } from './nesting.ts';

type Position = [number, number];
type Ring = Position[];

/** A geometry after the checks that need no database: two dimensions, rings closed, in range. */
export interface CheckedGeometry {
  /** GeoJSON as given, as far as it can be kept; null: none. */
  source: string | null;
  /** True where `source` holds polygons, which the database goes on to repair. */
  isPolygon: boolean;
  /** Where the record is, for one that has no polygon: longitude, latitude. */
  point: Position | null;
  notes: Note[];
  refusal: Note | null;
  /** The coordinate that is out of range, for a sentence about the whole file. */
  outOfRange: Position | null;
}

class Refusal extends Error {
  readonly code: string;
  readonly outOfRange: Position | null;
  constructor(code: string, message: string, outOfRange: Position | null = null) {
    super(message);
    this.code = code;
    this.outOfRange = outOfRange;
  }
}

/** What is collected while a geometry is walked through. */
class Findings {
  heights = 0;
  unclosedRings = 0;
  /** A polygon reaches over more than half of the Earth. */
  isWide = false;
  shortRings = 0;
  leftOut: string[] = [];
  firstPosition: Position | null = null;
  polygons: Ring[][] = [];
  points: Position[] = [];
}

function readPosition(value: unknown, findings: Findings): Position {
  const [longitude, latitude] = Array.isArray(value) ? value : [];
  if (
    typeof longitude !== 'number' ||
    typeof latitude !== 'number' ||
    !Number.isFinite(longitude) ||
    !Number.isFinite(latitude)
  ) {
    throw new Refusal('bad_coordinate', `${show(value)} is not a coordinate; it must be [longitude, latitude] in degrees.`);
  }
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    const swapped = Math.abs(longitude) <= 90 && Math.abs(latitude) <= 180 ? ' Swapped they would be within them.' : '';
    throw new Refusal(
      'out_of_range',
      `The coordinate [${longitude}, ${latitude}] is out of range: longitude must be within ±180, latitude within ±90 degrees.${swapped}`,
      [longitude, latitude],
    );
  }
  if ((value as unknown[]).length > 2) findings.heights += 1;
  const position: Position = [longitude, latitude];
  findings.firstPosition ??= position;
  return position;
}

/** Degrees of longitude. */
const HALF_TURN = 180;
const DEEPEST_COLLECTION = 16;

function listOf(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Refusal('bad_geometry', `The geometry has no list of ${what}.`);
}

function readRing(value: unknown, findings: Findings): Ring | null {
  const ring = listOf(value, 'coordinates').map((position) => readPosition(position, findings));
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first[0] !== last[0] || first[1] !== last[1]) {
    findings.unclosedRings += 1;
    ring.push([...first]);
  }
  if (ring.length < 4) {
    findings.shortRings += 1;
    return null;
  }
  let [west, east] = [first[0], first[0]];
  for (const [index, position] of ring.entries()) {
    const before = ring[index - 1] ?? first;
    // drawn as it stands such an edge would go the other way round, and the polygon be a belt around the Earth
    if (Math.abs(position[0] - before[0]) > HALF_TURN) {
      throw new Refusal(
        'crosses_antimeridian',
        `The outline goes from [${before}] to [${position}], more than half around the Earth: where it crosses the line of ±180° of longitude, cut it there into two polygons of a MultiPolygon (RFC 7946, 3.1.9).`,
      );
    }
    west = Math.min(west, position[0]);
    east = Math.max(east, position[0]);
  }
  if (east - west > HALF_TURN) findings.isWide = true;
  return ring;
}

function readPolygon(value: unknown, findings: Findings): void {
  const rings = listOf(value, 'rings').map((ring) => readRing(ring, findings));
  // without its outer ring a polygon is nothing; its holes are not ground
  if (rings[0] == null) return;
  findings.polygons.push(rings.filter((ring) => ring !== null));
}

function walk(geometry: unknown, findings: Findings, depth = 0): void {
  if (depth > DEEPEST_COLLECTION)
    throw new Refusal(
      'too_deep',
      `The geometry has collections more than ${DEEPEST_COLLECTION} deep in one another; it must be one Polygon or MultiPolygon.`,
    );
  const { type, coordinates, geometries } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown; geometries?: unknown };
  switch (type) {
    case 'Point':
      if (listOf(coordinates, 'coordinates').length > 0) findings.points.push(readPosition(coordinates, findings));
      return;
    case 'MultiPoint':
      for (const position of listOf(coordinates, 'points')) findings.points.push(readPosition(position, findings));
      return;
    case 'Polygon':
      if (listOf(coordinates, 'rings').length > 0) readPolygon(coordinates, findings);
      return;
    case 'MultiPolygon':
      for (const polygon of listOf(coordinates, 'polygons')) readPolygon(polygon, findings);
      return;
    case 'LineString':
    case 'MultiLineString':
      // looked at, so that wrong coordinates are found before the wrong type
      for (const part of type === 'LineString' ? [coordinates] : listOf(coordinates, 'lines')) {
        for (const position of listOf(part, 'coordinates')) readPosition(position, findings);
      }
      findings.leftOut.push(type);
      return;
    case 'GeometryCollection':
      for (const part of listOf(geometries, 'geometries')) walk(part, findings, depth + 1);
      return;
    default:
      throw new Refusal(
        'bad_geometry',
        `${type === undefined ? 'nothing' : show(type)} is not a type of geometry; it must be Polygon, MultiPolygon or Point.`,
      );
  }
}

/** 0, 0 in the Gulf of Guinea, to a decimetre. */
const isNoPlace = ([longitude, latitude]: Position): boolean => Math.abs(longitude) < 1e-6 && Math.abs(latitude) < 1e-6;

const AREA_TYPES = 'Polygon or MultiPolygon';
const WANTED: Record<ImportEntity, string> = {
  'hazardous-areas': `${AREA_TYPES}, or a Point where the outline is not known`,
  'land-releases': `${AREA_TYPES}, or a Point where the outline is not known`,
  accidents: 'Point',
  places: AREA_TYPES,
};
const plural = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

const NOTHING: CheckedGeometry = { source: null, isPolygon: false, point: null, notes: [], refusal: null, outOfRange: null };
const wrongType = (found: string, entity: ImportEntity): CheckedGeometry => ({
  ...NOTHING,
  refusal: note('refused', 'geometry', 'wrong_geometry_type', `The geometry is a ${found}; it must be ${WANTED[entity]}.`),
});

/** Checks a GeoJSON geometry for what it is to be. Never throws: what is wrong with the record is said in the result. */
export function checkGeometry(geometry: unknown, entity: ImportEntity): CheckedGeometry {
  const nothing: CheckedGeometry = { ...NOTHING, notes: [] };
  const findings = new Findings();
  if (geometry === null || geometry === undefined) {
    if (entity === 'places')
      return {
        ...nothing,
        refusal: note('refused', 'geometry', 'no_geometry', `The place has no geometry; it must be ${AREA_TYPES}.`),
      };
    return {
      ...nothing,
      notes: [note('unmapped', 'geometry', 'no_geometry', 'There is no geometry: kept without a place on the map.')],
    };
  }
  try {
    walk(geometry, findings);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...nothing, refusal: note('refused', 'geometry', error.code, error.message), outOfRange: error.outOfRange };
  }
  const positions = [...findings.polygons.flat(2), ...findings.points];
  if (positions.length > 0 && positions.every(isNoPlace)) {
    const message =
      'The coordinates are 0, 0, which is what programs write where they know none: kept without a place on the map.';
    const zero = note('unmapped', 'geometry', 'zero_island', message);
    return entity === 'places' ? { ...nothing, refusal: { ...zero, outcome: 'refused' } } : { ...nothing, notes: [zero] };
  }
  const notes = notesOf(findings);
  const { polygons, points, leftOut, firstPosition } = findings;
  const type = String((geometry as { type: unknown }).type);

  if (entity === 'accidents') {
    const point = points[0];
    if (point === undefined) {
      if (polygons.length > 0 || leftOut.length > 0 || findings.shortRings > 0) return wrongType(type, entity);
      return {
        ...nothing,
        notes: [
          ...notes,
          note('unmapped', 'geometry', 'empty_geometry', 'The geometry is empty: kept without a place on the map.'),
        ],
      };
    }
    if (points.length > 1)
      notes.push(note('flagged', 'geometry', 'several_points', `Of ${points.length} points the first is taken.`));
    return { ...nothing, source: JSON.stringify({ type: 'Point', coordinates: point }), point, notes };
  }
  if (polygons.length > 0) {
    if (leftOut.length > 0 || points.length > 0) {
      const parts = [...new Set([...leftOut, ...(points.length > 0 ? ['Point'] : [])])].join(' and ');
      notes.push(
        note('flagged', 'geometry', 'parts_left_out', `Of the collection the polygons are taken; ${parts} parts are left out.`),
      );
    }
    const source =
      polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons };
    return { ...nothing, source: JSON.stringify(source), isPolygon: true, notes };
  }
  if (findings.shortRings > 0) {
    if (entity === 'places')
      return { ...nothing, refusal: note('refused', 'geometry', 'collapsed', 'The polygon has fewer than three corners.') };
    const message = 'The polygon has fewer than three corners, so it encloses no land: kept without a shape on the map.';
    return { ...nothing, point: firstPosition, notes: [note('unmapped', 'geometry', 'collapsed', message)] };
  }
  if (leftOut.length > 0) return wrongType(type, entity);
  if (entity === 'places') {
    return points.length > 0
      ? wrongType(type, entity)
      : {
          ...nothing,
          refusal: note('refused', 'geometry', 'empty_geometry', `The geometry is empty; it must be ${AREA_TYPES}.`),
        };
  }
  if (points.length > 0) {
    notes.push(
      note('unmapped', 'geometry', 'only_a_point', 'There is only a point, no outline: kept, counted by its stated area only.'),
    );
    const source = points.length === 1 ? { type: 'Point', coordinates: points[0] } : { type: 'MultiPoint', coordinates: points };
    return { ...nothing, source: JSON.stringify(source), point: points[0] as Position, notes };
  }
  return {
    ...nothing,
    notes: [...notes, note('unmapped', 'geometry', 'empty_geometry', `The ${type} is empty: kept without a shape on the map.`)],
  };
}

function notesOf({ heights, unclosedRings, shortRings, isWide, polygons }: Findings): Note[] {
  const notes: Note[] = [];
  if (unclosedRings > 0) {
    notes.push(
      note(
        'repaired',
        'geometry',
        'unclosed_ring',
        `${plural(unclosedRings, 'ring was', 'rings were')} not closed: the first corner was repeated at the end.`,
      ),
    );
  }
  if (shortRings > 0 && polygons.length > 0) {
    notes.push(
      note('repaired', 'geometry', 'short_ring', `${plural(shortRings, 'ring', 'rings')} of fewer than three corners left out.`),
    );
  }
  if (isWide) {
    const message = 'The polygon reaches over more than half of the Earth: look whether its longitudes are right.';
    notes.push(note('flagged', 'geometry', 'wide_polygon', message));
  }
  if (heights > 0) notes.push(note('flagged', 'geometry', 'heights_dropped', 'Heights of the coordinates are not kept.'));
  return notes;
}

/** One sentence for a file of which every coordinate is out of range. */
export function explainOutOfRange([x, y]: Position): string {
  const example = `[${x}, ${y}]`;
  if (Math.abs(x) <= 90 && Math.abs(y) <= 180) {
    return `All coordinates are out of range (for example ${example}): latitude and longitude look swapped; longitude must come first.`;
  }
  return `All coordinates are out of range (for example ${example}): they look like metres of a projection; convert them to WGS84 longitude and latitude (EPSG:4326), for example with ogr2ogr -t_srs EPSG:4326.`;
}
