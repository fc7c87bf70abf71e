/**
 * PGlite's PostGIS is compiled without C++ exception handling: what GEOS throws, say at an invalid polygon, finds no handler, unwinds the
 * whole engine and leaves it half way through a query (nothing comes back, and the next such query hangs). So the throw itself is made a
 * PostgreSQL error, raised where every handler of PostgreSQL is still in place: the client reads it as on any server.
 */

type Imports = Record<string, Record<string, unknown>>;

/** What is used of Emscripten's module; it ships without types. */
export interface EngineModule {
  HEAPU8: Uint8Array;
  UTF8ToString(pointer: number): string;
  stringToUTF8OnStack(text: string): number;
  _PostgresMainLoopOnce(): void;
}

interface EngineExports {
  errstart(level: number, domain: number): number;
  errmsg_internal(format: number, parameters: number): number;
  errfinish(file: number, line: number, functionName: number): void;
}

/** elog.h: ERROR */
const ERROR_LEVEL = 21;

/**
 * Replaces the throw of C++ in the engine's imports, before it is instantiated. `module` and `exports` are asked for when something is
 * thrown.
 */
export function raiseThrownExceptions(imports: Imports, module: () => EngineModule, exports: () => EngineExports): void {
  const environment = imports.env as { __cxa_throw: unknown; __indirect_function_table: WebAssembly.Table };
  environment.__cxa_throw = (exception: number) => {
    const { stringToUTF8OnStack } = module();
    const { errstart, errmsg_internal, errfinish } = exports();
    const message = stringToUTF8OnStack(whatOf(exception, module(), environment.__indirect_function_table).replaceAll('%', '%%'));
    const origin = stringToUTF8OnStack('C++');
    errstart(ERROR_LEVEL, 0);
    errmsg_internal(message, 0);
    // leaves by a long jump to the innermost handler
    errfinish(origin, 0, origin);
    throw new Error('The engine went on after an error.');
  };
}

/** `exception.what()`: the third entry of a std::exception's table of virtual functions, after its two destructors. */
function whatOf(exception: number, { HEAPU8, UTF8ToString }: EngineModule, functions: WebAssembly.Table): string {
  try {
    const words = new Uint32Array(HEAPU8.buffer);
    const virtualFunctions = words[exception >> 2] ?? 0;
    const what = functions.get(words[(virtualFunctions >> 2) + 2] ?? 0) as (self: number) => number;
    return UTF8ToString(what(exception));
  } catch {
    return 'a geometry function failed';
  }
}

/**
 * PGlite takes every exception that leaves the engine for an SQL error and goes on, if need be with a broken heap and for ever. Only exit
 * status 100 is one; `onFailure` is told of anything else.
 */
export function watchEngine(module: EngineModule, onFailure: (error: unknown) => never): void {
  const runOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: number } | null)?.status !== 100) onFailure(error);
      throw error;
    }
  };
}
