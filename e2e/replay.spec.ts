import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPOSITORY, Stack } from './stack.js';
import { filtersOver, plainly, walk } from './sweep.js';

const REPLAY = join(REPOSITORY, 'server/dist/cli/replay.js');

/** Real edits, which live beside the repository and are not part of it. */
const REAL = join(REPOSITORY, '../shared/data/edit-history.ndjson');

const GENERATED = { seed: 20261124, edits: 400 };

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Runs the command, and answers with what it said and how it ended. */
async function replay(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const env = { ...process.env, PORT: String(stack.port), HOST: '', ADMIN_API_KEY: stack.key };
  try {
    return { ...(await promisify(execFile)(process.execPath, [REPLAY, ...args], { env })), code: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { stdout, stderr, code };
  }
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const line of createInterface(createReadStream(path))) if (line !== '') lines++;
  return lines;
}

test('every edit of a history leaves exactly one entry, equal to it', async (context) => {
  const real = existsSync(REAL);
  if (!real) await context.annotate(`${REAL} is not there: a generated history is replayed in its place`);
  const edits = real ? await countLines(REAL) : GENERATED.edits;
  const args = real ? [REAL] : ['--generated', String(GENERATED.seed), '--edits', String(GENERATED.edits)];

  const { stdout, stderr, code } = await replay(...args);

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const count = edits.toLocaleString('en');
  expect(stdout).toContain(`Compared ${count} of ${count} edits`);
  // Counted once more, without the command's own help.
  const entries = await stack.api.entries({ eventTypes: ['TEST_CASE'] });
  expect(entries).toHaveLength(edits);
  expect(new Set(entries.map(({ user }) => user.kind))).toEqual(new Set(['USER']));
});

test('any filter, any page size, forwards and backwards: what a plain predicate over all entries gives, in order', async () => {
  const all = await stack.api.entries({});
  expect(all.map(({ sequence }) => sequence).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(all.map((_, i) => i + 1));
  const inOrder = all.map(({ time, id }) => `${time} ${id}`);
  expect(inOrder).toEqual(inOrder.toSorted().toReversed());
  await fc.assert(
    fc.asyncProperty(filtersOver(all), fc.constantFrom(3, 50, 200), async (filter, size) => {
      const expected = all.filter((entry) => plainly(filter, entry)).map(({ id }) => id);
      // Small pages of a filter that lets thousands through would only repeat themselves.
      const pageSize = Math.max(size, Math.ceil(expected.length / 40));
      expect(await walk(stack.api, filter, pageSize, 'forwards')).toEqual(expected);
      expect(await walk(stack.api, filter, pageSize, 'backwards')).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('a second replay uses the projects that are there, and is equal too', async () => {
  const projects = async (): Promise<number> =>
    (await stack.api.request<{ projects: unknown[] }>('{ projects { id } }')).projects.length;
  const args = ['--generated', '7', '--edits', '150'];

  const first = await replay(...args);
  const before = await projects();
  const second = await replay(...args);

  expect([first, second].map(({ stderr, code }) => [stderr, code])).toEqual([['', 0], ['', 0]]);
  expect(await projects()).toBe(before);
});

test('a replay that cannot be made says why, ends with 1 and changes nothing', async () => {
  const before = await stack.api.entries({});
  expect(await replay('no-such-file.ndjson')).toMatchObject({ code: 1, stderr: expect.stringContaining('no-such-file.ndjson') });
  expect(await replay(fileURLToPath(import.meta.url))).toMatchObject({ code: 1, stderr: expect.stringContaining('line 1: is not JSON') });
  expect(await stack.api.entries({})).toEqual(before);
});
