import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib';
import { build, type Plugin, type Rollup } from 'vite';

const auditLogsRoute = 'audit-logs-route.tsx';

/** What may be loaded before the audit log is there to read, in bytes of gzipped JavaScript. */
const most = 250_000;

/** Fails the build where the first view of the audit log needs more JavaScript than it may. */
export function limitInitialScripts(): Plugin {
  return {
    name: 'limit-initial-scripts',
    apply: 'build',
    generateBundle(_options, bundle) {
      const size = initialScripts(bundle, auditLogsRoute).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      if (size > most) this.error(`The audit log needs ${size} bytes of gzipped JavaScript at first: more than ${most}.`);
    },
  };
}

/** The entries, the route of a page, and all that these import. */
export function initialScripts(bundle: Rollup.OutputBundle, route: string): Rollup.OutputChunk[] {
  const found = new Map<string, Rollup.OutputChunk>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || found.has(fileName)) return;
    found.set(fileName, chunk);
    chunk.imports.forEach(visit);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    if (chunk.isEntry || chunk.facadeModuleId?.endsWith(`/${route}`) === true) visit(chunk.fileName);
  }
  return [...found.values()];
}

const document = /^export const (\w+) = (\{.*\}) as unknown as DocumentNode.*;$/gm;

/** Each generated document becomes a module of its own, so that a chunk has those it asks with, and no others. */
export function splitDocuments(): Plugin {
  const prefix = '\0document:';
  const documents = new Map<string, string>();
  return {
    name: 'split-documents',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load(id) {
      const name = id.startsWith(prefix) ? id.slice(prefix.length) : null;
      return name === null ? null : `export const ${name} = ${documents.get(name) ?? this.error(`There is no document ${name}.`)};`;
    },
    transform: {
      filter: { id: /\/src\/gql\/graphql\.ts$/ },
      handler: (code) =>
        code.replaceAll(document, (_, name: string, literal: string) => {
          documents.set(name, literal);
          return `export { ${name} } from ${JSON.stringify(prefix + name)};`;
        }),
    },
  };
}

/** What the pages with a frame are made of, by their address. */
const framedRoutes: Readonly<Record<string, string>> = { '/settings/audit-logs': auditLogsRoute, '/sign-in': 'sign-in-page.tsx' };

/**
 * Addresses with a frame get an HTML of their own, with the frame in it and the names of all scripts and styles they
 * need. The frame and its styles are seen before any script has come, so scripts wait behind them. The server answers
 * with it where a file of the address's name is there.
 */
export function framedPages(): Plugin {
  let root = '';
  return {
    name: 'framed-pages',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      root = config.root;
    },
    async generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') this.error('The build has no index.html.');
      const scheme = this.emitFile({ type: 'asset', name: 'colour-scheme.js', source: await readFile(join(root, 'colour-scheme.js')) });
      const html = withFirst(String(page.source), `<script src="/${this.getFileName(scheme)}"></script>`);
      page.source = withNeeded(html, initialScripts(bundle, 'none'));
      for (const [path, frame] of await drawFrames(root)) {
        const route = framedRoutes[path];
        if (route === undefined) this.error(`The build does not know what makes the page of ${path}.`);
        checkStyles(frame, bundle, (message) => this.error(message));
        const source = withNeeded(html.replace('  </head>', whole), initialScripts(bundle, route)).replace(boot, () => frame);
        this.emitFile({ type: 'asset', fileName: `${path.slice(1)}.html`, source });
      }
    },
  };
}

/** Runs the part of the client that draws the frames. */
async function drawFrames(root: string): Promise<ReadonlyMap<string, string>> {
  // Beside the packages, which it imports.
  const outDir = join(root, 'node_modules/.frames');
  const file = 'frame-html.js';
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    build: { ssr: 'src/routes/frame-html.tsx', outDir, emptyOutDir: true, rolldownOptions: { output: { entryFileNames: file } } },
  });
  const module = (await import(pathToFileURL(join(outDir, file)).href)) as { frames: ReadonlyMap<string, string> };
  return module.frames;
}

/** A part of a frame would be drawn elsewhere than the whole has it. */
const whole = '    <link rel="expect" blocking="render" href="#root" />\n  </head>';

const boot = /(?<=<div id="root">).*?(?=<p class="late">)/s;
const scripts = / *<(script type="module"|link rel="modulepreload")[^>]*>(<\/script>)?\n/g;

/** The HTML with a script that holds back the first paint, and without all others. */
function withFirst(html: string, script: string): string {
  return html.replaceAll(scripts, '').replace('  </head>', `    ${script}\n  </head>`);
}

/** The HTML with what a page is made of: first what holds back the first paint, then the scripts, with low priority. */
function withNeeded(html: string, chunks: readonly Rollup.OutputChunk[]): string {
  const styles = new Set(chunks.toReversed().flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
  const links = [
    // What is imported comes first: of two rules the importing module's holds.
    ...[...styles].filter((file) => !html.includes(`/${file}"`)).map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
    ...chunks.map(({ fileName, name }) =>
      name === 'index'
        ? `<script type="module" fetchpriority="low" crossorigin src="/${fileName}"></script>`
        : `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${fileName}">`,
    ),
  ];
  return html.replace('  </head>', `${links.map((link) => `    ${link}\n`).join('')}  </head>`);
}

/** The frame is drawn apart from the build: its class names must be those of the built styles. */
function checkStyles(frame: string, bundle: Rollup.OutputBundle, fail: (message: string) => never): void {
  const styles = Object.values(bundle).map((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? String(file.source) : '')).join('');
  for (const name of frame.match(/(?<=[" ])_\w+_\w+_\d+/g) ?? []) if (!styles.includes(`.${name}`)) fail(`The built styles have no class ${name}.`);
}

/** Below this nothing is gained: it fits into the first packets as it is. In bytes. */
const worthwhile = 1024;

/** Lays a `.br` and a `.gz` beside every text of the built page: compressed once, as well as can be. */
export function compress(): Plugin {
  let folder = '';
  return {
    name: 'compress',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(files.filter((file) => /\.(js|css|html|svg|json)$/.test(file)).map((file) => compressFile(join(folder, file))));
    },
  };
}

async function compressFile(path: string): Promise<void> {
  if ((await stat(path)).size < worthwhile) return;
  const content = await readFile(path);
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}
