import { closeSync, fsyncSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { postgis } from '@electric-sql/pglite-postgis';
import { type EngineModule, raiseThrownExceptions, watchEngine } from './embedded-errors.ts';
import { ensurePostgisBundle } from './postgis-bundle.ts';

const wholeBundle = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis')), 'postgis.tar.gz');

/** As PGlite starts, but with fsync (its default is -F), by the one method that reaches the file system there. */
const startParameters = [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];

/**
 * Opens the database directory, or makes a new database in it. `bundle`: where the trimmed extension archive is kept. `onFailure` is
 * told when the engine itself fails, after which it must not be used.
 */
export async function openEngine(directory: string, bundle: string, onFailure: (error: unknown) => never): Promise<PGlite> {
  ensurePostgisBundle(wholeBundle, bundle);
  const trimmed: typeof postgis = {
    name: postgis.name,
    setup: async (engine, options) => ({ ...(await postgis.setup(engine, options)), bundlePath: pathToFileURL(bundle) }),
  };
  const engine = await PGlite.create({
    fs: new EngineFiles(directory),
    extensions: { postgis: trimmed },
    startParams: startParameters,
  });
  watchEngine(engine.Module as unknown as EngineModule, onFailure);
  return engine;
}

/** What is completed here of Emscripten's file system. */
interface NodeFileSystem {
  realPath(node: unknown): string;
  /** nfd undefined: a directory */
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number };
}

interface EngineOptions {
  preRun: ((module: { FS: { filesystems: { NODEFS: NodeFileSystem } } }) => void)[];
  instantiateWasm(
    imports: Record<string, Record<string, unknown>>,
    onReady: (instance: WebAssembly.Instance, module: unknown) => void,
  ): object;
}

/** PGlite's files on disk, with what PGlite leaves out: fsync, so that a commit survives a power cut, and errors thrown by GEOS. */
class EngineFiles extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const [engine] = parameters;
    const { emscriptenOpts } = await super.init(...parameters);
    const options = emscriptenOpts as unknown as EngineOptions;
    const { instantiateWasm } = options;
    const completed: EngineOptions = {
      ...options,
      preRun: [...options.preRun, ({ FS }) => addFsync(FS.filesystems.NODEFS)],
      instantiateWasm: (imports, onReady) => {
        let exports: WebAssembly.Exports;
        raiseThrownExceptions(
          imports,
          () => engine.Module as unknown as EngineModule,
          () => exports as never,
        );
        return instantiateWasm(imports, (instance, module) => {
          exports = instance.exports;
          onReady(instance, module);
        });
      },
    };
    return { emscriptenOpts: completed as unknown as typeof emscriptenOpts };
  }
}

function addFsync(files: NodeFileSystem): void {
  files.stream_ops.fsync = ({ nfd, node }) => {
    if (nfd !== undefined) fsyncSync(nfd);
    else syncDirectory(files.realPath(node));
    return 0;
  };
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
