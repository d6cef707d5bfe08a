import { expect, test } from 'vitest';
import { deriveProjectKey } from './project-key.js';

const free = () => false;

test.each([
  ['Payment gateway EU', 'PGE'],
  ['Payments', 'PAYM'],
  ['aws_cloudtrail_rules', 'ACR'],
  ['Überweisung', 'UBER'],
  ['3D Secure', 'S'],
  ['42', 'PRJ'],
  ['支払い', 'PRJ'],
  ['a b c d e f g h i j', 'ABCDEFGH'],
])('%s becomes %s', (name, key) => {
  expect(deriveProjectKey(name, free)).toBe(key);
});

test('The next free number is added to a key that is taken', () => {
  const taken = new Set(['PAYM', 'PAYM2', 'PAYM4']);
  expect(deriveProjectKey('Payments', (key) => taken.has(key))).toBe('PAYM3');
});
