import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { basemap } from './basemap/plugin.ts';

/** The client: built into web/dist, served by the server. No development server is needed. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), basemap()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: { input: ['index.html', 'embed.html', 'situation.html'].map((page) => `${import.meta.dirname}/${page}`) },
    // scripts/budget.ts follows it
    manifest: true,
    // the map library alone is larger than the default warning
    chunkSizeWarningLimit: 1400,
  },
  worker: { format: 'es' },
});
