import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNormalTime, normalizeTime, shortTime, timeFromMilliseconds } from './time.js';

const anyTime = fc
  .tuple(fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }), fc.nat(999))
  .map(([date, micros]) => `${date.toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`);

test.for([
  ['2026-11-24T20:15:00Z', '2026-11-24T20:15:00.000000Z'],
  ['2026-11-24t20:15:00.5z', '2026-11-24T20:15:00.500000Z'],
  ['2026-11-24T20:15:00.123456Z', '2026-11-24T20:15:00.123456Z'],
  ['2026-11-24T20:15:00.1234569Z', '2026-11-24T20:15:00.123456Z'],
  ['2026-11-24T20:15:00+05:45', '2026-11-24T14:30:00.000000Z'],
  ['2026-01-01T00:15:00.000001+01:00', '2025-12-31T23:15:00.000001Z'],
  ['2026-12-31T23:15:00-01:00', '2027-01-01T00:15:00.000000Z'],
  ['2026-11-24T20:15:00-00:00', '2026-11-24T20:15:00.000000Z'],
  ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000000Z'],
  ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000000Z'],
  ['2016-12-31T23:59:60.25Z', '2017-01-01T00:00:00.250000Z'],
  ['2017-01-01T05:44:60+05:45', '2017-01-01T00:00:00.000000Z'],
] as const)('reads %s as %s', ([text, normal]) => {
  expect(normalizeTime(text)).toBe(normal);
});

test.for([
  '',
  'yesterday',
  '2026-11-24',
  '2026-11-24 20:15:00Z',
  '2026-11-24T20:15Z',
  '2026-11-24T20:15:00',
  '2026-11-24T20:15:00.Z',
  '2026-11-24T20:15:00,5Z',
  '2026-11-24T20:15:00+0545',
  '2026-11-24T20:15:00+24:00',
  '2026-11-24T20:15:00+05:60',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-24T24:00:00Z',
  '2026-11-24T20:60:00Z',
  '2026-11-24T20:15:61Z',
  '2026-11-24T20:15:60Z',
  '2026-11-24T23:59:60Z',
  '2016-12-31T23:59:60+01:00',
  '0000-06-01T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '+2026-11-24T20:15:00Z',
  ' 2026-11-24T20:15:00Z',
  '2026-11-24T20:15:00Z\n',
  '２０２６-11-24T20:15:00Z',
])('refuses %j', (text) => {
  expect(normalizeTime(text)).toBeNull();
});

test('a normal time stays as it is, also by way of its short form', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      expect(isNormalTime(time)).toBe(true);
      expect(normalizeTime(time)).toBe(time);
      expect(normalizeTime(shortTime(time))).toBe(time);
    }),
  );
});

test('the offset says where, not when', () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: -1439, max: 1439 }), (time, minutes) => {
      const local = new Date(Date.parse(time) + minutes * 60_000).toISOString().slice(0, 19);
      const size = Math.abs(minutes);
      const offset = [size / 60, size % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
      expect(normalizeTime(`${local}${time.slice(19, 26)}${minutes < 0 ? '-' : '+'}${offset}`)).toBe(time);
    }),
  );
});

test('normal times sort as text as they do in time', () => {
  fc.assert(
    fc.property(anyTime, anyTime, (a, b) => {
      const micros = (time: string): bigint => BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt(time.slice(20, 26));
      expect(a < b).toBe(micros(a) < micros(b));
    }),
  );
});

test('only the log’s own form is normal', () => {
  expect(isNormalTime('2026-11-24T20:15:00Z')).toBe(false);
  expect(isNormalTime('2026-02-30T20:15:00.000000Z')).toBe(false);
});

test('milliseconds become microseconds', () => {
  expect(timeFromMilliseconds(1)).toBe('1970-01-01T00:00:00.001000Z');
});
