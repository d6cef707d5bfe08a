import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Stack } from './stack.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection to a running Postgres, by its version. */
    clusters: Record<number, string>;
  }
}

export interface OwnDatabase extends AsyncDisposable {
  /** The owner's connection. */
  readonly url: string;
}

/**
 * A database of its own in one of the running Postgres.
 * @param template what it is a copy of; default: an empty one
 */
export async function createDatabase(version: number, template = 'template1'): Promise<OwnDatabase> {
  const url = new URL(inject('clusters')[version] ?? '');
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const asOwner = async (statement: string): Promise<void> => {
    await using client = await connect(new URL('/postgres', url).href);
    await client.query(statement);
  };
  await asOwner(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return { url: new URL(`/${name}`, url).href, [Symbol.asyncDispose]: () => asOwner(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/**
 * The server on a database in a Postgres that runs already, which spares every spec the making of one. What is about
 * the Postgres that the server brings takes a stack as it comes.
 */
export async function startStack(): Promise<Stack> {
  // The one that was migrated as the run began.
  const migrated = new URL(inject('clusters')[18] ?? '').pathname.slice(1);
  const database = await createDatabase(18, migrated);
  try {
    const stack = await Stack.start({ DATABASE_URL: database.url });
    stack.resources.use(database);
    return stack;
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** A connection of the owner, closed at the end of its scope. */
export async function connect(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
