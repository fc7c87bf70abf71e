import basemapUrl from 'virtual:basemap';
import { VectorTile } from '@mapbox/vector-tile';
import type { Position } from 'geojson';
import { PbfReader } from 'pbf';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { getBytes, getJson } from '../api/request.ts';
import type { CellLook } from '../land/cells.ts';
import type { LedgerColumns } from '../land/figures.ts';
import { LAST_OPEN, RANK } from '../land/rank.ts';
import { type Basemap, type PackedBasemap, unpackBasemap } from '../map/basemap.ts';
import { darker, drawPattern } from '../map/patterns.ts';
import { type Frame, worldX, worldY } from '../map/picture.ts';
import { GROUND, STATE_COLOURS } from '../theme/colours.ts';
import type { Box } from './places.ts';

/** Size of the drawing in CSS pixels of the sheet, and how many dots one has: paper is finer than a screen. */
export const [WIDTH, HEIGHT, DOTS] = [344, 300, 3];
const MARGIN = 14;
const MOST_ZOOM = 14;
/** Side of what is too small to be drawn as itself. */
const LEAST = 3;

/** North is up: the frame in which a box fills the drawing. */
export function frameAround([west, south, east, north]: Box): Frame {
  const [left, right, top, bottom] = [worldX(west), worldX(east), worldY(north), worldY(south)];
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(right - left, 1e-9),
    (HEIGHT - 2 * MARGIN) / Math.max(bottom - top, 1e-9),
    512 * 2 ** MOST_ZOOM,
  );
  return { scale, left: (left + right) / 2 - WIDTH / 2 / scale, top: (top + bottom) / 2 - HEIGHT / 2 / scale };
}

/** Where a position lies, in CSS pixels of the drawing. */
export const pointIn = ({ scale, left, top }: Frame, longitude: number, latitude: number): { x: number; y: number } => ({
  x: (worldX(longitude) - left) * scale,
  y: (worldY(latitude) - top) * scale,
});

/** A length of 1, 2 or 5 times a power of ten that takes up about a quarter of the drawing, at its middle. */
export function scaleBar({ scale, top }: Frame): { kilometres: number; px: number } {
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * (top + HEIGHT / 2 / scale))));
  const kilometresAPx = (40_075.016686 * Math.cos(latitude)) / scale;
  const wanted = (WIDTH / 4) * kilometresAPx;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const kilometres = ([5, 2, 1].find((step) => step * power <= wanted) ?? 1) * power;
  return { kilometres, px: kilometres / kilometresAPx };
}

type Rings = { x: number; y: number }[][];
interface Shape {
  rings: Rings;
  properties: Record<string, string | number | boolean>;
}
interface LoadedTile {
  /** Upper left corner and side, px of the drawing. */
  x: number;
  y: number;
  side: number;
  land: Shape[];
  places: Shape[];
}

/** What lies under and around the land: loaded once for a frame, whatever the day. */
export interface MapGround {
  basemap: Basemap | null;
  tiles: LoadedTile[];
  /** Land with a polygon zoom beyond is drawn as squares. -1: all is, since the tiles did not come. */
  zoom: number;
}

export async function loadGround(programme: string, frame: Frame): Promise<MapGround> {
  const zoom = Math.max(0, Math.min(MOST_ZOOM, Math.ceil(Math.log2(frame.scale / 512))));
  const [tiles, basemap] = await Promise.all([
    loadTiles(programme, frame, zoom).catch(() => null),
    getJson<PackedBasemap>(basemapUrl)
      .then(unpackBasemap)
      .catch(() => null),
  ]);
  return { basemap, tiles: tiles ?? [], zoom: tiles === null ? -1 : zoom };
}

async function loadTiles(programme: string, { scale, left, top }: Frame, zoom: number): Promise<LoadedTile[]> {
  const count = 2 ** zoom;
  const within = (index: number) => Math.max(0, Math.min(count - 1, Math.floor(index)));
  const range = (from: number, to: number) =>
    Array.from({ length: within(to * count) - within(from * count) + 1 }, (_, at) => within(from * count) + at);
  const wanted = range(left, left + WIDTH / scale).flatMap((x) => range(top, top + HEIGHT / scale).map((y) => ({ x, y })));
  const shapes = async (layer: 'land' | 'places', x: number, y: number): Promise<Shape[]> => {
    const bytes = await getBytes(`/tiles/${layer}/${zoom}/${x}/${y}.mvt?programme=${programme}`);
    const read = new VectorTile(new PbfReader(bytes)).layers[layer];
    return Array.from({ length: read?.length ?? 0 }, (_, index) => {
      const feature = (read as NonNullable<typeof read>).feature(index);
      return { rings: feature.loadGeometry(), properties: feature.properties };
    });
  };
  return Promise.all(
    wanted.map(async ({ x, y }) => ({
      x: (x / count - left) * scale,
      y: (y / count - top) * scale,
      side: scale / count,
      land: await shapes('land', x, y),
      places: await shapes('places', x, y),
    })),
  );
}

/** West, south, east, north of what a frame shows. */
export function boxOfFrame({ scale, left, top }: Frame): Box {
  const latitude = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * Math.max(0, Math.min(1, y))))) * 180) / Math.PI;
  const longitude = (x: number) => Math.max(-180, Math.min(180, x * 360 - 180));
  return [longitude(left), latitude(top + HEIGHT / scale), longitude(left + WIDTH / scale), latitude(top)];
}

/** A cell of the grid as it is drawn: a square of the most dangerous state in it. */
interface Square extends Ink {
  /** Upper left corner and side, px of the drawing. */
  x: number;
  y: number;
  side: number;
  isFaint: boolean;
}

/**
 * Cells as squares. Where the neighbours' land is of another state than the place's own, the place's square is smaller: theirs
 * stays to be seen around it.
 * @param own of the place. @param all with the neighbours' land; null: nobody is shown beside it.
 */
export function squaresOfCells(frame: Frame, zoom: number, own: readonly CellLook[], all: readonly CellLook[] | null): Square[] {
  const count = 2 ** (zoom + 6);
  const cell = frame.scale / count;
  const squareOf = ({ id, state }: CellLook, isFaint: boolean, side: number): Square[] => {
    if (state === 'none') return [];
    const x = (Math.floor(id / count) / count - frame.left) * frame.scale + (cell - side) / 2;
    const y = ((id % count) / count - frame.top) * frame.scale + (cell - side) / 2;
    // without a date it may be suspected or confirmed: waiting ink is the same for both
    const ink = state === 'undated' ? { code: 0, waits: true } : { code: LAND_STATES.indexOf(state), waits: false };
    return [{ ...ink, x, y, side, isFaint }];
  };
  const around = new Map(all?.map(({ id, state }) => [id, state]));
  return [
    ...(all ?? []).flatMap((look) => squareOf(look, true, cell)),
    ...own.flatMap((look) => squareOf(look, false, (around.get(look.id) ?? look.state) === look.state ? cell : cell / 2)),
  ];
}

/** The spans that the tiles draw as shapes, as columns: what a page knows that does not hold the ledger. Each as often as it is cut. */
export function columnsOfTiles(tiles: readonly LoadedTile[]): LedgerColumns {
  const shapes = tiles.flatMap(({ land }) => land.map(({ properties }) => properties));
  const [places, operators] = [['none'], ['none']];
  const indexIn = (list: string[], code: string) => {
    const known = list.indexOf(code);
    return known >= 0 ? known : list.push(code) - 1;
  };
  const numbers = (name: string) => Int32Array.from(shapes, (properties) => Number(properties[name]));
  return {
    length: shapes.length,
    dataVersion: '',
    state: Uint8Array.from(shapes, ({ state }) => LAND_STATES.indexOf(state as (typeof LAND_STATES)[number])),
    fromDay: numbers('from_day'),
    toDay: numbers('to_day'),
    face: numbers('face'),
    area: new Float64Array(shapes.length),
    undated: Uint8Array.from(shapes, ({ undated }) => (undated ? 1 : 0)),
    place: Int16Array.from(shapes, ({ place }) => indexIn(places, String(place ?? 'none'))),
    operator: Int16Array.from(shapes, ({ operator }) => indexIn(operators, String(operator ?? 'none'))),
    ordnance: Uint8Array.from(shapes, ({ ordnance }) => Number(ordnance ?? 0)),
    // shapes in a tile are drawn as themselves
    polygonZoom: new Uint8Array(shapes.length),
    x: new Int32Array(shapes.length),
    y: new Int32Array(shapes.length),
    places,
    operators,
  };
}

/** What is drawn of the land on a day. */
export interface MapLand {
  columns: LedgerColumns;
  /** 1 for spans that are drawn, and for those of the neighbours that are drawn faintly; null: all are. */
  kept: Uint8Array | null;
  faint: Uint8Array | null;
  day: number;
  /** Codes of the places whose outlines are strong. */
  places: readonly string[];
  /** What the columns do not hold, counted by the server. */
  squares: readonly Square[];
}

/** How each state is inked; `waits`: a hazard without a date, before it counts. */
interface Ink {
  code: number;
  waits: boolean;
}

/** Draws ground, land and outlines. What is more dangerous is drawn over what is less; what is small is never left out. */
export function drawPlaceMap(canvas: HTMLCanvasElement, frame: Frame, ground: MapGround, land: MapLand): void {
  canvas.width = WIDTH * DOTS;
  canvas.height = HEIGHT * DOTS;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(DOTS, DOTS);
  const colours = GROUND.light;
  context.fillStyle = ground.basemap === null ? colours.ground : colours.sea;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  if (ground.basemap !== null) drawBasemap(context, frame, ground.basemap);
  outlines(context, ground, () => true, colours.border, 0.6);

  const inks = inksByFace(land);
  const patterns = new Map(['hatch-suspected', 'dots-closed', 'wide-suspected'].map((name) => [name, patternOf(context, name)]));
  const order = [...new Set(LAND_STATES)].sort((one, other) => (RANK.get(one) as number) - (RANK.get(other) as number));
  const steps: Ink[] = order.map((state) => ({ code: LAND_STATES.indexOf(state), waits: false }));
  steps.splice(-2, 0, { code: 0, waits: true }, { code: LAST_OPEN, waits: true });
  for (const isFaint of [true, false]) {
    for (const step of steps) {
      ink(context, pathsOf(frame, ground, land, inks, step, isFaint), step, isFaint, patterns);
    }
  }
  outlines(context, ground, ({ code }) => land.places.includes(String(code)), colours.place, 1.4);
}

interface FaceInk extends Ink {
  isFaint: boolean;
  /** Where the face stands in the columns. */
  span: number;
}

/** Of each face what is there on the day; faces that are drawn not at all are missing. Spans are read as `squaresAt` reads them. */
function inksByFace({ columns, kept, faint, day }: MapLand): Map<number, FaceInk> {
  const inks = new Map<number, FaceInk>();
  for (let span = 0; span < columns.length; span += 1) {
    const isKept = kept === null || kept[span] === 1;
    if (!isKept && (faint === null || faint[span] === 0)) continue;
    const code = columns.state[span] as number;
    const isLater = (columns.fromDay[span] as number) > day;
    const waits = isLater && columns.undated[span] === 1 && code <= LAST_OPEN;
    if (!waits && (isLater || (columns.toDay[span] as number) <= day)) continue;
    const face = columns.face[span] as number;
    if (waits && inks.has(face)) continue;
    inks.set(face, { code, waits, isFaint: !isKept, span });
  }
  return inks;
}

/** All land of one ink: one path to fill, in which the overlap of neighbouring tiles counts once, and each tile's outlines. */
interface InkPaths {
  fill: Path2D;
  outlines: { tile: LoadedTile | null; path: Path2D }[];
}

function pathsOf(
  frame: Frame,
  { tiles, zoom }: MapGround,
  { columns, squares: counted }: MapLand,
  inks: ReadonlyMap<number, FaceInk>,
  step: Ink,
  isFaint: boolean,
): InkPaths {
  const isMeant = (found: FaceInk | undefined): found is FaceInk =>
    found !== undefined && found.code === step.code && found.waits === step.waits && found.isFaint === isFaint;
  const fill = new Path2D();
  const drawn = tiles.map((tile) => {
    const path = new Path2D();
    // a tile has every span of a face: its shape once
    const seen = new Set<number>();
    for (const { rings, properties } of tile.land) {
      const face = Number(properties.face);
      if (seen.has(face) || !isMeant(inks.get(face))) continue;
      seen.add(face);
      trace(path, rings, tile);
    }
    fill.addPath(path);
    return { tile, path };
  });
  const squares = new Path2D();
  for (const square of counted)
    if (square.code === step.code && square.waits === step.waits && square.isFaint === isFaint)
      squares.rect(square.x, square.y, square.side, square.side);
  for (const found of inks.values()) {
    if (!isMeant(found) || (columns.polygonZoom[found.span] as number) <= zoom) continue;
    const { x, y } = pointIn(frame, (columns.x[found.span] as number) / 1e7, (columns.y[found.span] as number) / 1e7);
    squares.rect(x - LEAST / 2, y - LEAST / 2, LEAST, LEAST);
  }
  fill.addPath(squares);
  return { fill, outlines: [...drawn, { tile: null, path: squares }] };
}

function trace(path: Path2D | CanvasRenderingContext2D, rings: Rings, { x, y, side }: LoadedTile): void {
  for (const ring of rings) {
    for (const [index, point] of ring.entries()) {
      const [atX, atY] = [x + (point.x * side) / 4096, y + (point.y * side) / 4096];
      if (index === 0) path.moveTo(atX, atY);
      else path.lineTo(atX, atY);
    }
  }
}

/** Draws within a tile only: shapes go on a little beyond its edges, their outlines there are no border. */
function within(context: CanvasRenderingContext2D, tile: LoadedTile | null, draw: () => void): void {
  context.save();
  if (tile !== null) {
    context.beginPath();
    context.rect(tile.x, tile.y, tile.side, tile.side);
    context.clip();
  }
  draw();
  context.restore();
}

function ink(
  context: CanvasRenderingContext2D,
  { fill, outlines: lines }: InkPaths,
  { code, waits }: Ink,
  isFaint: boolean,
  patterns: ReadonlyMap<string, CanvasPattern | null>,
): void {
  const state = LAND_STATES[code] as (typeof LAND_STATES)[number];
  const colour = STATE_COLOURS.light[state];
  const isOutside = state.startsWith('outside');
  context.save();
  const strength = isFaint ? 0.25 : 1;
  context.fillStyle = colour;
  context.globalAlpha = strength * (waits ? 0.25 : isOutside ? 0.4 : 1);
  context.fill(fill);
  context.globalAlpha = strength;
  const pattern = patterns.get(waits ? 'wide-suspected' : state === 'suspected' ? 'hatch-suspected' : `dots-${state}`) ?? null;
  if (pattern !== null) {
    context.fillStyle = pattern;
    context.fill(fill);
  }
  context.strokeStyle = darker(colour, 'light');
  context.lineWidth = 0.5;
  if (isOutside) context.setLineDash([1.5, 1]);
  for (const { tile, path } of lines) within(context, tile, () => context.stroke(path));
  context.restore();
}

/** A pattern of the map, as fine as on the sheet's legend. */
function patternOf(context: CanvasRenderingContext2D, name: string): CanvasPattern | null {
  const image = drawPattern(name, 'light');
  if (image === null) return null;
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const pattern = context.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(0.22));
  return pattern;
}

function outlines(
  context: CanvasRenderingContext2D,
  { tiles }: MapGround,
  isMeant: (properties: Shape['properties']) => boolean,
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  for (const tile of tiles) {
    within(context, tile, () => {
      context.beginPath();
      for (const { rings, properties } of tile.places) if (isMeant(properties)) trace(context, rings, tile);
      context.stroke();
    });
  }
}

function drawBasemap(context: CanvasRenderingContext2D, frame: Frame, { land, borders }: Basemap): void {
  const line = (positions: Position[]) => {
    for (const [index, [longitude, latitude]] of positions.entries()) {
      const { x, y } = pointIn(frame, longitude as number, latitude as number);
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  };
  context.beginPath();
  for (const { geometry } of land.features)
    if (geometry.type === 'MultiPolygon') for (const rings of geometry.coordinates) for (const ring of rings) line(ring);
  context.fillStyle = GROUND.light.ground;
  context.fill('evenodd');
  context.beginPath();
  for (const border of borders.coordinates) line(border);
  context.strokeStyle = GROUND.light.border;
  context.lineWidth = 1.2;
  context.stroke();
}
