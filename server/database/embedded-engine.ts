import { closeSync, fsyncSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { postgis } from '@electric-sql/pglite-postgis';
import { ensurePostgisBundle } from './postgis-bundle.ts';

/** The two parts of Emscripten's file system that are completed here; it ships without types. */
interface FileStream {
  /** undefined: a directory */
  nfd?: number;
  node: unknown;
}
interface NodeFileSystem {
  realPath(node: unknown): string;
  stream_ops: { fsync?: (stream: FileStream) => number };
}

/** PGlite's files on disk, with the fsync that it leaves out: a committed transaction survives a power cut. */
class DurableFiles extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...parameters);
    const complete = (module: { FS: unknown }) => {
      const files = (module.FS as { filesystems: { NODEFS: NodeFileSystem } }).filesystems.NODEFS;
      files.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) syncDirectory(files.realPath(stream.node));
        else fsyncSync(stream.nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...((emscriptenOpts.preRun as []) ?? []), complete as never] } };
  }
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** As PGlite starts, but with fsync (its default is -F), by the one method that reaches the file system there. */
const startParameters = [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];

const wholeBundle = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis')), 'postgis.tar.gz');

/** Opens the database directory, or makes a new database in it. `bundle`: where the trimmed extension archive is kept. */
export async function openEngine(directory: string, bundle: string, onFailure: (error: unknown) => never): Promise<PGlite> {
  ensurePostgisBundle(wholeBundle, bundle);
  const trimmed: typeof postgis = {
    name: postgis.name,
    setup: async (engine, options) => ({ ...(await postgis.setup(engine, options)), bundlePath: pathToFileURL(bundle) }),
  };
  const options: PGliteOptions = {
    fs: new DurableFiles(directory),
    extensions: { postgis: trimmed },
    startParams: startParameters,
  };
  const engine = await PGlite.create(options);
  const module = engine.Module as unknown as { _PostgresMainLoopOnce: () => void };
  const runOnce = module._PostgresMainLoopOnce;
  // PGlite takes every exception of the engine for an SQL error and goes on with a broken heap, often for ever. Only status 100 is one.
  module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: number }).status !== 100) onFailure(error);
      throw error;
    }
  };
  return engine;
}
