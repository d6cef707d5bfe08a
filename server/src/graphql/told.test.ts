import { readFile } from 'node:fs/promises';
import { MAX_FILTER_VALUES } from '@audit-log/shared/filter';
import { expect, test } from 'vitest';
import { ALLOWANCES } from '../access/allowance.js';
import * as limits from './limits.js';

/** What docs/integrators.md calls the limits of limits.ts. */
const LABELS: Readonly<Record<string, string>> = {
  MAX_BODY: 'body of a request, in bytes',
  MAX_BODY_OF_STRANGERS: 'body or message of somebody without key or session, in bytes',
  MAX_TOKENS: 'tokens of a document',
  MAX_DEPTH: 'depth of an operation: fields within fields',
  MAX_FIELDS: 'fields of an operation, its fragments written out',
  MAX_ALIASES: 'aliases of an operation',
  MAX_DIRECTIVES: 'directives of a document',
  MAX_COMPLEXITY: 'complexity of an operation',
  MAX_VARIABLE_ERRORS: 'errors that are told of variables',
  MAX_MESSAGE: 'message of a socket, in bytes',
  CONNECTION_INIT_TIMEOUT: 'time until `connection_init`, in milliseconds',
  MAX_OPERATIONS: 'operations open at once on one socket',
  MAX_SOCKETS: 'sockets of one key or session',
  MAX_UNSENT: 'what may wait for a slow reader before the socket is read no more, in bytes',
  PING_INTERVAL: 'time between two pings, in milliseconds',
  MAX_MISSED_PINGS: 'pings in a row that may stay unanswered',
  MAX_USER_AGENT: 'characters of a user agent that are recorded',
  CLOSE_TIMEOUT: 'time to agree that a socket is closed, in milliseconds',
};

const documentation = readFile(new URL('../../../docs/integrators.md', import.meta.url), 'utf8');

test('The documentation tells each limit, with its value', async () => {
  const rows = Object.entries(limits).map(([name, value]) => `| ${LABELS[name] ?? name} | ${value.toLocaleString('en')} |`);
  rows.push(`| values in a list of a filter | ${MAX_FILTER_VALUES.toLocaleString('en')} |`);
  rows.push(`| sign-ins of one person with the right password within an hour | ${ALLOWANCES['sign-in']} |`);
  rows.push(`| page sessions (\`View-Id\`) of one person within an hour | ${ALLOWANCES.view} |`);
  const text = await documentation;
  expect(rows.filter((row) => !text.includes(`\n${row}\n`))).toEqual([]);
});

test('The documentation tells each code of an error', async () => {
  const source = await readFile(new URL('../errors.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/'([A-Z]+(?:_[A-Z]+)+|[A-Z]{5,})'/g)].map(([, code]) => code);
  expect(codes).toContain('CONFLICT');
  const text = await documentation;
  expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});
