/**
 * `npm run screenshots -- [FOLDER] [PAGE…]`: pictures of every page in both themes, of a product of its own.
 * They come into `.screenshots/`, which is not committed. Where all are taken into there, the README's are renewed too.
 */
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { main, requireNode } from './lib/terminal.mjs';

await main(async () => {
  requireNode();
  await install();
  await build();
  const root = fileURLToPath(new URL('..', import.meta.url));
  const usual = `${root}.screenshots`;
  const [folder = usual, ...pages] = process.argv.slice(2);
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport('/e2e/screenshots.ts', { root, configFile: false, logLevel: 'warn' });
  const widths = process.env.WIDTHS?.split(',').map(Number);
  const taken = await module.takeScreenshots(folder, pages, widths);
  console.log(`${taken.length} pictures in ${folder}`);
  if (folder !== usual || pages.length > 0 || widths !== undefined) return;
  copyFileSync(`${folder}/audit-logs-entry-light-1440.png`, `${root}docs/audit-logs.png`);
  copyFileSync(`${folder}/audit-logs-entry-dark-1440.png`, `${root}docs/audit-logs-dark.png`);
});
