import type { Feature, LineString, MultiPolygon, Polygon, Position } from 'geojson';
import { feature, mergeArcs, quantize } from 'topojson-client';
import { filter, filterAttachedWeight, presimplify, simplify } from 'topojson-simplify';
import type {
  GeometryCollection,
  Topology,
  LineString as TopologyLineString,
  MultiPolygon as TopologyMultiPolygon,
  Polygon as TopologyPolygon,
} from 'topojson-specification';
import { type Arc, packSteps } from '../src/map/arcs.ts';
import { type PackedBasemap, unwrapped } from '../src/map/basemap.ts';

/** A corner that turns by less than this many square degrees is left out: some 3 km wide and 8 km long. */
const SMALLEST_CORNER = 1.15e-3;
/** An island below this many square degrees is left out, some 60 km². */
const SMALLEST_ISLAND = 5e-3;
/** Grid cells across the world: 0.0072°, 800 m at the equator, a pixel at zoom 7. */
const GRID = 5e4;
/** Far from any mine action programme, corners and islands count for this share of their size. */
const FAR_SHARE = 0.03;

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Areal = TopologyPolygon | TopologyMultiPolygon;

/** The far north and south, North America and Australia: where no programme clears land, coasts need not be exact. */
function isFar([longitude, latitude]: Position): boolean {
  const [x, y] = [longitude as number, latitude as number];
  return y > 53 || y < -38 || (x < -50 && y > 33) || (x > 112 && y < -11);
}

/** Twice the area on the flat map, signed, of the ring through these positions. */
function twiceArea(ring: readonly Position[]): number {
  let sum = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [beforeX, beforeY] = ring.at(index - 1) as Position;
    sum += (beforeX as number) * (y as number) - (x as number) * (beforeY as number);
  }
  return sum;
}

const weight = (ring: readonly Position[]): number =>
  Math.abs(twiceArea(ring) / 2) * (isFar(ring[1] ?? (ring[0] as Position)) ? FAR_SHARE : 1);

/** Squared distance from a position to the nearest edge of a polygon; negative outside. */
function inside(polygon: Position[][], [x, y]: [number, number], shrink: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let isInside = false;
  for (const ring of polygon) {
    for (const [index, [aX, aY]] of ring.entries()) {
      const [bX, bY] = ring.at(index - 1) as [number, number];
      const [fromX, fromY] = [((aX as number) - x) * shrink, (aY as number) - y];
      const [stepX, stepY] = [(bX - (aX as number)) * shrink, bY - (aY as number)];
      const along = Math.max(0, Math.min(1, -(fromX * stepX + fromY * stepY) / (stepX ** 2 + stepY ** 2 || 1)));
      nearest = Math.min(nearest, (fromX + along * stepX) ** 2 + (fromY + along * stepY) ** 2);
      if (
        (aY as number) > y !== bY > y &&
        x < ((bX - (aX as number)) * (y - (aY as number))) / (bY - (aY as number)) + (aX as number)
      )
        isInside = !isInside;
    }
  }
  return isInside ? nearest : -nearest;
}

/** Where a name has most room: of a grid over the largest part, the position farthest from its edge. */
function namePoint(shape: Polygon | MultiPolygon): { point: [number, number]; size: number } {
  const polygons = (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map((rings) => rings.map(unwrapped));
  const size = (polygon: Position[][]) => Math.abs(twiceArea(polygon[0] ?? []));
  const largest = polygons.reduce((one, other) => (size(other) > size(one) ? other : one));
  const ring = largest[0] as [number, number][];
  const [west, east] = [Math.min(...ring.map(([x]) => x)), Math.max(...ring.map(([x]) => x))];
  const [south, north] = [Math.min(...ring.map(([, y]) => y)), Math.max(...ring.map(([, y]) => y))];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  let best: { point: [number, number]; room: number } = { point: ring[0] as [number, number], room: Number.NEGATIVE_INFINITY };
  const STEPS = 16;
  for (let column = 1; column < STEPS; column += 1) {
    for (let row = 1; row < STEPS; row += 1) {
      const point: [number, number] = [west + ((east - west) * column) / STEPS, south + ((north - south) * row) / STEPS];
      const room = inside(largest, point, shrink);
      if (room > best.room) best = { point, room };
    }
  }
  return { point: best.point.map((value) => Math.round(value * 100) / 100) as [number, number], size: size(largest) * shrink };
}

/** ISO 3166-1 alpha-2 code from the numeric one that Natural Earth carries. */
function codeOf(id: string | number | undefined, name: string): string {
  if (name === 'Kosovo') return 'XK';
  return id === undefined ? '' : (new Intl.Locale(`und-${id}`).region ?? '');
}

/** Antarctica comes as a line along the pole with its coast for a hole: the coast alone is what a flat map can draw. */
function withoutPole(atlas: Countries): Countries {
  const isPole = (ring: number[]) => {
    const line: Feature = feature(atlas, { type: 'LineString', arcs: ring } as TopologyLineString);
    return (line.geometry as LineString).coordinates.every(([, y]) => (y as number) < -89.9);
  };
  const geometries = atlas.objects.countries.geometries.map((country) =>
    country.type === 'MultiPolygon'
      ? {
          ...country,
          arcs: country.arcs.map((rings) => rings.filter((ring) => !isPole(ring))).filter(({ length }) => length > 0),
        }
      : country,
  );
  return { ...atlas, objects: { countries: { type: 'GeometryCollection', geometries } } };
}

/** An arc that crosses the date line goes on beyond it, in grid units; not one that goes around the pole. */
function acrossDateLine(arc: Arc): Arc {
  const turns = arc.slice(1).reduce((sum, [x]) => sum + (Math.abs(x) > GRID / 2 ? Math.sign(x) : 0), 0);
  if (turns !== 0 && isClosed(arc)) return arc;
  return arc.map(([x, y], index) => (index > 0 && Math.abs(x) > GRID / 2 ? [x - Math.sign(x) * (GRID - 1), y] : [x, y]));
}

const isClosed = (arc: Arc): boolean =>
  arc.slice(1).reduce((sum, [x]) => sum + x, 0) === 0 && arc.slice(1).reduce((sum, [, y]) => sum + y, 0) === 0;

/** The world of 1:50 million, as small as a map of programmes may have it, names of countries with it. */
export function packBasemap(original: Countries): PackedBasemap {
  const atlas = withoutPole(original);
  const { countries } = atlas.objects;
  const names = countries.geometries
    .map((country) => {
      const { geometry } = feature(atlas, country as TopologyPolygon<object>);
      const name = (country.properties as { name: string }).name;
      return { name, code: codeOf(country.id, name), ...namePoint(geometry) };
    })
    // disputed ground without a code of its own is drawn and not named
    .filter(({ code }) => code !== '')
    .sort((one, other) => other.size - one.size);
  const weighted = presimplify(atlas, weight as never);
  const kept = filter(simplify(weighted, SMALLEST_CORNER), filterAttachedWeight(weighted, SMALLEST_ISLAND, weight as never));
  const gridded = quantize(kept as unknown as Countries, GRID);
  const areas = gridded.objects.countries.geometries.filter((country) => 'arcs' in country) as Areal[];
  return {
    transform: gridded.transform as PackedBasemap['transform'],
    countries: { type: 'GeometryCollection', geometries: areas.map(({ type, arcs }) => ({ type, arcs })) as never },
    land: mergeArcs(gridded, areas as TopologyPolygon[]),
    starts: gridded.arcs.flatMap((arc) => arc[0] as [number, number]),
    steps: gridded.arcs.map((arc) => packSteps(acrossDateLine(arc as Arc))),
    names: names.map(({ name, code, point }) => [name, code, ...point]),
  };
}
