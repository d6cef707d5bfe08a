import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry, Json } from '@audit-log/shared/entry';
import { startStack } from './database.js';
import { download } from './download.js';
import { Random } from './random.js';
import { REPOSITORY, type Stack } from './stack.js';

const FULL = process.env['FULL'] === '1';
/** Real edits, which live beside the repository and are not part of it. */
const REAL = join(REPOSITORY, '../shared/data/edit-history.ndjson');

let stack: Stack;
/** Everything that the query gives, in the log's order, as far as the exports reach. */
let entries: AuditEntry[];
let through: string;

beforeAll(async () => {
  stack = await startStack();
  const env = { ...process.env, PORT: String(stack.port), HOST: '', ADMIN_API_KEY: stack.key };
  const replay = (...args: string[]) => promisify(execFile)(process.execPath, [join(REPOSITORY, 'server/dist/cli/replay.js'), ...args], { env });
  await replay('--generated', '20261124', '--edits', '400');
  if (FULL && existsSync(REAL)) await replay(REAL);
  // What a spreadsheet would run, in every place that a person or a program can write to.
  for (const start of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
    const project = await stack.api.createProject(`${start} project`);
    const id = await stack.api.createTestCase(project, `${start} case`, { labels: [start], description: `${start}\n"quoted", and more` });
    await stack.api.updateTestCase(id, { title: `${start}\r\nrenamed`, labels: [] });
  }
  entries = (await stack.api.entries({})).toSorted((a, b) => Number(a.sequence) - Number(b.sequence));
  through = String(entries.length);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** As the documentation says: an apostrophe before what would be run. */
const cell = (text: string | null | undefined): string => {
  const inner = (text ?? '').replaceAll(/([;\t\r\n]\s*)([=+\-@])/g, "$1'$2");
  return /^[=+\-@\t\r]/.test(inner) ? `'${inner}` : inner;
};

/** An entry as its row of the CSV is to read; `old` and `new` parsed. */
function rowOf(entry: AuditEntry): Record<string, unknown> {
  const { details, project, user, entity, source } = entry;
  const open = details.filter(({ redacted }) => !redacted);
  const side = (name: 'old' | 'new'): Record<string, Json> | '' => (open.length === 0 ? '' : Object.fromEntries(open.map((change) => [change.field, change[name]])));
  const names = (changes: typeof details): string => changes.map(({ field }) => cell(field)).join(', ');
  return {
    sequence: String(entry.sequence),
    time_utc: entry.time,
    event_type: entry.eventType,
    action: entry.action,
    project: cell(project?.name),
    user: cell(user.name),
    user_kind: user.kind,
    entity: cell(entity?.name),
    changed_fields: names(details),
    old: side('old'),
    new: side('new'),
    redacted_fields: names(details.filter(({ redacted }) => redacted)),
    project_id: cell(project?.id),
    user_id: cell(user.id),
    entity_id: cell(entity?.id),
    operation_id: entry.operationId ?? '',
    ip: cell(source?.ip),
    user_agent: cell(source?.userAgent),
    via: cell(source?.via),
    erased: entry.erased ? 't' : 'f',
    id: entry.id,
    recorded_at_utc: entry.recordedAt,
  };
}

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true });
const linesOf = (text: string): Record<string, unknown>[] => text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the export of a whole replay', () => {
  test('as NDJSON is the entries of the query one by one, and ends with a line that says so', async () => {
    const { bytes, whole, trailers, headers } = await download(stack, `format=ndjson&through=${through}`);
    const lines = linesOf(bytes.toString());
    expect(lines.pop()).toEqual({ complete: { entries: entries.length, through: Number(through), cursor: headers['audit-log-cursor'] } });
    expect(lines).toEqual(entries);
    expect([whole, trailers['audit-log-complete']]).toEqual([true, `entries=${through}`]);
  });

  test('as CSV, read by a library, is the same, with no cell that a spreadsheet runs', async () => {
    const { bytes, whole, trailers, headers } = await download(stack, `format=csv&through=${through}`);
    expect([whole, trailers['audit-log-complete'], headers['content-type']]).toEqual([true, `entries=${through}`, 'text/csv; charset=utf-8; header=present']);
    const rows = rowsOf(bytes.toString());
    expect(rows.flatMap((row) => Object.values(row)).filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([]);
    const read = (text: string | undefined): unknown => (text === '' || text === undefined ? '' : JSON.parse(text));
    expect(rows.map((row) => ({ ...row, old: read(row['old']), new: read(row['new']) }))).toEqual(entries.map(rowOf));
  });

  test.each(['ndjson', 'csv'])('as %s, cut at random places and gone on with, is the same to the byte', async (format) => {
    const random = new Random();
    process.stdout.write(`seed ${random.seed}\n`);
    const whole = (await download(stack, `format=${format}&through=${through}`)).bytes;
    const part = await download(stack, `format=${format}&through=${through}`, { cutAfter: Math.floor(random.between(1, 3000)) });
    expect(part.whole).toBe(false);
    const query = String(part.headers['audit-log-query']);
    let joined = '';
    let text = part.bytes.toString();
    let parts = 1;
    for (;;) {
      const kept = wholeLines(text, format);
      joined += kept;
      const last = format === 'csv' ? rowsOf(joined).at(-1)?.['sequence'] : linesOf(joined === '' ? '{}' : joined).at(-1)?.['sequence'];
      // Nothing whole came: the header of the CSV comes again only from the beginning.
      if (last === undefined) joined = '';
      const after = last === undefined ? '' : `&after=${last}`;
      const left = whole.length - Buffer.byteLength(joined);
      // Three cuts, the last of them in the last lines, when the end has come to this machine already.
      const cutAfter = [Infinity, Math.floor(random.between(1, left)), Math.max(1, left - 200)][parts] ?? Infinity;
      const next = await download(stack, `${query}${after}`, { cutAfter });
      parts += 1;
      text = next.bytes.toString();
      if (!next.whole) continue;
      joined += text;
      break;
    }
    const content = (all: string): string => (format === 'csv' ? all : all.trimEnd().split('\n').slice(0, -1).join('\n'));
    expect(content(joined)).toBe(content(whole.toString()));
    process.stdout.write(`${format}: ${whole.length} bytes in ${parts} parts\n`);
    expect(parts).toBe(4);
  });

  test('is recorded once for each that was begun, not for the parts that went on with it', async () => {
    const before = await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['export'] });
    const first = await download(stack, 'format=ndjson&type=PROJECT', { cutAfter: 500 });
    for (const after of [1, 2, 3]) await download(stack, `${String(first.headers['audit-log-query'])}&after=${after}`);
    const now = await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['export'] });
    expect(now.length - before.length).toBe(1);
  });
});

/** The part of a text that ends with its last whole line; a line break within quotes ends none. */
function wholeLines(text: string, format: string): string {
  if (format === 'ndjson') return text.slice(0, text.lastIndexOf('\n') + 1);
  let end = 0;
  let quoted = false;
  for (const [i, character] of [...text].entries()) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) end = i + 1;
  }
  return [...text].slice(0, end).join('');
}
