import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generatedHistory } from './replay-generate.js';
import { historyFile, HistoryError, parseEdit, type Edit, type History } from './replay-history.js';

const create = {
  at: '2026-11-24T20:15:00.000Z',
  operation: 1,
  user: 'user-01',
  op: 'create',
  testCase: 1,
  project: 'okta_rules',
  fields: { title: 'A', labels: ['x'], steps: [{ action: 'do', expected: null }], folder: null },
};

async function read(history: History): Promise<Edit[]> {
  const edits: Edit[] = [];
  for await (const edit of history.edits()) edits.push(edit);
  return edits;
}

describe('a line', () => {
  test('that creates names the values', () => {
    const { fields, op, at: _, ...rest } = create;
    expect(parseEdit(JSON.stringify(create), 7)).toEqual({ ...rest, op, line: 7, values: fields });
  });

  test('that updates or moves names what changed', () => {
    const update = { ...create, op: 'update', fields: { status: { old: 'Draft', new: 'Active' } } };
    expect(parseEdit(JSON.stringify(update), 1)).toMatchObject({ op: 'update', changes: update.fields });
    const move = { ...create, op: 'move', fields: { project: { old: 'a', new: 'b' }, folder: { old: null, new: 'x/y' } } };
    expect(parseEdit(JSON.stringify(move), 1)).toMatchObject({ op: 'move', changes: move.fields });
  });

  test.for<[string, unknown, string]>([
    ['a list', [], 'is not an object'],
    ['no operation', { ...create, operation: '1' }, 'operation must be a whole number'],
    ['half a test case', { ...create, testCase: 1.5 }, 'testCase must be a whole number'],
    ['no user', { ...create, user: '' }, 'user must be a text'],
    ['no project', { ...create, project: null }, 'project must be a text'],
    ['no fields', { ...create, fields: [] }, 'fields must be an object'],
    ['another op', { ...create, op: 'clone' }, 'op must be create, update, move or delete'],
    ['no title', { ...create, fields: { title: null } }, 'a create names the title'],
    ['an unknown field', { ...create, fields: { title: 'A', colour: 'red' } }, 'colour is not a field of a test case'],
    ['a list for a text', { ...create, fields: { title: 'A', status: [] } }, 'status must be a text or null'],
    ['a text for a list', { ...create, fields: { title: 'A', labels: 'x' } }, 'labels must be a list of texts or null'],
    ['a step of text', { ...create, fields: { title: 'A', steps: ['x'] } }, 'steps must be a list of {action, expected} or null'],
    ['a value for a change', { ...create, op: 'update', fields: { status: 'Active' } }, 'status must have old and new'],
    ['a folder in an update', { ...create, op: 'update', fields: { folder: { old: null, new: 'x' } } }, 'a update does not change folder'],
    ['a status in a move', { ...create, op: 'move', fields: { status: { old: null, new: 'x' } } }, 'a move does not change status'],
  ])('with %s is refused with its number', ([, line, reason]) => {
    expect(() => parseEdit(JSON.stringify(line), 12)).toThrow(`line 12: ${reason}`);
  });

  test('that is not JSON is refused with its number', () => {
    expect(() => parseEdit('{"op":', 3)).toThrow(/^line 3: is not JSON/);
  });
});

describe('a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (content: string | Uint8Array): History => {
    const path = join(folder, 'history "1"\n😀.ndjson');
    writeFileSync(path, content);
    return historyFile(path);
  };

  test('gives its lines in order, with their numbers, and more than once', async () => {
    const lines = [create, '', { ...create, testCase: 2 }].map((line) => (line === '' ? '' : JSON.stringify(line)));
    const history = file(lines.join('\r\n'));
    const numbers = (await read(history)).map(({ line, testCase }) => [line, testCase]);
    expect(numbers).toEqual([[1, 1], [3, 2]]);
    expect(await read(history)).toHaveLength(2);
  });

  test('may hold quotes, line separators and emoji, also where a piece that is read ends', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `"${'x'.repeat(i)}"\u2028\n😀 ${i}`);
    const history = file(names.map((project) => `${JSON.stringify({ ...create, project })}\n`).join(''));
    expect((await read(history)).map(({ project }) => project)).toEqual(names);
  });

  test('that is not UTF-8 is refused with the line', async () => {
    const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(create)}\n"`), Buffer.from([0xff, 0x22])]);
    await expect(read(file(bytes))).rejects.toThrow(new HistoryError(2, 'is not UTF-8'));
  });

  test('that is not there is an error of the file system', async () => {
    await expect(read(historyFile(join(folder, 'none')))).rejects.toThrow('ENOENT');
  });
});

describe('a generated history', () => {
  test('is the same for the same seed and another for another', async () => {
    expect(await read(generatedHistory(1, 200))).toEqual(await read(generatedHistory(1, 200)));
    expect(await read(generatedHistory(1, 200))).not.toEqual(await read(generatedHistory(2, 200)));
  });

  test('has the form of a file, and every kind of edit', async () => {
    const edits = await read(generatedHistory(5, 500));
    for (const { line, ...edit } of edits) {
      const { values, changes, ...rest } = { values: undefined, changes: undefined, ...edit };
      expect(parseEdit(JSON.stringify({ ...rest, fields: values ?? changes }), line)).toEqual({ line, ...edit });
    }
    expect(new Set(edits.map(({ op }) => op))).toEqual(new Set(['create', 'update', 'move', 'delete']));
    expect(edits).toHaveLength(500);
  });

  test('changes only what is there, from the value that is there', async () => {
    const values = new Map<number, Record<string, unknown>>();
    for (const edit of await read(generatedHistory(9, 500))) {
      if (edit.op === 'create') values.set(edit.testCase, { ...edit.values, project: edit.project });
      const current = values.get(edit.testCase);
      if (edit.op === 'delete') expect({ ...edit.values, project: edit.project }).toEqual(current);
      if (edit.op === 'delete') values.delete(edit.testCase);
      if (edit.op === 'update' || edit.op === 'move') {
        expect(Object.keys(edit.changes)).not.toHaveLength(0);
        for (const [field, change] of Object.entries(edit.changes)) {
          expect(change.old).toEqual(current?.[field]);
          expect(change.new).not.toEqual(change.old);
          if (current) current[field] = change.new;
        }
      }
    }
  });

  test('has one user for each operation', async () => {
    const users = new Map<number, string>();
    for (const { operation, user } of await read(generatedHistory(3, 300))) {
      expect(users.get(operation) ?? user).toBe(user);
      users.set(operation, user);
    }
    expect(users.size).toBeGreaterThan(20);
  });
});
