import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { groupsOf, type Manifest } from './budget/groups.ts';

/**
 * npm run budget: what a user downloads, by when they need it, as gzip sends it. Ends with 1 where a budget is exceeded.
 * Fonts come as the text needs them and are compressed already: listed apart.
 */
const DIST = fileURLToPath(new URL('../web/dist/', import.meta.url));
/** Thousands of bytes, gzip. */
const BUDGETS: Record<string, number> = { page: 60, map: 560 };
const TITLES: Record<string, string> = {
  page: 'Page before the map: figures, legend, a picture, one language',
  map: 'Interactive map, more',
  deck: 'deck.gl, when accidents are shown as heat or hexagons',
  other: 'Other parts, when asked for',
};

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
const sizeOf = (file: string): number => gzipSync(readFileSync(join(DIST, file))).length;

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Manifest;
const files = readdirSync(join(DIST, 'assets')).map((name) => `assets/${name}`);
const groups = groupsOf(manifest, [...files, 'index.html'], sizeOf);

let exceeded = false;
for (const [group, names] of Object.entries(groups)) {
  const sizes = names.map((name) => ({ name, bytes: sizeOf(name) })).sort((one, other) => other.bytes - one.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const budget = BUDGETS[group];
  const isOver = budget !== undefined && total > budget * 1000;
  exceeded ||= isOver;
  console.log(
    `${TITLES[group]}:${kilobytes(total)}${budget === undefined ? '' : ` of ${budget} kB`}${isOver ? ', OVER ITS BUDGET' : ''}`,
  );
  for (const { name, bytes } of sizes) console.log(`${kilobytes(bytes)}  ${basename(name)}`);
}
console.log('Fonts, as the text on the page needs them:');
for (const name of files.filter((file) => file.endsWith('.woff2')))
  console.log(`${kilobytes(readFileSync(join(DIST, name)).length)}  ${basename(name)}`);
if (exceeded) {
  console.error('A budget is exceeded: make the page smaller, or say in docs/decisions why it may be larger.');
  process.exitCode = 1;
}
