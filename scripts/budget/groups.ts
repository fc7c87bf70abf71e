/** The part of Vite's manifest that says what brings what, https://vite.dev/guide/backend-integration */
export type Manifest = Record<
  string,
  {
    file: string;
    imports?: readonly string[];
    dynamicImports?: readonly string[];
    css?: readonly string[];
    assets?: readonly string[];
  }
>;

const PAGE = 'index.html';
const LEDGER = 'src/api/columns.ts';
const MAP = 'src/map/view.ts';
const ACCIDENTS = 'src/accidents/overlay.ts';
const isFont = (file: string) => /\.woff2?$/.test(file);

/** Files that come with a part of the page at once: itself, its style, what it ships, and all it imports statically. */
export function filesWith(manifest: Manifest, part: string, seen = new Set<string>()): Set<string> {
  const entry = manifest[part];
  if (entry === undefined) throw new Error(`The build has no part ${part}: scripts/budget/groups.ts names one that has moved.`);
  if (seen.has(part)) return new Set();
  seen.add(part);
  return new Set([
    entry.file,
    ...(entry.css ?? []),
    ...(entry.assets ?? []).filter((file) => !isFont(file)),
    ...(entry.imports ?? []).flatMap((imported) => [...filesWith(manifest, imported, seen)]),
  ]);
}

/** A part with everything it may bring later. */
function reachable(manifest: Manifest, part: string, seen = new Set<string>()): Set<string> {
  if (seen.has(part)) return new Set();
  seen.add(part);
  const { imports = [], dynamicImports = [] } = manifest[part] ?? {};
  return new Set([
    ...filesWith(manifest, part),
    ...[...imports, ...dynamicImports].flatMap((next) => [...reachable(manifest, next, seen)]),
  ]);
}

/**
 * Which file is counted where; each once, by when a user first needs it.
 * @param files all files of the build
 * @param sizeOf tells the largest language, the one that counts
 */
export function groupsOf(
  manifest: Manifest,
  files: readonly string[],
  sizeOf: (file: string) => number,
): Record<'page' | 'map' | 'deck' | 'other', string[]> {
  const languages = Object.keys(manifest)
    .filter((part) => /^src\/i18n\/\w+\.ts$/.test(part))
    .map((part) => manifest[part]?.file as string)
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  const counted = new Set<string>();
  const take = (wanted: Iterable<string>): string[] => {
    const fresh = [...new Set(wanted)].filter((file) => !counted.has(file));
    for (const file of fresh) counted.add(file);
    return fresh;
  };
  const page = take([PAGE, ...filesWith(manifest, PAGE), ...filesWith(manifest, LEDGER), ...languages.slice(0, 1)]);
  const map = take(filesWith(manifest, MAP));
  // what the map or the page bring later is theirs, not the overlay's
  const deck = take([...reachable(manifest, ACCIDENTS)].filter((file) => !laterOfPage(manifest).has(file)));
  return { page, map, deck, other: take(files.filter((file) => !isFont(file))) };
}

/** Files of everything that the page or the map may bring later, the overlay left aside. */
function laterOfPage(manifest: Manifest): Set<string> {
  const later = [PAGE, MAP]
    .flatMap((part) => manifest[part]?.dynamicImports ?? [])
    .filter((part) => part !== ACCIDENTS && part !== MAP);
  return new Set(later.flatMap((part) => [...filesWith(manifest, part)]));
}
