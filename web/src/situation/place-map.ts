import type { Position } from 'geojson';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import type { Basemap } from '../map/basemap.ts';
import { darker, drawPattern } from '../map/patterns.ts';
import type { Frame } from '../map/picture.ts';
import { GROUND, STATE_COLOURS } from '../theme/colours.ts';
import { DOTS, HEIGHT, pointIn, WIDTH } from './place-frame.ts';
import { type FaceInk, INK_STEPS, type Ink, inksByFace, type MapLand } from './place-inks.ts';
import type { LoadedTile, MapGround, Rings, Shape } from './place-tiles.ts';

/** Side of what is too small to be drawn as itself, CSS pixels of the sheet. */
const LEAST = 3;

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
  for (const isFaint of [true, false]) {
    for (const step of INK_STEPS) {
      ink(context, pathsOf(frame, ground, land, inks, step, isFaint), step, isFaint, patterns);
    }
  }
  outlines(context, ground, ({ code }) => land.places.includes(String(code)), colours.place, 1.4);
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
