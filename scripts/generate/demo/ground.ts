import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bbox, booleanPointInPolygon } from '@turf/turf';
import type { Feature, FeatureCollection, MultiPolygon } from 'geojson';
import type { Draws } from './random.ts';

export type Position = [number, number];

export const PROVINCES_FILE = fileURLToPath(new URL('../../../data/cambodia-provinces.geojson', import.meta.url));
const provinces = (
  JSON.parse(readFileSync(PROVINCES_FILE, 'utf8')) as FeatureCollection<MultiPolygon, { code: string; name: string }>
).features;
const boxes = provinces.map((province) => bbox(province));

/** Name of the province that holds a position; null outside the country. */
export function provinceAt([x, y]: Position): string | null {
  const holds = (province: Feature<MultiPolygon>, index: number) => {
    const [west, south, east, north] = boxes[index] as [number, number, number, number];
    return x >= west && x <= east && y >= south && y <= north && booleanPointInPolygon([x, y], province);
  };
  return provinces.find(holds)?.properties.name ?? null;
}

/** The border with Thailand from Koh Kong to Preah Vihear, roughly: the line that the mine belt of the 1980s (K5) followed. */
const BORDER: readonly Position[] = [
  [102.92, 11.68], [102.78, 12.05], [102.72, 12.42], [102.53, 12.68], [102.5, 12.95], [102.47, 13.12], [102.37, 13.32], [102.37, 13.56],
  [102.56, 13.66], [102.6, 13.9], [102.78, 14.03], [102.95, 14.18], [103.15, 14.3], [103.45, 14.36], [103.7, 14.4], [103.95, 14.35],
  [104.25, 14.38], [104.6, 14.37], [104.85, 14.4], [105.05, 14.25], [105.18, 14.32],
]; // biome-ignore format: a line on the map

/** Where fighting went on inland, and how far around: longitude, latitude, kilometres, weight. */
const INLAND: readonly (readonly [number, number, number, number])[] = [
  [102.92, 12.62, 18, 10], // Samlot, Ratanak Mondul
  [103.1, 13.0, 22, 7],
  [102.65, 13.05, 14, 7], // Kamrieng, Phnom Proek
  [102.75, 13.55, 16, 5], // Malai
  [103.0, 13.85, 20, 5], // Svay Chek
  [103.75, 13.75, 25, 5], // Varin, Srei Snam
  [104.5, 13.75, 35, 4],
  [103.2, 12.3, 18, 2], // Veal Veng
  [105.0, 12.85, 40, 2],
  [104.2, 11.0, 30, 1],
  [104.2, 11.9, 35, 1],
];

/** Strips in the east where cluster munitions were dropped. */
const EAST: readonly (readonly [number, number, number, number])[] = [
  [106.3, 13.7, 30, 5],
  [107.1, 13.6, 35, 6],
  [107.1, 12.6, 35, 5],
  [106.3, 12.2, 30, 5],
  [106.0, 11.9, 22, 6],
  [105.7, 11.3, 25, 4],
  [106.0, 11.1, 20, 4],
  [105.9, 13.5, 25, 3],
];

const KILOMETRES_PER_DEGREE = 111.2;

/** Moves a position by kilometres in a direction (radians from east). */
export function moved([x, y]: Position, kilometres: number, direction: number): Position {
  const degrees = kilometres / KILOMETRES_PER_DEGREE;
  return [x + (degrees * Math.cos(direction)) / Math.cos((y * Math.PI) / 180), y + degrees * Math.sin(direction)];
}

function within(draws: Draws, centres: typeof INLAND): Position {
  const [x, y, kilometres] = draws.weighted(centres.map((centre) => [centre, centre[3]] as const));
  return moved([x, y], Math.abs(draws.normal()) * kilometres * 0.6, draws.between(0, 2 * Math.PI));
}

export type Zone = 'belt' | 'inland' | 'east';

/** A position in the country where a survey would find something, and which way the land there runs (radians from east). */
export function site(draws: Draws, zone: Zone): { at: Position; direction: number; province: string } {
  for (;;) {
    let at: Position;
    let direction = draws.between(0, Math.PI);
    if (zone === 'belt') {
      const leg = draws.whole(0, BORDER.length - 2);
      const [from, to] = [BORDER[leg] as Position, BORDER[leg + 1] as Position];
      const along = draws.between(0, 1);
      direction = Math.atan2(to[1] - from[1], to[0] - from[0]);
      at = [from[0] + (to[0] - from[0]) * along, from[1] + (to[1] - from[1]) * along];
      // the country lies to the right of the line as it runs north, then east
      at = moved(at, Math.abs(draws.normal()) * 6 + 0.6, direction - Math.PI / 2);
    } else at = within(draws, zone === 'inland' ? INLAND : EAST);
    const province = provinceAt(at);
    if (province !== null) return { at, direction, province };
  }
}

/** A closed ring of about so many hectares around a position, longer in one direction. */
export function outline(draws: Draws, at: Position, hectares: number, direction: number, elongation: number): Position[] {
  const radius = Math.sqrt((hectares * 1e4) / Math.PI) / 1000;
  const corners = draws.whole(5, 11);
  const ring = Array.from({ length: corners }, (_, corner): Position => {
    const angle = (2 * Math.PI * (corner + draws.between(0, 0.55))) / corners;
    const reach = radius * draws.between(0.75, 1.2);
    const [along, across] = [reach * Math.cos(angle) * elongation, (reach * Math.sin(angle)) / elongation];
    return moved(at, Math.hypot(along, across), direction + Math.atan2(across, along)).map(
      (value) => Math.round(value * 1e6) / 1e6,
    ) as Position;
  });
  return [...ring, ring[0] as Position];
}

/** The ring made larger or smaller around its middle, and shifted by a share of its size. */
export function scaled(ring: readonly Position[], factor: number, shift: Position = [0, 0]): Position[] {
  const corners = ring.slice(0, -1);
  const middle = [0, 1].map(
    (axis) => corners.reduce((sum, corner) => sum + (corner[axis as 0 | 1] as number), 0) / corners.length,
  );
  const size = [0, 1].map((axis) => {
    const values = corners.map((corner) => corner[axis as 0 | 1]);
    return Math.max(...values) - Math.min(...values);
  });
  return ring.map(
    (corner) =>
      [0, 1].map((axis) => {
        const centre = middle[axis] as number;
        const value =
          centre + (corner[axis as 0 | 1] - centre) * factor + (size[axis] as number) * (shift[axis as 0 | 1] as number);
        return Math.round(value * 1e6) / 1e6;
      }) as Position,
  );
}
