/** A server reduced to its database: starts one in the folder it is told, writes a row, says so, and goes on. */
import pg from 'pg';
import { EmbeddedPostgres } from '../database/embedded.js';

const postgres = await EmbeddedPostgres.start({ directory: process.argv[2] ?? '' });
const client = new pg.Client({ connectionString: postgres.ownerUrl });
await client.connect();
await client.query('CREATE TABLE kept AS SELECT 1 AS n');
process.stdout.write('written\n');
