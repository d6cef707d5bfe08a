/**
 * Runs a module of the server from its TypeScript source in a process of its own, for tests that kill one:
 * node run-source.mjs FILE ARGUMENT…
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions, runnerImport } from 'vite';

const file = resolve(process.argv[2] ?? '');
// The module sees its own file and arguments, as if Node had been given it directly.
process.argv.splice(1, 2, file);
await runnerImport(file, {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
  oxc: { decorator: { legacy: true } },
  resolve: { conditions: ['source', ...defaultServerConditions] },
});
