import { bytesToHeader, Compression, type Header, PMTiles, ResolvedValueCache, type Source, TileType } from 'pmtiles';
import type { GroundRefusal } from './contract.ts';

/** What an archive says of itself, as far as it is used. */
export interface Described {
  header: Header;
  /** Text or markup that names the source; null: the archive names none. */
  attribution: string | null;
  layers: DescribedLayer[];
}

export interface DescribedLayer {
  id: string;
  description: string;
  fields: Record<string, string>;
}

/** An archive that the map cannot draw. */
export class Unfit extends Error {
  readonly reason: GroundRefusal;

  /** @param message goes on after the name of the file. */
  constructor(reason: GroundRefusal, message: string) {
    super(message);
    this.name = 'Unfit';
    this.reason = reason;
  }
}

const EXTRACT = 'make one with `pmtiles extract` from a build of https://maps.protomaps.com/builds';
const HEADER_BYTES = 127;
const RASTER = new Map([
  [TileType.Png, 'PNG'],
  [TileType.Jpeg, 'JPEG'],
  [TileType.Webp, 'WebP'],
  [TileType.Avif, 'AVIF'],
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param size of the file, bytes */
function checkedHeader(start: ArrayBuffer, size: number): Header {
  const magic = new TextDecoder('latin1').decode(start.slice(0, 7));
  if (magic !== 'PMTiles' || (start.byteLength > 7 && new Uint8Array(start)[7] !== 3))
    throw new Unfit('not_pmtiles', `is no PMTiles archive of version 3; ${EXTRACT}.`);
  const damaged = new Unfit('damaged', 'is cut off or damaged; copy or extract it again.');
  if (start.byteLength < HEADER_BYTES) throw damaged;
  const header = bytesToHeader(start.slice(0, HEADER_BYTES));
  const end = Math.max(
    header.rootDirectoryOffset + header.rootDirectoryLength,
    header.jsonMetadataOffset + header.jsonMetadataLength,
    header.leafDirectoryOffset + (header.leafDirectoryLength ?? 0),
    header.tileDataOffset + (header.tileDataLength ?? 0),
  );
  if (end > size)
    throw new Unfit('damaged', `is cut off: it should have ${end} bytes and has ${size}; copy or extract it again.`);
  if (header.minZoom > header.maxZoom || header.maxZoom > 24) throw damaged;
  return header;
}

function checkTiles({ tileType, tileCompression }: Header): void {
  const pictures = RASTER.get(tileType);
  if (pictures !== undefined)
    throw new Unfit(
      'raster',
      `has pictures (${pictures}), not vector tiles; pictures go into a style of your own (MAP_STYLE_URL), and for streets ${EXTRACT}.`,
    );
  if (tileType !== TileType.Mvt || ![Compression.None, Compression.Gzip].includes(tileCompression))
    throw new Unfit('encoding', `has tiles that are not MVT, plain or compressed with gzip; ${EXTRACT}.`);
}

function layersIn(metadata: Record<string, unknown>): DescribedLayer[] {
  const layers = Array.isArray(metadata.vector_layers) ? metadata.vector_layers.filter(isRecord) : [];
  return layers.map(({ id, description, fields }) => ({
    id: String(id),
    description: typeof description === 'string' ? description : '',
    fields: Object.fromEntries(Object.entries(isRecord(fields) ? fields : {}).map(([name, type]) => [name, String(type)])),
  }));
}

/** Protomaps calls the layer `roads` and tells roads apart by `kind` (`pmap:kind` until version 3). */
function checkSchema(layers: readonly DescribedLayer[]): void {
  const fields = Object.keys(layers.find(({ id }) => id === 'roads')?.fields ?? { none: '' });
  if (fields.length === 0 || fields.some((field) => field === 'kind' || field === 'pmap:kind')) return;
  const names = layers.map(({ id }) => id);
  const found = names.length === 0 ? 'names no layers' : `has the layers ${names.slice(0, 12).join(', ')}`;
  throw new Unfit('schema', `${found}, not the schema of Protomaps with its layer roads; ${EXTRACT}.`);
}

/**
 * Whether the map can draw an archive.
 * @throws Unfit
 */
export async function describe(source: Source, size: number): Promise<Described> {
  const header = checkedHeader((await source.getBytes(0, HEADER_BYTES)).data, size);
  checkTiles(header);
  let metadata: unknown;
  try {
    const archive = new PMTiles(source, new ResolvedValueCache());
    await archive.getHeader();
    metadata = await archive.getMetadata();
  } catch {
    throw new Unfit('damaged', 'is damaged: its directory cannot be read; copy or extract it again.');
  }
  const said = isRecord(metadata) ? metadata : {};
  const layers = layersIn(said);
  checkSchema(layers);
  const { attribution } = said;
  return { header, attribution: typeof attribution === 'string' && attribution.trim() !== '' ? attribution : null, layers };
}
