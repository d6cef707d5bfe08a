import { describe, expect, test } from 'vitest';
import { Lane } from './lane.js';

/** Work that ends when it is told to. */
function held(name: string, begun: string[]): { work: () => Promise<string>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<string>();
  return {
    work: () => {
      begun.push(name);
      return promise;
    },
    end: () => resolve(name),
  };
}

describe('a lane', () => {
  test('runs so many at once, so many of each organization, in the order in which they came', async () => {
    const lane = new Lane({ most: 2, mostOfOne: 1, longest: 100, patience: 60_000 });
    const begun: string[] = [];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(name, begun)) as [ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>];
    const answers = [lane.run(1, a.work), lane.run(1, b.work), lane.run(2, c.work), lane.run(3, d.work)];
    await expect.poll(() => begun).toEqual(['a', 'c']);
    c.end();
    await expect.poll(() => begun).toEqual(['a', 'c', 'd']);
    a.end();
    await expect.poll(() => begun).toEqual(['a', 'c', 'd', 'b']);
    b.end();
    d.end();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('lets those that wait in one organization after the other, however many wait of one', async () => {
    const lane = new Lane({ most: 2, mostOfOne: 1, longest: 100, patience: 60_000 });
    const begun: string[] = [];
    const works = ['1a', '2a', '1b', '1c', '2b', '2c', '3a'].map((name) => held(name, begun));
    const answers = works.map(({ work }, i) => lane.run([1, 2, 1, 1, 2, 2, 3][i] ?? 0, work));
    for (const { end } of works) end();
    await Promise.all(answers);
    expect(begun.indexOf('3a')).toBeLessThan(begun.indexOf('1c'));
    expect(begun.toSorted()).toEqual(['1a', '1b', '1c', '2a', '2b', '2c', '3a']);
  });

  test('gives an organization that is alone more, and less from when another has asked until a second after it', async () => {
    const lane = new Lane({ most: 9, mostOfOne: 2, mostBesideOthers: 1, longest: 100, patience: 60_000 });
    const begun: string[] = [];
    const [a, b, c, d, other] = ['a', 'b', 'c', 'd', 'other'].map((name) => held(name, begun)) as [ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>];
    const answers = [lane.run(1, a.work), lane.run(1, b.work), lane.run(2, other.work), lane.run(1, c.work), lane.run(1, d.work)];
    other.end();
    a.end();
    await answers[0];
    await answers[2];
    expect(begun).toEqual(['a', 'b', 'other']);
    b.end();
    await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c']);
    // Nobody has come since: the next to end lets in as many as before.
    const company = performance.now() + 1_000;
    await expect.poll(() => performance.now() > company).toBe(true);
    const late = lane.run(1, () => Promise.resolve('late'));
    await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c', 'd']);
    c.end();
    d.end();
    expect(await Promise.all([...answers, late])).toEqual(['a', 'b', 'other', 'c', 'd', 'late']);
  });

  test('goes on after work that failed, and past whoever went away while waiting', async () => {
    const lane = new Lane({ most: 1, mostOfOne: 1, longest: 100, patience: 60_000 });
    const begun: string[] = [];
    const [first, gone, last] = ['first', 'gone', 'last'].map((name) => held(name, begun)) as [ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>];
    const failing = lane.run(1, () => first.work().then(() => Promise.reject(new Error('it broke'))));
    const leaving = new AbortController();
    const left = lane.run(1, gone.work, leaving.signal);
    const answer = lane.run(1, last.work);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    first.end();
    await expect(failing).rejects.toThrow('it broke');
    last.end();
    expect(await answer).toBe('last');
    expect(begun).toEqual(['first', 'last']);
    await expect(lane.run(1, gone.work, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('refuses whoever comes when too many of the same organization wait, and nobody else', async () => {
    const lane = new Lane({ most: 1, mostOfOne: 1, longest: 1, patience: 60_000 });
    const begun: string[] = [];
    const one = held('one', begun);
    const running = [lane.run(1, one.work), lane.run(1, one.work)];
    await expect(lane.run(1, one.work)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 1 });
    running.push(lane.run(2, one.work));
    one.end();
    expect(await Promise.all(running)).toEqual(['one', 'one', 'one']);
  });

  test('tells whoever waited too long, and lets the others go on', async () => {
    const lane = new Lane({ most: 1, mostOfOne: 1, longest: 100, patience: 50 });
    const begun: string[] = [];
    const slow = held('slow', begun);
    const running = lane.run(1, slow.work);
    await expect(lane.run(1, slow.work)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('within 0.05 s') });
    slow.end();
    expect([await running, await lane.run(1, slow.work)]).toEqual(['slow', 'slow']);
  });
});
