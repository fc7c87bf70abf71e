import basemapUrl from 'virtual:basemap';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';
import { getBytes, getJson } from '../api/request.ts';
import { type Basemap, type PackedBasemap, unpackBasemap } from '../map/basemap.ts';
import type { Frame } from '../map/picture.ts';
import { HEIGHT, MOST_ZOOM, WIDTH } from './place-frame.ts';

export type Rings = { x: number; y: number }[][];
export interface Shape {
  rings: Rings;
  properties: Record<string, string | number | boolean>;
}
export interface LoadedTile {
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
