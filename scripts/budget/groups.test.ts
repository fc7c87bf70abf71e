import { expect, it } from 'vitest';
import { filesWith, groupsOf, type Manifest } from './groups.ts';

const MANIFEST: Manifest = {
  'index.html': {
    file: 'assets/index.js',
    css: ['assets/index.css'],
    assets: ['assets/font.woff2'],
    imports: ['_shared.js'],
    dynamicImports: ['src/map/view.ts', 'src/api/columns.ts', 'src/i18n/km.ts', 'src/i18n/fr.ts', 'src/places/Table.svelte'],
  },
  // two that import each other
  '_shared.js': { file: 'assets/shared.js', imports: ['_helper.js'] },
  '_helper.js': { file: 'assets/helper.js', imports: ['_shared.js'] },
  'src/api/columns.ts': { file: 'assets/columns.js', imports: ['index.html'] },
  'src/i18n/km.ts': { file: 'assets/km.js' },
  'src/i18n/fr.ts': { file: 'assets/fr.js' },
  'src/map/view.ts': {
    file: 'assets/view.js',
    css: ['assets/view.css'],
    assets: ['assets/worker.js', 'assets/basemap.json'],
    imports: ['index.html'],
    dynamicImports: ['src/accidents/overlay.ts'],
  },
  'src/accidents/overlay.ts': {
    file: 'assets/overlay.js',
    imports: ['src/map/view.ts', '_gl.js'],
    dynamicImports: ['device.js'],
  },
  '_gl.js': { file: 'assets/gl.js' },
  'device.js': { file: 'assets/device.js', imports: ['src/accidents/overlay.ts'] },
  'src/places/Table.svelte': { file: 'assets/Table.js', css: ['assets/Table.css'], imports: ['index.html'] },
};

const FILES = ['index.html', ...Object.values(MANIFEST).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])];
const sizeOf = (file: string) => (file === 'assets/km.js' ? 9 : 5);

it('follows static imports, in circles too, and no dynamic ones', () => {
  expect([...filesWith(MANIFEST, 'index.html')].sort()).toEqual([
    'assets/helper.js',
    'assets/index.css',
    'assets/index.js',
    'assets/shared.js',
  ]);
});

it('counts every file but fonts once, by when a user first needs it; of the languages the largest is on the page', () => {
  const groups = groupsOf(MANIFEST, FILES, sizeOf);
  expect(groups.page.sort()).toEqual([
    'assets/columns.js',
    'assets/helper.js',
    'assets/index.css',
    'assets/index.js',
    'assets/km.js',
    'assets/shared.js',
    'index.html',
  ]);
  expect(groups.map.sort()).toEqual(['assets/basemap.json', 'assets/view.css', 'assets/view.js', 'assets/worker.js']);
  expect(groups.deck.sort()).toEqual(['assets/device.js', 'assets/gl.js', 'assets/overlay.js']);
  expect(groups.other.sort()).toEqual(['assets/Table.css', 'assets/Table.js', 'assets/fr.js']);
  expect(Object.values(groups).flat().sort()).toEqual(FILES.filter((file) => !file.endsWith('woff2')).sort());
});

it('a part that has moved is said, not counted as nothing', () => {
  expect(() => filesWith(MANIFEST, 'src/map/gone.ts')).toThrow('no part src/map/gone.ts');
});
