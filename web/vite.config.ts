import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { basemap } from './basemap/plugin.ts';

/**
 * What the page needs at once: one file, whichever entries share parts of it. By themselves the parts would be cut into a file each
 * set of entries, which compress worse.
 */
const FIRST =
  /\/web\/src\/(state\/(?!server-count|told-beside|land-question)|theme\/)|\/web\/src\/(map\/(LandMap|Legend|Picture|picture|covered)|land\/Figures|filters\/address|api\/request|accidents\/(columns|shown|words)|i18n\/(index|en))\.|\/server\/(vocabulary|engine\/(columns|days|figures|filter|kept|movements|places|predicate|search|timeline))\.ts/;

/** The client: built into web/dist, served by the server. No development server is needed. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), basemap()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      input: ['index.html', 'embed.html', 'situation.html'].map((page) => `${import.meta.dirname}/${page}`),
      output: { codeSplitting: { groups: [{ name: 'first', test: FIRST }] } },
    },
    // scripts/budget.ts follows it
    manifest: true,
    // the map library alone is larger than the default warning
    chunkSizeWarningLimit: 1400,
  },
  worker: { format: 'es' },
});
