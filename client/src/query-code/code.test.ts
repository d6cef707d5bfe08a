import { normalizeFilter } from '@audit-log/shared/filter';
import fc from 'fast-check';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { codeOf, countedFrom } from './code.js';

const now = Date.parse('2026-11-24T14:02:11Z');
const origin = 'https://audit.example.com';

it('a relative range becomes the moment it begins at, which is told; a subscription begins now', () => {
  const filter = { range: '7d', actions: ['delete'] } as const;
  const { variables, curl, subscription } = codeOf(filter, origin, now);
  expect(variables).toEqual({ first: 50, filter: { actions: ['delete'], from: '2026-11-17T14:02:11.000000Z' } });
  expect(countedFrom(filter, now)).toBe('2026-11-17T14:02:11.000000Z');
  expect(curl).toContain('2026-11-17');
  expect(subscription).not.toContain('2026-11-17');
  expect(subscription).toContain('wss://audit.example.com/graphql');
  expect(countedFrom({ from: '2026-11-17T14:02:11Z' }, now)).toBeNull();
});

it('exact times stay in all of them', () => {
  const { variables, subscription } = codeOf({ from: '2026-11-17T00:00:00Z', to: '2026-12-01T00:00:00Z' }, origin, now);
  expect(variables.filter).toEqual(normalizeFilter({ from: '2026-11-17T00:00:00Z', to: '2026-12-01T00:00:00Z' }));
  expect(subscription).toContain('2026-12-01');
});

it('documents are sound, and the body of the command is JSON on one line, whatever the filter holds', () => {
  const text = fc.string({ minLength: 1 }).filter((value) => value.isWellFormed() && !value.includes('\0'));
  fc.assert(
    fc.property(fc.array(text), text, (userIds, field) => {
      const filter = { userIds, details: { field, new: field }, exclude: { projectIds: ["'; rm -rf ~; '", '`x`', '$HOME', 'END', '\nEND\n'] } };
      const { query, variables, curl, subscription } = codeOf(filter, origin, now);
      parse(query);
      expect(variables.filter).toEqual(normalizeFilter(filter));
      const lines = curl.split('\n');
      const body = JSON.parse(lines.at(-3) ?? '') as { query: string; variables: unknown };
      expect(lines.at(-2)).toBe('END');
      expect(lines.at(-4)).toMatch(/ <<'END'$/);
      parse(body.query);
      expect(body.variables).toEqual(variables);
      expect(JSON.parse(/^const variables = (\{[^]*?^\});$/m.exec(subscription)?.[1] ?? '')).toEqual({ filter: variables.filter });
    }),
  );
});

it('no key is in any of them', () => {
  const { curl, subscription } = codeOf({}, origin, now);
  expect(curl).toContain('Bearer $AUDIT_LOG_KEY');
  expect(subscription).toContain('process.env.AUDIT_LOG_KEY');
});
