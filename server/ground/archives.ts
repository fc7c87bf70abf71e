import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Compression, PMTiles, ResolvedValueCache } from 'pmtiles';
import { type Described, describe, Unfit } from './check.ts';
import type { RefusedFile } from './contract.ts';
import { FileOnDisk } from './file.ts';

/** A street map that lies in a file, ready to be asked for tiles. */
export interface StreetMap extends Described {
  /** As addresses name it. */
  name: string;
  /** Another file has another one. */
  version: string;
  /** Its tiles are kept, and given, compressed. */
  isZipped: boolean;
  /** A tile as it is kept; null: the archive has none there. */
  tile: (z: number, x: number, y: number) => Promise<Uint8Array | null>;
}

/** The street maps of this deployment, and the files of which none can be made. */
export interface StreetMaps {
  maps: StreetMap[];
  refused: RefusedFile[];
  /** One sentence a file, which names it in full. */
  sentences: string[];
  close: () => Promise<void>;
}

export const NO_STREETS: StreetMaps = { maps: [], refused: [], sentences: [], close: async () => {} };

/** Directories of an archive that are kept in memory, each some kilobytes. */
const DIRECTORIES = 200;
const IDENTIFYING_BYTES = 16_384;

/** What stands in the address of a file, told apart from those that have theirs. */
function nameOf(path: string, taken: readonly StreetMap[]): string {
  const plain = basename(path)
    .replace(/\.pmtiles$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 80);
  const names = new Set(taken.map(({ name }) => name));
  let name = plain;
  for (let count = 2; names.has(name); count += 1) name = `${plain}-${count}`;
  return name;
}

async function openFile(path: string): Promise<{ file: FileOnDisk; changed: number }> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new Unfit('missing', 'is not there; give the path of a PMTiles archive on this machine.');
    throw new Unfit('unreadable', `cannot be read (${error.code}); let the user of Landclear read it.`);
  });
  const { size, mtimeMs, isFile } = await handle.stat().then((stats) => ({ ...stats, isFile: stats.isFile() }));
  const file = new FileOnDisk(handle, path, size);
  if (isFile) return { file, changed: mtimeMs };
  await file.close();
  throw new Unfit('missing', 'is no file; give the path of a PMTiles archive on this machine.');
}

async function mapIn(file: FileOnDisk, changed: number, name: string): Promise<StreetMap> {
  const described = await describe(file, file.size);
  const start = new Uint8Array((await file.getBytes(0, IDENTIFYING_BYTES)).data);
  const version = createHash('sha256').update(start).update(`${file.size} ${changed}`).digest('hex').slice(0, 12);
  // its directories are unpacked, its tiles travel as they are kept
  const archive = new PMTiles(file, new ResolvedValueCache(DIRECTORIES), async (bytes) => bytes);
  return {
    ...described,
    name,
    version,
    isZipped: described.header.tileCompression === Compression.Gzip,
    tile: async (z, x, y) => {
      const found = await archive.getZxy(z, x, y);
      return found === undefined ? null : new Uint8Array(found.data);
    },
  };
}

/** Opens what can be shown of the files. Of the others it says why: a wrong file must not keep the land from being seen. */
export async function openStreetMaps(paths: readonly string[]): Promise<StreetMaps> {
  const [maps, files]: [StreetMap[], FileOnDisk[]] = [[], []];
  const [refused, sentences]: [RefusedFile[], string[]] = [[], []];
  for (const path of new Set(paths)) {
    let file: FileOnDisk | null = null;
    try {
      const opened = await openFile(path);
      file = opened.file;
      maps.push(await mapIn(file, opened.changed, nameOf(path, maps)));
      files.push(file);
    } catch (error) {
      await file?.close();
      const unfit = error instanceof Unfit ? error : new Unfit('unreadable', `cannot be read (${(error as Error).message}).`);
      refused.push({ file: basename(path), reason: unfit.reason });
      sentences.push(`MAP_PMTILES: ${path} ${unfit.message} The map is shown without it.`);
    }
  }
  return { maps, refused, sentences, close: async () => void (await Promise.all(files.map((file) => file.close()))) };
}
