/**
 * Writes server/schema.graphql, which clients are generated from and people read. With `--check` it writes nothing and
 * ends with exit code 1 where the file differs from what the resolvers say.
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { printProductSchema } from './schema.js';

const file = new URL('../../schema.graphql', import.meta.url);
const text = await printProductSchema();

if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8')) !== text) {
  process.stderr.write('server/schema.graphql is not what the resolvers say: run `npm run schema`.\n');
  process.exitCode = 1;
}
