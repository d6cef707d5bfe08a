import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { compress, framedPages, limitInitialScripts, splitDocuments } from './build-plugins.js';
import { embedScript } from './embed-script.js';

/** Where the API listens during development; the built page is served by the server itself. */
const api = 'http://127.0.0.1:4000';

const proxy = { '/graphql': { target: api, ws: true }, '/export': { target: api } };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), splitDocuments(), limitInitialScripts(), framedPages(), embedScript(), compress()],
  // The shared package is used from its sources, so that no build has to come first.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The start is one too, though it is imported late: it is what every page needs.
      input: { index: join(import.meta.dirname, 'index.html'), start: join(import.meta.dirname, 'src/start.tsx') },
      output: {
        // What every page needs comes in two files side by side: many small ones would cost round trips.
        codeSplitting: {
          groups: [
            // Stands alone, since what the entry waits for is that nothing else has run.
            { name: 'index', test: /src\/main\.ts$|vite\/preload-helper/ },
            { name: 'react', test: /node_modules\/(.*\/)?(react|react-dom|scheduler)\//, tags: ['$initial'] },
            { name: 'app', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
