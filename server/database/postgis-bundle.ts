import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const BLOCK = 512;
/** Raster, topology, the geocoder and the upgrade scripts are not used here; without them a start takes half the time and memory. */
const NOT_NEEDED = [
  /postgis_raster/,
  /postgis_topology/,
  /postgis_tiger/,
  /^share\/postgresql\/contrib\//,
  /postgis--.*--.*\.sql$/,
];

/** Writes, where it does not exist yet, the part of the extension's archive that Landclear uses. `whole` and `target` are `.tar.gz`. */
export function ensurePostgisBundle(whole: string, target: string): void {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const kept = keepEntries(gunzipSync(readFileSync(whole)), (name) => !NOT_NEEDED.some((pattern) => pattern.test(name)));
  const aside = `${target}.${randomUUID()}`;
  writeFileSync(aside, gzipSync(kept, { level: 6 }));
  renameSync(aside, target);
}

/** The entries of a tar archive whose name passes, byte for byte. */
export function keepEntries(archive: Buffer, keep: (name: string) => boolean): Buffer {
  const parts: Buffer[] = [];
  let position = 0;
  let start = 0;
  let longName: string | null = null;
  while (position + BLOCK <= archive.length && archive[position] !== 0) {
    const header = archive.subarray(position, position + BLOCK);
    const size = Number.parseInt(textAt(header, 124, 12), 8);
    const type = String.fromCharCode(header[156] ?? 0);
    const end = position + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    // GNU 'L' and pax 'x' entries describe the entry that follows and go with it
    if (type === 'L') longName = textAt(archive, position + BLOCK, size);
    if (type !== 'L' && type !== 'x') {
      const prefix = textAt(header, 345, 155);
      const name = longName ?? (prefix ? `${prefix}/` : '') + textAt(header, 0, 100);
      if (keep(name.replace(/^\.\//, ''))) parts.push(archive.subarray(start, end));
      longName = null;
      start = end;
    }
    position = end;
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function textAt(buffer: Buffer, offset: number, length: number): string {
  const field = buffer.subarray(offset, offset + length);
  const zero = field.indexOf(0);
  return field
    .subarray(0, zero === -1 ? length : zero)
    .toString('utf8')
    .trim();
}
