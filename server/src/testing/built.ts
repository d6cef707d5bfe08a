/**
 * Vitest's global setup for the tests that start programs of the server: they are built, where a source changed since,
 * once for the whole run. To transform the source at each start would take longer than the start.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export default function setup(): void {
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'server/tsconfig.build.json'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
}
