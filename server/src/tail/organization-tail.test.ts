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
