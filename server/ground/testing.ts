import { gzipSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { zxyToTileId } from 'pmtiles';

/** Tiny street maps for tests, written by hand after the specifications of PMTiles 3 and of vector tiles 2.1. */

export interface TinyFeature {
  type: 'point' | 'line' | 'polygon';
  /** In units of the tile, 4096 across. */
  points: [x: number, y: number][];
  properties: Record<string, string | number>;
}

export type TinyTile = Record<string, TinyFeature[]>;

const EXTENT = 4096;
const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

function commandsOf({ type, points }: TinyFeature): number[] {
  let [x, y] = [0, 0];
  const steps = points.map(([toX, toY]) => {
    const step = [zigzag(toX - x), zigzag(toY - y)];
    [x, y] = [toX, toY];
    return step;
  });
  if (type === 'point') return [1 | (points.length << 3), ...steps.flat()];
  const line = [1 | (1 << 3), ...(steps[0] as number[]), 2 | ((points.length - 1) << 3), ...steps.slice(1).flat()];
  return type === 'polygon' ? [...line, 7 | (1 << 3)] : line;
}

/** A vector tile of some layers. */
export function tinyTile(layers: TinyTile): Buffer {
  const pbf = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) {
    const keys = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
    const values = [...new Set(features.flatMap(({ properties }) => Object.values(properties)))];
    pbf.writeMessage(
      3,
      (_, layer) => {
        layer.writeVarintField(15, 2);
        layer.writeStringField(1, name);
        for (const feature of features)
          layer.writeMessage(
            2,
            (_, written) => {
              const tags = Object.entries(feature.properties).flatMap(([key, value]) => [
                keys.indexOf(key),
                values.indexOf(value),
              ]);
              written.writePackedVarint(2, tags);
              written.writeVarintField(3, { point: 1, line: 2, polygon: 3 }[feature.type]);
              written.writePackedVarint(4, commandsOf(feature));
            },
            null,
          );
        for (const key of keys) layer.writeStringField(3, key);
        for (const value of values)
          layer.writeMessage(
            4,
            (_, written) => {
              if (typeof value === 'string') written.writeStringField(1, value);
              else written.writeVarintField(5, value);
            },
            null,
          );
        layer.writeVarintField(5, EXTENT);
      },
      null,
    );
  }
  return Buffer.from(pbf.finish());
}

export interface TinyArchive {
  tiles: { z: number; x: number; y: number; bytes: Buffer }[];
  bounds?: [west: number, south: number, east: number, north: number];
  /** As the specification numbers them: 1 is MVT, 2 PNG. */
  tileType?: number;
  /** 1: none, 2: gzip, 4: zstd. What is none of the first two is written as it comes. */
  tileCompression?: number;
  /** The directory lies behind another, as in archives of more than some thousand tiles. */
  hasLeaf?: boolean;
  /** What Protomaps writes of itself, shortened, where left out. */
  metadata?: unknown;
}

/** The layers of Protomaps that the ground draws. */
export const PROTOMAPS = {
  attribution: '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>, tiny',
  vector_layers: ['boundaries', 'buildings', 'earth', 'landuse', 'places', 'roads', 'water'].map((id) => ({
    id,
    fields: { kind: 'String', name: 'String' },
  })),
};

/** @param run 0: its entries are directories, 1: tiles */
function directoryOf(entries: { id: number; offset: number; length: number }[], run: 0 | 1): Buffer {
  const pbf = new PbfWriter();
  pbf.writeVarint(entries.length);
  for (const [at, { id }] of entries.entries()) pbf.writeVarint(id - (entries[at - 1]?.id ?? 0));
  for (const _ of entries) pbf.writeVarint(run);
  for (const { length } of entries) pbf.writeVarint(length);
  for (const { offset } of entries) pbf.writeVarint(offset + 1);
  return Buffer.from(pbf.finish());
}

/** A PMTiles archive of version 3. */
export function tinyArchive({
  tiles,
  bounds = [-180, -85, 180, 85],
  tileType = 1,
  tileCompression = 2,
  hasLeaf = false,
  metadata = PROTOMAPS,
}: TinyArchive): Buffer {
  const written = tiles
    .map(({ z, x, y, bytes }) => ({ z, id: zxyToTileId(z, x, y), body: tileCompression === 2 ? gzipSync(bytes) : bytes }))
    .sort((one, other) => one.id - other.id);
  let offset = 0;
  const entries = written.map(({ id, body }) => {
    const entry = { id, offset, length: body.length };
    offset += body.length;
    return entry;
  });
  const directory = gzipSync(directoryOf(entries, 1));
  const leaf = hasLeaf ? directory : Buffer.alloc(0);
  const root = hasLeaf ? gzipSync(directoryOf([{ id: entries[0]?.id ?? 0, offset: 0, length: leaf.length }], 0)) : directory;
  const said = gzipSync(JSON.stringify(metadata));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 'latin1');
  header.writeUInt8(3, 7);
  const sections = [root.length, said.length, leaf.length, offset];
  let start = header.length;
  for (const [at, length] of sections.entries()) {
    header.writeBigUInt64LE(BigInt(start), 8 + 16 * at);
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * at);
    start += length;
  }
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(entries.length), at);
  const zooms = written.map(({ z }) => z);
  for (const [at, value] of [1, 2, tileCompression, tileType, Math.min(...zooms), Math.max(...zooms)].entries())
    header.writeUInt8(value, 96 + at);
  for (const [at, degrees] of bounds.entries()) header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * at);
  return Buffer.concat([header, root, said, leaf, ...written.map(({ body }) => body)]);
}
