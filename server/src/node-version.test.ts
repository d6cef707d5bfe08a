import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Program } from './testing/programs.js';

/** Stands for another Node, of which there is none here. */
const asVersion = (version: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})` });

test.each(['main.js', 'cli/admin.js', 'cli/replay.js'])('%s says in one sentence which Node it needs, and does nothing with an older one', async (file) => {
  await using program = Program.start(file, [], { ...asVersion('22.23.3'), PORT: 'http' });
  expect(await program.exitCode()).toBe(1);
  expect(program.output).toMatch(/^Node 22\.23\.3 is too old for the server: version 24 or later is needed\. .*\.\n$/);
});

test('The package names the same version', async () => {
  const { engines } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { engines: { node: string } };
  await using program = Program.start('main.js', [], { ...asVersion('24.0.0'), PORT: 'http' });
  expect(await program.exitCode()).toBe(1);
  expect(program.output).toMatch(/^PORT must be .*\n$/);
  expect(engines).toEqual({ node: '>=24' });
});
