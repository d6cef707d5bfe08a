import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** What may be loaded before the audit log is there to read, in bytes of gzipped JavaScript. */
const most = 250_000;

/** Fails the build where the first view of the audit log needs more JavaScript than it may. */
export function limitInitialScripts(): Plugin {
  return {
    name: 'limit-initial-scripts',
    apply: 'build',
    generateBundle(_options, bundle) {
      const size = initialScripts(bundle).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      if (size > most) this.error(`The audit log needs ${size} bytes of gzipped JavaScript at first: more than ${most}.`);
    },
  };
}

/** The entry, the route of the audit log, and all that these import. */
export function initialScripts(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const found = new Map<string, Rollup.OutputChunk>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || found.has(fileName)) return;
    found.set(fileName, chunk);
    chunk.imports.forEach(visit);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    if (chunk.isEntry || chunk.facadeModuleId?.endsWith('audit-logs-route.tsx') === true) visit(chunk.fileName);
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

/**
 * A page of its own for the address of the audit log, which names all that it needs: fetched at once, not only when the
 * entry's code has come and asks for it, but behind what the first paint needs. The server answers with it where a file of the address's name is there.
 */
export function auditLogsHtml(): Plugin {
  return {
    name: 'audit-logs-html',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') this.error('The build has no index.html.');
      const html = String(page.source);
      const needed = initialScripts(bundle).flatMap(({ fileName, viteMetadata }) => [
        ...[...(viteMetadata?.importedCss ?? [])].map((file) => ({ file, tag: `<link rel="stylesheet" crossorigin href="/${file}">` })),
        { file: fileName, tag: `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${fileName}">` },
      ]);
      const missing = needed.filter(({ file }) => !html.includes(`/${file}"`));
      // What is imported comes first: of two rules the importing module's holds.
      const links = missing.map(({ tag }) => `    ${tag}\n`).toReversed().join('');
      this.emitFile({ type: 'asset', fileName: 'settings/audit-logs.html', source: html.replace('  </head>', `${links}  </head>`) });
    },
  };
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
