import { parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { DateTime } from './date-time.js';

test('Microseconds survive, and every offset becomes UTC', () => {
  expect(DateTime.parseValue('2026-02-28T23:59:59.1234567+01:00')).toBe('2026-02-28T22:59:59.123456Z');
  expect(DateTime.parseLiteral(parseValue('"2026-02-28T00:00:00Z"'), {})).toBe('2026-02-28T00:00:00.000000Z');
  expect(DateTime.serialize('2026-02-28T22:59:59.123456Z')).toBe('2026-02-28T22:59:59.123456Z');
});

test('What is no RFC 3339 time is refused, both ways', () => {
  for (const value of [
    '',
    '2026-02-28',
    '2026-02-28T00:00:00',
    '2026-02-30T00:00:00Z',
    'yesterday',
    1772236800000,
    null,
    new Date(),
  ]) {
    expect(() => DateTime.parseValue(value), String(value)).toThrow('RFC 3339');
  }
  expect(() => DateTime.parseLiteral(parseValue('1772236800'), {})).toThrow('RFC 3339');
  for (const value of [new Date(), '2026-02-28T22:59:59Z', 5])
    expect(() => DateTime.serialize(value)).toThrow("log's form");
});
