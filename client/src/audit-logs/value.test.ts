import { expect, it } from 'vitest';
import { scalarText } from './value.js';

it('shows a recorded time as every time of the page, in the zone that is named', () => {
  expect(scalarText('2027-02-23T01:29:03.767+00:00', 'expiresAt')).toMatch(/^2[23] Feb 2027, \d\d:\d\d:03 UTC/);
});

it('leaves what merely looks like a time as it was written', () => {
  expect(scalarText('2027-02-23T01:29:03.767+00:00', 'title')).toBe('2027-02-23T01:29:03.767+00:00');
  expect(scalarText('tomorrow', 'expiresAt')).toBe('tomorrow');
});
