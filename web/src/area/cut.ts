import { type AccidentColumns, UNKNOWN } from '../accidents/columns.ts';
import type { Polygons, Ring } from './outline.ts';

/** Columns of which each entry is of a face, with the area of it in whole hundredths of m². */
interface FaceColumns {
  length: number;
  face: Int32Array;
  area: Float64Array;
}

/** By face: hundredths of m² within the area; Infinity: the whole face. Faces that are not named lie outside. */
export type WithinByFace = ReadonlyMap<number, number>;

/** A drawn area, counted: how much of every face lies within. With it every figure follows without asking the server. */
export class AreaCut {
  /** As they are counted: repaired. */
  readonly polygons: Polygons;
  readonly squareMetres: number;
  readonly repaired: boolean;
  readonly #within: WithinByFace;

  constructor(polygons: Polygons, squareMetres: number, repaired: boolean, within: WithinByFace) {
    this.polygons = polygons;
    this.squareMetres = squareMetres;
    this.repaired = repaired;
    this.#within = within;
  }

  /** Nothing that the ledger knows lies within. */
  get isEmpty(): boolean {
    return this.#within.size === 0;
  }

  /** West, south, east, north. */
  get bounds(): [number, number, number, number] {
    const all = this.polygons.flat(2);
    const [longitudes, latitudes] = [all.map(([longitude]) => longitude), all.map(([, latitude]) => latitude)];
    return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
  }

  /** The columns with what lies within as their area; still whole hundredths, so that they add up without rounding. */
  columns<Columns extends FaceColumns>(columns: Columns): Columns {
    const area = new Float64Array(columns.length);
    for (let index = 0; index < columns.length; index += 1)
      area[index] = Math.min(columns.area[index] as number, this.#within.get(columns.face[index] as number) ?? 0);
    return { ...columns, area };
  }

  /** Which entries count: those that were kept and have a part within. @param kept null: all. */
  kept(columns: FaceColumns, kept: Uint8Array | null): Uint8Array {
    return Uint8Array.from(columns.face, (face, index) =>
      (kept === null || kept[index] === 1) && (this.#within.get(face) ?? 0) > 0 ? 1 : 0,
    );
  }

  /** The accidents whose point lies within; where none is known, nobody can say. */
  accidents(columns: AccidentColumns): AccidentColumns {
    const chosen: number[] = [];
    const isWithin = pointTester(this.polygons);
    for (let index = 0; index < columns.length; index += 1) {
      const [x, y] = [columns.x[index] as number, columns.y[index] as number];
      if (x !== UNKNOWN && isWithin(x / 1e7, y / 1e7)) chosen.push(index);
    }
    const pick = <Values extends Int32Array | Int16Array>(values: Values): Values =>
      (values.constructor as unknown as { from(source: number[]): Values }).from(chosen.map((index) => values[index] as number));
    return {
      length: chosen.length,
      x: pick(columns.x),
      y: pick(columns.y),
      day: pick(columns.day),
      killed: pick(columns.killed),
      injured: pick(columns.injured),
      place: pick(columns.place),
      places: columns.places,
    };
  }
}

/** Is a point within? A ray to the east crosses the rings an odd number of times. Boxes first: most points are far away. */
export function pointTester(polygons: Polygons): (longitude: number, latitude: number) => boolean {
  const rings = polygons.flat().map((ring) => {
    const longitudes = ring.map(([longitude]) => longitude);
    const latitudes = ring.map(([, latitude]) => latitude);
    return { ring, east: Math.max(...longitudes), south: Math.min(...latitudes), north: Math.max(...latitudes) };
  });
  return (longitude, latitude) =>
    rings.reduce(
      (isWithin, { ring, east, south, north }) =>
        longitude > east || latitude < south || latitude > north
          ? isWithin
          : isWithin !== crossesOften(ring, longitude, latitude),
      false,
    );
}

function crossesOften(ring: Ring, longitude: number, latitude: number): boolean {
  let isOdd = false;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [[x, y], [nextX, nextY]] = [ring[index], ring[index + 1]] as [[number, number], [number, number]];
    if (y > latitude !== nextY > latitude && longitude < x + ((latitude - y) / (nextY - y)) * (nextX - x)) isOdd = !isOdd;
  }
  return isOdd;
}
