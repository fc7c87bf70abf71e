/** All accidents of a programme as columns: one entry an accident. */
export interface AccidentColumns {
  length: number;
  /** Degrees × 1e7; 2147483647: no point, no map can show it. */
  x: Int32Array;
  y: Int32Array;
  /** Days since 1970; 2147483647: not known. */
  day: Int32Array;
  /** -1: not stated. */
  killed: Int16Array;
  /** Who survived, amputated ones among them; -1: not stated. */
  injured: Int16Array;
  /** Index into `places`. */
  place: Int16Array;
  /** Codes of leaf places; the first is none. */
  places: string[];
}

export const UNKNOWN = 2147483647;

/** Which accidents are meant: those in (from, to], on the ground that the user chose. */
export interface AccidentWindow {
  /** Days since 1970. Null: all until `to`, those without a day too: what happened is not left out for want of a date. */
  from: number | null;
  to: number;
  /** Codes of leaf places; null: all. */
  leaves: ReadonlySet<string> | null;
  /** West, south, east, north in degrees; null: anywhere, also where no point is known. */
  bbox: readonly [number, number, number, number] | null;
}

/** Positions in the columns of the accidents that are meant. */
export function accidentsIn(columns: AccidentColumns, { from, to, leaves, bbox }: AccidentWindow): Int32Array {
  const place = Uint8Array.from(columns.places, (code) => (leaves === null || leaves.has(code) ? 1 : 0));
  const chosen: number[] = [];
  for (let index = 0; index < columns.length; index += 1) {
    const day = columns.day[index] as number;
    if (day === UNKNOWN ? from !== null : day > to || (from !== null && day <= from)) continue;
    if (place[columns.place[index] as number] === 0) continue;
    if (bbox !== null && !isInBox(columns.x[index] as number, columns.y[index] as number, bbox)) continue;
    chosen.push(index);
  }
  return Int32Array.from(chosen);
}

function isInBox(x: number, y: number, [west, south, east, north]: readonly [number, number, number, number]): boolean {
  if (x === UNKNOWN || y < south * 1e7 || y > north * 1e7) return false;
  return west <= east ? x >= west * 1e7 && x <= east * 1e7 : x >= west * 1e7 || x <= east * 1e7;
}

/** Accidents and people, as far as the records state them. */
export interface AccidentCounts {
  accidents: number;
  killed: number;
  injured: number;
}

export interface AccidentFigures extends AccidentCounts {
  undated: number;
  withoutPoint: number;
  /** By code of the leaf place, most accidents first. */
  byPlace: (AccidentCounts & { place: string })[];
}

const stated = (value: number | undefined): number => Math.max(0, value ?? 0);

/** Counts of the accidents at these positions; the server's `/api/accidents/summary` gives the same. */
export function accidentFigures(columns: AccidentColumns, chosen: Int32Array): AccidentFigures {
  const sums = new Map<string, AccidentCounts & { place: string }>();
  const figures: AccidentFigures = { accidents: chosen.length, killed: 0, injured: 0, undated: 0, withoutPoint: 0, byPlace: [] };
  for (const index of chosen) {
    const [killed, injured] = [stated(columns.killed[index]), stated(columns.injured[index])];
    figures.killed += killed;
    figures.injured += injured;
    if (columns.day[index] === UNKNOWN) figures.undated += 1;
    if (columns.x[index] === UNKNOWN) figures.withoutPoint += 1;
    const place = columns.places[columns.place[index] as number] as string;
    const sum = sums.get(place) ?? { place, accidents: 0, killed: 0, injured: 0 };
    sum.accidents += 1;
    sum.killed += killed;
    sum.injured += injured;
    sums.set(place, sum);
  }
  figures.byPlace = [...sums.values()].sort(
    (one, other) => other.accidents - one.accidents || (one.place < other.place ? -1 : 1),
  );
  return figures;
}

export interface AccidentPoint {
  position: [number, number];
  killed: number;
  injured: number;
}

/** Those of the accidents at these positions that a map can show. */
export function accidentPoints(columns: AccidentColumns, chosen: Int32Array): AccidentPoint[] {
  const points: AccidentPoint[] = [];
  for (const index of chosen) {
    const [x, y] = [columns.x[index] as number, columns.y[index] as number];
    if (x === UNKNOWN) continue;
    points.push({
      position: [x / 1e7, y / 1e7],
      killed: stated(columns.killed[index]),
      injured: stated(columns.injured[index]),
    });
  }
  return points;
}
