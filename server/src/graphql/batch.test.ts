import { expect, test } from 'vitest';
import { Batch } from './batch.js';

test('What is asked for in one tick is read once, and each is asked for once', async () => {
  const reads: string[][] = [];
  const batch = new Batch(async (keys) => {
    reads.push([...keys]);
    return new Map(keys.filter((key) => key !== 'gone').map((key) => [key, key.toUpperCase()]));
  });

  const values = await Promise.all(['a', 'b', 'a', 'gone'].map((key) => batch.get(key)));
  const later = await batch.get('a');

  expect(values).toEqual(['A', 'B', 'A', undefined]);
  expect(later).toBe('A');
  expect(reads).toEqual([['a', 'b', 'gone'], ['a']]);
});

test('A read that fails fails for all who asked, and not for those who ask later', async () => {
  let reads = 0;
  const batch = new Batch(async () => {
    reads += 1;
    if (reads === 1) throw new Error('no connection');
    return new Map([['a', 1]]);
  });

  const outcomes = await Promise.allSettled([batch.get('a'), batch.get('b')]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await batch.get('a')).toBe(1);
});
