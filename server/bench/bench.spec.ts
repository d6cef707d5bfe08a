import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { Entry } from './report.js';

const FULL = process.env['FULL'] === '1';
const [rows, questions] = FULL ? [200_000, 2_000] : [20_000, 40];

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'audit-log-bench-'));
// As root the database runs as another user.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'every answer that the benchmarks count is the one that plain SQL gives: pages of all four servers, filters, depths, sizes, counts, whoever is attacked, and each recorded change',
  { timeout: FULL ? 1_800_000 : 300_000 },
  async () => {
    await run(join(root, 'node_modules/.bin/tsc'), ['-b', 'server/bench/tsconfig.build.json'], { cwd: root });
    const options = ['--check', '--rows', String(rows), '--questions', String(questions), '--data', folder, '--out', folder];
    // It ends with an error, which holds the answer in question, at the first that is wrong.
    await run(process.execPath, [join(root, 'server/bench/dist/main.js'), ...options], { cwd: root, maxBuffer: 64_000_000 });

    const { entries } = JSON.parse(readFileSync(join(folder, 'benchmarks.json'), 'utf8')) as { entries: Entry[] };
    expect(entries.map(({ suite }) => suite)).toEqual(['page', 'sweep', 'depth', 'growth', 'counts', 'attack', 'record']);
    for (const { suite, answers } of entries) expect(answers, suite).toBeGreaterThan(0);
    // Each question has a page at least, asked when it is compared and again in the round, with an unfiltered one beside.
    expect(entries[1]?.answers).toBeGreaterThanOrEqual(3 * questions);
    expect(readFileSync(join(folder, 'benchmarks.md'), 'utf8')).toContain('## Sweep');
  },
);
