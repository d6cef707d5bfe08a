import type { AuditEntry } from '@audit-log/shared/entry';
import { expect, test } from 'vitest';
import type { Chunk, LogReader } from './log-reader.js';
import { OrganizationTail } from './organization-tail.js';

const LEAF = Buffer.alloc(8);

/** A log of so many entries, each with a text of so many characters, and how often each was read. */
function logOf(count: number, characters: number): { reader: LogReader; reads: number[] } {
  const reads: number[] = [];
  const after = async (_organization: number, sequence: number): Promise<Chunk | null> => {
    if (sequence >= count) return null;
    reads.push(sequence);
    const details = [{ field: 'steps', old: null, new: [{ action: 'x'.repeat(characters) }], redacted: false }];
    return { first: sequence + 1, entries: [{ details } as unknown as AuditEntry], recorded: [[]], end: { sequence: sequence + 1, leaf: LEAF } };
  };
  return { reader: { head: async () => ({ sequence: 0, leaf: LEAF }), after } as unknown as LogReader, reads };
}

test.each([
  ['short entries are kept, and read once', 1_000, [0, 1, 2, 3, 4, 5, 6, 7]],
  ['of long ones only the last, and whoever is behind reads them anew', 8 * 1024 * 1024, [0, 1, 2, 3, 4, 5, 6, 7, 3]],
])('%s', async (_, characters, expected) => {
  const { reader, reads } = logOf(8, characters);
  const tail = await OrganizationTail.open(reader, 1);
  await tail.advance();
  const { signal } = new AbortController();
  for (const sequence of [3, 4, 7]) expect((await tail.after(sequence, signal))?.first).toBe(sequence + 1);
  expect(reads).toEqual(expected);
});

test('Who is behind reads the log in turns, and who is where the one before was takes what that one read', async () => {
  const { reader, reads } = logOf(8, 8 * 1024 * 1024);
  const tail = await OrganizationTail.open(reader, 1);
  await tail.advance();
  reads.length = 0;
  let atOnce = 0;
  let most = 0;
  const read = reader.after.bind(reader);
  reader.after = async (organization, sequence, signal) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise(setImmediate);
    try {
      if (signal?.aborted) throw new Error('gone');
      return await read(organization, sequence, signal);
    } finally {
      atOnce -= 1;
    }
  };
  const { signal } = new AbortController();
  const [gone, ...found] = await Promise.allSettled([tail.after(2, AbortSignal.abort()), ...[3, 3, 3, 1, 1].map((sequence) => tail.after(sequence, signal))]);
  expect(gone).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
  expect(found.map((turn) => turn.status === 'fulfilled' && turn.value?.first)).toEqual([4, 4, 4, 2, 2]);
  expect([reads, most]).toEqual([[3, 1], 1]);
});
