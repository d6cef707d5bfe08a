/** `npm run lint`: the rules of .oxlintrc.json and the table of who may import whom. A warning is an error. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPackages } from './lib/build.mjs';
import { layerOverrides } from './lib/layers.mjs';
import { root, run } from './lib/terminal.mjs';

// Beside the rules it extends: folders in it are named from where it lies.
const config = join(root, '.oxlintrc.generated.json');

writeFileSync(
  config,
  JSON.stringify({
    extends: ['./.oxlintrc.json'],
    ignorePatterns: ['**/dist/**', 'client/src/gql/**'],
    overrides: [
      ...layerOverrides(),
      // The command line speaks to people.
      { files: ['server/src/cli/**', 'scripts/**', 'docs/examples/**'], rules: { 'no-console': 'off' } },
      // One reader of the environment; what runs outside of the server has its own.
      {
        files: [
          'server/src/config.ts',
          'server/src/database/supervisor.ts',
          'server/src/cli/replay.ts',
          'server/src/testing/**',
          'server/bench/**',
          'e2e/**',
          'scripts/**',
          'docs/examples/**',
        ],
        rules: { 'node/no-process-env': 'off' },
      },
    ],
  }),
);
const clean = await run('oxlint', ['-c', config, '--deny-warnings', ...process.argv.slice(2)], { env: withPackages });
process.exit(clean ? 0 : 1);
