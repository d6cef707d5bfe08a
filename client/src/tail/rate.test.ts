import { expect, it } from 'vitest';
import { Rate } from './rate.js';

it('is told by the second where much comes, by the minute where little does, and not at all where nothing does', () => {
  const rate = new Rate();
  expect(rate.words(0)).toBe('');
  rate.add(3, 1000);
  expect(rate.words(2000)).toBe('3/min');
  for (let second = 2; second < 12; second += 1) rate.add(500, second * 1000);
  expect(rate.words(11_999)).toBe('500/s');
  expect(rate.words(30_000)).toBe('5,003/min');
  expect(rate.words(80_000)).toBe('');
});
