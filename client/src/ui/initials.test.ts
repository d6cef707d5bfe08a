import { expect, it } from 'vitest';
import { initials } from './initials.js';

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'AD'],
  ['ada.lovelace@example.com', 'AL'],
  ['user-01', '01'],
  ['user-127@example.com', '27'],
  ['x\u2066y', 'XY'],
  ['𝒜lice', '𝒜L'],
  [null, '?'],
])('the initials of %s are %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
