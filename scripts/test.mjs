/**
 * `npm test`: everything that can be checked, from a fresh clone on, closing with the line `N passed, N failed`. The
 * tests are counted, and each other step that fails as one. `npm run test:full` (--full) runs the same with FULL=1, which
 * the tests take as leave to run long: more rounds, more entries; and the server's tests once more on PostgreSQL 15.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, withPackages } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { findBrowser, requireCommands } from './lib/system.mjs';
import { Failure, main, requireNode, root, run } from './lib/terminal.mjs';

const results = join(root, '.tmp', 'test-results');
/** Never inherited: what ran is what the command says. */
const FULL = process.argv.includes('--full') ? '1' : '';
const total = { passed: 0, failed: 0 };

await main(async () => {
  requireNode();
  const [unknown] = process.argv.slice(2).filter((argument) => argument !== '--full');
  if (unknown !== undefined) throw new Failure(`${unknown} is not known here: give --full, or nothing.`);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });

  await section('packages', install);
  await section('lint', step('node', ['scripts/lint.mjs']));
  await section('types', step('npm', ['run', '--silent', 'check']));
  await section('generated files', step('npm', ['run', '--silent', 'check-generated']));
  await section('build', build);
  await section('unit and database tests', () => test('server+client'));
  if (FULL) await section('database tests on PostgreSQL 15', () => test('server', { POSTGRES: '15' }));
  await section('commands', () => requireCommands('curl', 'python3'));
  await section('end-to-end tests', async () => test('e2e+e2e-alone', { CHROMIUM_PATH: await findBrowser() }));

  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 ? 0 : 1);
});

/** Prints what is done, and how long it took. */
async function section(name, work) {
  const begun = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    total.failed += 1;
  }
  process.stdout.write(`   ${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
}

/** A command that counts only when it fails. */
function step(command, args) {
  return async () => {
    if (!(await run(command, args, { env: withPackages }))) total.failed += 1;
  };
}

/** Runs some of vitest's projects, and counts their tests. */
async function test(projects, env = {}) {
  const file = join(results, `${projects}.json`);
  const chosen = projects.split('+').flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const succeeded = await run('vitest', ['run', ...chosen, ...reporters], { env: { ...withPackages, CI: 'true', FULL, POSTGRES: '', ...env } });
  const { passed, failed } = count(file);
  total.passed += passed;
  // A file that does not load, or an error outside of every test, fails the run and no test.
  total.failed += succeeded || failed > 0 ? failed : 1;
}

function count(file) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
