import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { packBasemap } from './build.ts';

const NAME = 'virtual:basemap';

/** Makes the basemap from the package world-atlas and ships it with the page; `virtual:basemap` is its address. */
export function basemap(): Plugin {
  return {
    name: 'landclear-basemap',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const atlas = readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8');
      const source = JSON.stringify(packBasemap(JSON.parse(atlas)));
      const file = this.emitFile({ type: 'asset', name: 'basemap.json', source });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}
