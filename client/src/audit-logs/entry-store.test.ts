import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { automaticRetries, EntryStore, type PageRequest } from './entry-store.js';
import type { Page } from './entry-window.js';
import { entryAt, pageOf } from './testing.js';

type Answer = Page | Error | Promise<Page>;

/** A server of prepared answers, one a request. */
function serverOf(...answers: Answer[]) {
  const requests: PageRequest[] = [];
  const store = new EntryStore(async (request) => {
    requests.push(request);
    const answer = answers.shift();
    if (answer === undefined) throw new Error('One request more than there are answers.');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { store, requests };
}

function minutes(store: EntryStore): number[] {
  return (store.snapshot().window?.edges ?? []).map(({ node }) => Number(node.id.slice(6)));
}

const refused = new CombinedGraphQLErrors({
  errors: [{ message: 'Only administrators may ask', extensions: { code: 'FORBIDDEN' } }],
});

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything run that waits for nothing but an answer. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the list of entries', () => {
  it('loads page after page, and knows the last one', async () => {
    const { store, requests } = serverOf(pageOf([9, 8]), pageOf([7], { hasNextPage: false }));
    store.load();
    await settle();
    store.loadOlder();
    await settle();
    store.loadOlder();
    await settle();
    expect(minutes(store)).toEqual([9, 8, 7]);
    expect(requests).toEqual([{ first: 50 }, { first: 100, after: 'cursor-8' }]);
  });

  it('listens from where the first page was read, not from a later one', async () => {
    const later = { ...pageOf([7]), tailCursor: 'tail-2' };
    const { store } = serverOf(pageOf([9]), later);
    store.load();
    await settle();
    store.loadOlder();
    await settle();
    expect(store.snapshot().tailCursor).toBe('tail-1');
  });

  it('goes on by itself while the server has looked and found nothing', async () => {
    const looked = { ...pageOf([], { endCursor: 'reached' }), searchedBackTo: '2026-11-09T21:15:00.000000Z' };
    let answer: (page: Page) => void = () => undefined;
    const last = new Promise<Page>((resolve) => (answer = resolve));
    const { store, requests } = serverOf(looked, last);
    store.load();
    await settle();
    expect(store.snapshot().older).toEqual({ status: 'searching', backTo: looked.searchedBackTo });
    answer(pageOf([3], { hasNextPage: false }));
    await settle();
    expect(requests[1]).toEqual({ first: 100, after: 'reached' });
    expect(minutes(store)).toEqual([3]);
  });

  it('stops looking when told to, and goes on from there when told to', async () => {
    const looked = { ...pageOf([], { endCursor: 'reached' }), searchedBackTo: '2026-11-09T21:15:00.000000Z' };
    let answer: (page: Page) => void = () => undefined;
    const slow = new Promise<Page>((resolve) => (answer = resolve));
    const { store } = serverOf(looked, slow, pageOf([3]));
    store.load();
    await settle();
    store.stopSearching();
    answer(looked);
    await settle();
    expect(store.snapshot().older).toEqual({ status: 'stopped', backTo: looked.searchedBackTo });
    store.retry();
    await settle();
    expect(minutes(store)).toEqual([3]);
  });

  it('tries a page again by itself, and keeps what is there', async () => {
    const { store } = serverOf(pageOf([9]), new Error('gone'), pageOf([8]));
    store.load();
    await settle();
    store.loadOlder();
    await settle();
    expect(store.snapshot().older).toMatchObject({ status: 'failed', retries: 1, failure: { code: 'NETWORK' } });
    expect(minutes(store)).toEqual([9]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(minutes(store)).toEqual([9, 8]);
  });

  it('gives up trying by itself after a while, but not when asked', async () => {
    const gone = Array.from({ length: automaticRetries + 1 }, () => new Error('gone'));
    const { store } = serverOf(...gone, pageOf([9]));
    store.load();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(store.snapshot().older).toMatchObject({ status: 'failed', retryAt: null });
    store.retry();
    await settle();
    expect(minutes(store)).toEqual([9]);
  });

  it('does not ask again where it was refused', async () => {
    const { store, requests } = serverOf(refused);
    store.load();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(requests).toHaveLength(1);
    expect(store.snapshot().older).toMatchObject({ status: 'failed', retryAt: null, failure: { code: 'FORBIDDEN' } });
  });

  it('takes nothing from an answer that comes after it was loaded afresh', async () => {
    let answer: (page: Page) => void = () => undefined;
    const slow = new Promise<Page>((resolve) => (answer = resolve));
    const { store } = serverOf(slow, pageOf([5]));
    store.load();
    store.load();
    await settle();
    answer(pageOf([9]));
    await settle();
    expect(minutes(store)).toEqual([5]);
  });

  it('keeps what arrives while a page is on its way', async () => {
    let answer: (page: Page) => void = () => undefined;
    const slow = new Promise<Page>((resolve) => (answer = resolve));
    const { store } = serverOf(pageOf([9]), slow);
    store.load();
    await settle();
    store.loadOlder();
    store.addLive([{ node: entryAt(12) }], () => false);
    answer(pageOf([8]));
    await settle();
    expect(minutes(store)).toEqual([12, 9, 8]);
  });

  it('asks again for an older page when what arrived meanwhile has pushed out the entries above it', async () => {
    const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace('Z', '000Z');
    const node = (n: number) => entryAt(0, { id: `entry-${n}`, time: at(n) });
    const asked: PageRequest[] = [];
    let answer: (() => void) | undefined;
    let slow = false;
    const store = new EntryStore(async (request) => {
      asked.push(request);
      const newest = request.after == null ? 50_000 : Number(request.after.slice(1)) - 1;
      const edges = Array.from({ length: request.first ?? 0 }, (_, i) => ({ node: node(newest - i), cursor: `c${newest - i}` }));
      if (slow) await new Promise<void>((resolve) => (answer = resolve));
      return { ...pageOf([], { endCursor: edges.at(-1)?.cursor ?? null }), edges };
    });
    store.load();
    await settle();
    while ((store.snapshot().window?.edges.length ?? 0) < 3000) {
      store.loadOlder();
      await settle();
    }
    slow = true;
    store.loadOlder();
    store.addLive([{ node: node(50_001) }], () => false);
    answer?.();
    slow = false;
    await settle();
    const numbers = minutes(store);
    expect(numbers).toEqual(numbers.map((_, i) => 50_001 - i));
    expect(asked.at(-1)).not.toEqual(asked.at(-2));
  });

  it('shows what waited when asked to', async () => {
    const { store } = serverOf(pageOf([9]));
    store.load();
    await settle();
    store.addLive([{ node: entryAt(12) }], () => true);
    expect(minutes(store)).toEqual([9]);
    store.showPending();
    expect(minutes(store)).toEqual([12, 9]);
  });

  it('asks again for what could not be searched, and shows it in place of the list only where that may change', async () => {
    const { store, requests } = serverOf({ ...pageOf([9]), unsearched: 5 }, { ...pageOf([9]), unsearched: 2 }, { ...pageOf([12, 9]), tailCursor: 'tail-2' }, pageOf([12, 9]));
    const told = () => [store.snapshot().unsearched, store.snapshot().overtaken, minutes(store)];
    store.load();
    await settle();
    expect(told()).toEqual([5, false, [9]]);
    await store.lookAgain(() => false);
    expect(told()).toEqual([2, true, [9]]);
    await store.lookAgain(() => true);
    expect(told()).toEqual([0, false, [12, 9]]);
    // The tail goes on from the page that is shown.
    expect(store.snapshot().tailCursor).toBe('tail-2');
    expect(requests.slice(1)).toEqual([{ first: 50, again: true }, { first: 50, again: true }]);
    // Without an answer all stays as it is.
    await store.lookAgain(() => true);
    await store.lookAgain(() => true);
    expect(told()).toEqual([0, false, [12, 9]]);
  });
});
