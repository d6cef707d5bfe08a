/** Writes server/schema.graphql, which clients are generated from and people read. A test refuses one that is out of date. */
import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { printProductSchema } from './schema.js';

await writeFile(new URL('../../schema.graphql', import.meta.url), await printProductSchema());
