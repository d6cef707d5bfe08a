import { createReadStream } from 'node:fs';
import type { Json } from '@audit-log/shared/entry';

/** The fields of a test case that a history may name; `project` and `folder` change by moves only. */
export const TEXT_FIELDS = ['title', 'description', 'priority', 'status', 'type', 'preconditions', 'reference'] as const;
export const LIST_FIELDS = ['labels', 'requirements'] as const;

const LINE_FEED = 0x0a;

export interface Step {
  readonly action: string;
  readonly expected: string | null;
}

export interface Change {
  readonly old: Json;
  readonly new: Json;
}

interface EditBase {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  /** Edits of the same number are one bulk change by one user. */
  readonly operation: number;
  readonly user: string;
  /** The history's own number of the test case. */
  readonly testCase: number;
  /** The project's name; of a move, the one moved to. */
  readonly project: string;
}

/** Names the value of every field. */
interface WholeEdit<Op> extends EditBase {
  readonly op: Op;
  readonly values: Readonly<Record<string, Json>>;
}

/** Names the fields that changed. */
interface PartialEdit<Op> extends EditBase {
  readonly op: Op;
  readonly changes: Readonly<Record<string, Change>>;
}

export type Edit = WholeEdit<'create'> | WholeEdit<'delete'> | PartialEdit<'update'> | PartialEdit<'move'>;

/** A history of edits, oldest first, that can be read more than once. */
export interface History {
  readonly name: string;
  edits(): AsyncIterable<Edit> | Iterable<Edit>;
}

/** A line that is not an edit. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
  }
}

/** A history in a file, one JSON object a line. It is read as it is needed, never as a whole. */
export function historyFile(path: string): History {
  return { name: path, edits: () => readEdits(path) };
}

async function* readEdits(path: string): AsyncGenerator<Edit> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for await (const bytes of readLines(path)) {
    line++;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      throw new HistoryError(line, 'is not UTF-8');
    }
    if (text.trim() !== '') yield parseEdit(text, line);
  }
}

/** Lines end at a line feed and nowhere else: node:readline would also cut at U+2028, which JSON texts may hold. */
async function* readLines(path: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    begun.push(chunk.subarray(start));
  }
  yield Buffer.concat(begun);
}

/**
 * Reads one line of a history.
 * @throws HistoryError naming the line and what is wrong with it
 */
export function parseEdit(text: string, line: number): Edit {
  const fail = (reason: string): never => {
    throw new HistoryError(line, reason);
  };
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    fail(`is not JSON (${(error as Error).message})`);
  }
  if (!isRecord(record)) return fail('is not an object');
  const { operation, user, op, testCase, project, fields } = record;
  if (!isCount(operation)) return fail('operation must be a whole number');
  if (!isCount(testCase)) return fail('testCase must be a whole number');
  if (typeof user !== 'string' || user === '') return fail('user must be a text');
  if (typeof project !== 'string' || project === '') return fail('project must be a text');
  if (!isRecord(fields)) return fail('fields must be an object');
  const base = { line, operation, user, testCase, project };

  if (op === 'create' || op === 'delete') {
    for (const [field, value] of Object.entries(fields)) checkValue(field, value, fail);
    if (typeof fields['title'] !== 'string') return fail(`a ${op} names the title`);
    if ('project' in fields) return fail(`the project of a ${op} is no field`);
    return { ...base, op, values: fields as Record<string, Json> };
  }
  if (op === 'update' || op === 'move') {
    const changes: Record<string, Change> = {};
    for (const [field, change] of Object.entries(fields)) {
      if ((field === 'project' || field === 'folder') !== (op === 'move')) return fail(`a ${op} does not change ${field}`);
      if (!isRecord(change) || !('old' in change && 'new' in change)) return fail(`${field} must have old and new`);
      checkValue(field, change['old'], fail);
      checkValue(field, change['new'], fail);
      changes[field] = { old: change['old'] as Json, new: change['new'] as Json };
    }
    return { ...base, op, changes };
  }
  return fail('op must be create, update, move or delete');
}

function checkValue(field: string, value: unknown, fail: (reason: string) => never): void {
  const isList = LIST_FIELDS.some((name) => name === field);
  const isText = field === 'folder' || field === 'project' || TEXT_FIELDS.some((name) => name === field);
  if (!isList && !isText && field !== 'steps') fail(`${field} is not a field of a test case`);
  if (value === null) return;
  if (isText && typeof value !== 'string') fail(`${field} must be a text or null`);
  if (isList && !(Array.isArray(value) && value.every((item) => typeof item === 'string'))) {
    fail(`${field} must be a list of texts or null`);
  }
  if (field === 'steps' && !(Array.isArray(value) && value.every(isStep))) {
    fail('steps must be a list of {action, expected} or null');
  }
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value) || typeof value['action'] !== 'string') return false;
  return value['expected'] === null || typeof value['expected'] === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
