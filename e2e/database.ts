import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection to a running Postgres, by its version. */
    clusters: Record<number, string>;
  }
}

/** A database of its own in one of the running Postgres. */
export async function createDatabase(version: number): Promise<{ url: string } & AsyncDisposable> {
  const url = new URL(inject('clusters')[version] ?? '');
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const asOwner = async (statement: string): Promise<void> => {
    await using client = await connect(new URL('/postgres', url).href);
    await client.query(statement);
  };
  await asOwner(`CREATE DATABASE ${name}`);
  return { url: new URL(`/${name}`, url).href, [Symbol.asyncDispose]: () => asOwner(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** A connection of the owner, closed at the end of its scope. */
export async function connect(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
