import { join } from 'node:path';
import { build, type Plugin, type Rollup } from 'vite';

/** What a page of another product may be asked to load, in bytes. */
const most = 5_000;

/** Builds `/embed.js`, which pages of other products load: one file under a lasting name, apart from everything else. */
export function embedScript(): Plugin {
  let root = '';
  return {
    name: 'embed-script',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
    },
    async generateBundle() {
      const built = (await build({
        configFile: false,
        root,
        logLevel: 'error',
        publicDir: false,
        build: {
          write: false,
          target: 'baseline-widely-available',
          modulePreload: false,
          rolldownOptions: { input: join(root, 'src/embed/script.ts'), output: { format: 'iife' } },
        },
      })) as Rollup.RolldownOutput;
      const [script, ...others] = built.output;
      if (others.length > 0) this.error('embed.js is to be one file.');
      if (script.code.length > most) this.error(`embed.js has ${script.code.length} bytes: more than ${most}.`);
      this.emitFile({ type: 'asset', fileName: 'embed.js', source: script.code });
    },
  };
}
