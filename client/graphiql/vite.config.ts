import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** GraphiQL's style sheet holds its fonts as data: URLs, four fifths of its size, which the page's policy forbids anyway. */
const withoutFonts: Plugin = {
  name: 'graphiql-without-fonts',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/graphiql/dist/style.css') ? code.replaceAll(/@font-face\s*\{[^}]*\}/g, '') : null),
};

/** A build of its own, so that nothing of it gets into the product's page; served at /graphiql. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/graphiql/',
  plugins: [react(), withoutFonts],
  build: {
    outDir: '../dist/graphiql',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // React's compiler marks its own runtime; in a bundle the mark means nothing.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
});
