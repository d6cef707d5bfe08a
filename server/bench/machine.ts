import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Bed } from './bed.js';

/** Where a suite ran. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** In GB. */
  readonly memory: number;
  readonly system: string;
  /** Of the minute before and after. */
  readonly load: { readonly before: number; readonly after: number };
  readonly versions: string;
}

/** @param before the load average when the suite began */
export async function describeMachine({ owner }: Bed, before: number): Promise<Machine> {
  const { rows } = await owner.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  const processors = cpus();
  const versions = [`Node ${process.versions.node}`, `PostgreSQL ${rows[0]?.version}`, ...dependencies()];
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    load: { before, after: minute() },
    versions: versions.join(', '),
  };
}

/** The load average of the last minute. */
export function minute(): number {
  return loadavg()[0] ?? 0;
}

function dependencies(): string[] {
  const { devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { devDependencies: Record<string, string> };
  return ['@apollo/server', 'type-graphql', 'typeorm', 'express', 'postgraphile', 'postgraphile-plugin-connection-filter'].map((name) => `${name} ${devDependencies[name]}`);
}
