import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The client: built into web/dist, served by the server. No development server is needed. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: { input: ['index.html', 'embed.html'].map((page) => `${import.meta.dirname}/${page}`) },
    // the map library alone is larger than the default warning
    chunkSizeWarningLimit: 1400,
  },
  worker: { format: 'es' },
});
