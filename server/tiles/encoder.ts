import { PbfWriter } from 'pbf';
import { EXTENT } from './grid.ts';
import { readTwkb, type Shape, type Vertices } from './twkb.ts';

/** A row to encode: `id`, `twkb` in whole tile units, the rest attributes; null ones are left out. */
export type EncodedFeature = { id: number; twkb: Uint8Array } & Record<string, unknown>;

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 15;
const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

/** Twice the area by the surveyor's formula; positive: a shell as vector tiles want it, y pointing down. */
function twiceArea(ring: Vertices): number {
  let sum = 0;
  for (let index = 0, before = ring.length - 2; index < ring.length; before = index, index += 2) {
    sum += (ring[before] as number) * (ring[index + 1] as number) - (ring[index] as number) * (ring[before + 1] as number);
  }
  return sum;
}

/** Without repeated vertices and without the closing one, turned as a shell or a hole. Null where it collapses. */
function orient(ring: Vertices, shell: boolean): Vertices | null {
  const kept: Vertices = [];
  for (let index = 0; index < ring.length; index += 2) {
    if (ring[index] !== kept.at(-2) || ring[index + 1] !== kept.at(-1))
      kept.push(ring[index] as number, ring[index + 1] as number);
  }
  if (kept[0] === kept.at(-2) && kept[1] === kept.at(-1)) kept.length -= 2;
  const area = kept.length < 6 ? 0 : twiceArea(kept);
  if (area === 0) return null;
  if (area > 0 === shell) return kept;
  const turned: Vertices = [];
  for (let index = kept.length - 2; index >= 0; index -= 2) turned.push(kept[index] as number, kept[index + 1] as number);
  return turned;
}

/** Commands of one feature (Mapbox Vector Tile specification 2.1, 4.3); empty where nothing can be drawn. */
export function commandsOf(shape: Shape): number[] {
  const commands: number[] = [];
  let [x, y] = [0, 0];
  const step = (toX: number, toY: number) => {
    commands.push(zigzag(toX - x), zigzag(toY - y));
    [x, y] = [toX, toY];
  };
  if (shape.type === 'point') {
    const points = shape.rings[0] ?? [];
    commands.push(MOVE_TO | ((points.length / 2) << 3));
    for (let index = 0; index < points.length; index += 2) step(points[index] as number, points[index + 1] as number);
    return commands;
  }
  let shellDrawn = false;
  for (const [index, vertices] of shape.rings.entries()) {
    const isShell = shape.shells[index] === true;
    const ring = orient(vertices, isShell);
    if (isShell) shellDrawn = ring !== null;
    // a hole of a shell that collapsed would eat into its neighbour
    if (ring === null || !shellDrawn) continue;
    commands.push(MOVE_TO | (1 << 3));
    step(ring[0] as number, ring[1] as number);
    commands.push(LINE_TO | ((ring.length / 2 - 1) << 3));
    for (let vertex = 2; vertex < ring.length; vertex += 2) step(ring[vertex] as number, ring[vertex + 1] as number);
    commands.push(CLOSE_PATH);
  }
  return commands;
}

type Value = string | number | boolean;

function writeValue(value: Value, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(1, value);
  else if (typeof value === 'boolean') pbf.writeBooleanField(7, value);
  else if (!Number.isSafeInteger(value)) pbf.writeDoubleField(3, value);
  else if (value >= 0) pbf.writeVarintField(5, value);
  else pbf.writeSVarintField(6, value);
}

interface Coded {
  feature: EncodedFeature;
  tags: number[];
  commands: number[];
  type: number;
}

function writeFeature({ feature, tags, commands, type }: Coded, pbf: PbfWriter): void {
  pbf.writeVarintField(1, feature.id);
  pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, type);
  pbf.writePackedVarint(4, commands);
}

/** One layer of a vector tile. Empty where there is no feature. */
export function encodeTile(name: string, features: readonly EncodedFeature[]): Uint8Array {
  const keys = new Map<string, number>();
  const values = new Map<Value, number>();
  const numberOf = <Key>(index: Map<Key, number>, key: Key): number => {
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, index.size);
    return index.size - 1;
  };
  const coded: Coded[] = [];
  for (const feature of features) {
    const shape = readTwkb(feature.twkb);
    const commands = shape === null ? [] : commandsOf(shape);
    if (shape === null || commands.length === 0) continue;
    const tags: number[] = [];
    for (const [key, value] of Object.entries(feature)) {
      if (key === 'id' || key === 'twkb' || key === 'geom' || value === null || value === undefined) continue;
      tags.push(numberOf(keys, key), numberOf(values, value as Value));
    }
    coded.push({ feature, tags, commands, type: shape.type === 'point' ? 1 : 3 });
  }
  if (coded.length === 0) return new Uint8Array();
  const pbf = new PbfWriter();
  pbf.writeMessage(
    3,
    (_, layer) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, name);
      for (const feature of coded) layer.writeMessage(2, writeFeature, feature);
      for (const key of keys.keys()) layer.writeStringField(3, key);
      for (const value of values.keys()) layer.writeMessage(4, writeValue, value);
      layer.writeVarintField(5, EXTENT);
    },
    null,
  );
  return pbf.finish();
}
