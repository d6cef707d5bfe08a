import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outage, type DatabaseState } from './outage.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const asked: PromiseWithResolvers<DatabaseState>[] = [];
  const outage = new Outage(() => {
    const question = Promise.withResolvers<DatabaseState>();
    asked.push(question);
    return question.promise;
  });
  const told: boolean[] = [];
  outage.subscribe(() => told.push(outage.snapshot()));
  const answer = async (state: DatabaseState) => {
    asked.at(-1)?.resolve(state);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { outage, asked, told, answer };
}

describe('while the database is away', () => {
  it('asks again and again, at most five seconds apart, until it answers; then everything goes on', async () => {
    const { outage, asked, told, answer } = setUp();
    let waited = false;
    outage.begin();
    outage.begin();
    void outage.over().then(() => (waited = true));
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await vi.advanceTimersByTimeAsync(5000);
      expect(asked).toHaveLength(attempt);
      expect(waited).toBe(false);
      await answer(attempt === 6 ? 'there' : attempt % 2 === 0 ? 'away' : 'unknown');
    }
    expect(waited).toBe(true);
    expect(told).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(6);
  });

  it('asks at once when told to, and two answers at once end it once', async () => {
    const { outage, asked, told, answer } = setUp();
    outage.begin();
    outage.retryNow();
    outage.retryNow();
    expect(asked).toHaveLength(2);
    asked[0]?.resolve('there');
    await answer('away');
    expect(told).toEqual([true, false]);
    expect(outage.snapshot()).toBe(false);
  });

  it('takes a suspicion for true only when the server says so', async () => {
    const { outage, answer } = setUp();
    for (const state of ['there', 'unknown', 'away'] as const) {
      void outage.suspect();
      await answer(state);
      expect(outage.snapshot()).toBe(state === 'away');
    }
  });

  it('tells who wants to know that it is back, each time', async () => {
    const { outage, answer } = setUp();
    let times = 0;
    const stop = outage.onOver(() => (times += 1));
    for (const expected of [1, 2]) {
      outage.begin();
      outage.retryNow();
      await answer('there');
      expect(times).toBe(expected);
    }
    stop();
    outage.begin();
    outage.retryNow();
    await answer('there');
    expect(times).toBe(2);
  });
});
