import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { auditLogsHtml, compress, limitInitialScripts, splitDocuments } from './build-plugins.js';

/** Where the API listens during development; the built page is served by the server itself. */
const api = 'http://127.0.0.1:4000';

const proxy = { '/graphql': { target: api, ws: true }, '/export': { target: api } };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), splitDocuments(), limitInitialScripts(), auditLogsHtml(), compress()],
  // The shared package is used from its sources, so that no build has to come first.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // What every page needs comes in two files side by side: each of many small ones would cost a round trip.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(.*\/)?(react|react-dom|scheduler)\//, tags: ['$initial'] },
            { name: 'app', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
