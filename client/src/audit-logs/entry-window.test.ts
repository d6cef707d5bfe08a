import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLive,
  appendOlder,
  merge,
  mustReload,
  prependNewer,
  showPending,
  windowOf,
  type EntryWindow,
  type OlderPlace,
} from './entry-window.js';
import { edgeAt, entryAt, pageOf } from './testing.js';

const limits = { entries: 8, live: 8, pending: 3 };

function minutes({ edges }: { edges: EntryWindow['edges'] }): number[] {
  return edges.map(({ node }) => Number(node.id.slice(6)));
}

function live(...at: number[]) {
  return at.map((minute) => ({ node: entryAt(minute) }));
}

describe('merging entries', () => {
  it('keeps every entry once, newest first', () => {
    const merged = merge([9, 7, 5].map(edgeAt), [8, 7, 6].map(edgeAt));
    expect(minutes({ edges: merged })).toEqual([9, 8, 7, 6, 5]);
  });

  it('orders entries of the same moment by their ids', () => {
    const time = entryAt(1).time;
    const edge = (id: string) => ({ node: entryAt(1, { id, time }), cursor: null });
    expect(merge([edge('b')], [edge('c'), edge('a')]).map(({ node }) => node.id)).toEqual(['c', 'b', 'a']);
  });

  it('keeps the cursor that a page brought when the tail brought the same entry', () => {
    const fromTail = { node: entryAt(3), cursor: null };
    expect(merge([fromTail], [edgeAt(3)])).toEqual([edgeAt(3)]);
    expect(merge([edgeAt(3)], [fromTail])).toEqual([edgeAt(3)]);
  });
});

describe('entries that arrive', () => {
  it('stand newest first, in whatever order a batch brings them', () => {
    expect(minutes(addLive(windowOf(pageOf([10])), live(20, 40, 30), false))).toEqual([40, 30, 20, 10]);
    const waiting = addLive(windowOf(pageOf([10])), live(20, 40, 30), true);
    expect(minutes({ edges: waiting.pending })).toEqual([40, 30, 20]);
  });

  it('go to their place by time, also when they come late', () => {
    const window = addLive(windowOf(pageOf([30, 20, 10])), live(40, 25), false);
    expect(minutes(window)).toEqual([40, 30, 25, 20, 10]);
  });

  it('are dropped when the page has them already', () => {
    const window = addLive(windowOf(pageOf([30, 20])), live(30), false);
    expect(minutes(window)).toEqual([30, 20]);
    expect(addLive(windowOf(pageOf([30, 20])), live(30), true).pending).toEqual([]);
  });

  it('wait aside while something is being read, and then take their place', () => {
    const waiting = addLive(addLive(windowOf(pageOf([30, 20])), live(40), true), live(50, 40), true);
    expect(minutes(waiting)).toEqual([30, 20]);
    expect(minutes({ edges: waiting.pending })).toEqual([50, 40]);
    expect(minutes(showPending(waiting))).toEqual([50, 40, 30, 20]);
    expect(showPending(waiting).pending).toEqual([]);
  });

  it('are not kept without bound: beyond the limit they are dropped and the list must be loaded afresh', () => {
    const waiting = addLive(windowOf(pageOf([10])), live(44, 43, 42, 41), true, limits);
    expect(waiting.pending).toEqual([]);
    expect(mustReload(waiting)).toBe(true);
    expect(addLive(waiting, live(50), true, limits)).toBe(waiting);
  });

  it('push out the oldest when they alone fill the list, which goes on below the last one that is left', () => {
    const window = addLive(windowOf(pageOf([1])), live(9, 8, 7, 6, 5, 4, 3, 2), false, limits);
    expect(minutes(window)).toEqual([9, 8, 7, 6, 5, 4]);
    expect(window.older).toEqual({ to: entryAt(4).time });
  });

  it('are cut between two moments, since what is older than a moment is asked for', () => {
    const { time } = entryAt(5);
    const same = ['a', 'b', 'c', 'd'].map((id) => ({ node: entryAt(5, { id, time }) }));
    const window = addLive(windowOf(pageOf([1])), [...live(9, 8, 7, 6), ...same], false, limits);
    expect(window.edges.map(({ node }) => node.id).slice(4)).toEqual(['d', 'c', 'b', 'a']);
    expect(window.older).toEqual({ to: time });
  });
});

describe('the window over the log', () => {
  it('goes on where the last page ended, and knows the end', () => {
    const window = appendOlder(windowOf(pageOf([9, 8])), pageOf([7, 6]));
    expect(minutes(window)).toEqual([9, 8, 7, 6]);
    expect(window.older).toEqual({ after: 'cursor-6' });
    expect(appendOlder(window, pageOf([5], { hasNextPage: false })).older).toBeNull();
  });

  it('goes on from the place reached when a page is empty', () => {
    const window = appendOlder(windowOf(pageOf([9])), pageOf([], { endCursor: 'reached' }));
    expect(window.older).toEqual({ after: 'reached' });
  });

  it('drops the newest beyond its limit and finds them again on the way back', () => {
    const full = appendOlder(windowOf(pageOf([20, 19, 18, 17, 16, 15])), pageOf([14, 13, 12]), limits);
    expect(minutes(full)).toEqual([17, 16, 15, 14, 13, 12]);
    expect(full.newer).toBe('cursor-17');

    const back = prependNewer(full, pageOf([20, 19, 18], { hasPreviousPage: false }), limits);
    expect(minutes(back)).toEqual([20, 19, 18, 17, 16, 15]);
    expect(back.newer).toBeNull();
    expect(back.older).toEqual({ after: 'cursor-15' });
  });

  it('keeps what arrives aside while it does not reach up to the present', () => {
    const full = appendOlder(windowOf(pageOf([20, 19, 18, 17, 16, 15])), pageOf([14, 13, 12]), limits);
    const window = addLive(full, live(30), false, limits);
    expect(minutes(window)).toEqual(minutes(full));
    expect(minutes({ edges: window.pending })).toEqual([30]);
    expect(mustReload(window)).toBe(true);
  });
});

describe('walking through the log', () => {
  /** The server: pages of the log as it stands, of the minutes from 0 to the newest, from a place on in either direction. */
  function serverAt(newest: () => number) {
    const all = () => Array.from({ length: newest() + 1 }, (_, index) => newest() - index);
    return {
      newestPage: (size: number) => pageOf(all().slice(0, size)),
      after(place: OlderPlace, size: number) {
        const older = all().filter((at) => ('to' in place ? entryAt(at).time < place.to : at < Number(place.after.slice(7))));
        return pageOf(older.slice(0, size), { hasNextPage: older.length > size });
      },
      before(cursor: string, size: number) {
        const newer = all().filter((at) => at > Number(cursor.slice(7)));
        return pageOf(newer.slice(-size), { hasPreviousPage: newer.length > size });
      },
    };
  }

  it('always shows a stretch of it without a gap, however one goes, whatever arrives, and however little is held', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('older', 'newer', 'arrives'), fc.integer({ min: 1, max: 9 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 8, max: 30 }), fc.integer({ min: 4, max: 30 }), (walk, entries, most) => {
        let newest = 38;
        const server = serverAt(() => newest);
        const held = { entries, live: Math.min(entries, most), pending: 99 };
        let window = windowOf(server.newestPage(5));
        for (const [step, size] of walk) {
          if (step === 'arrives') window = addLive(window, live((newest += 1)), false, held);
          else if (step === 'older' && window.older !== null) window = appendOlder(window, server.after(window.older, size), held);
          else if (step === 'newer' && window.newer !== null) window = prependNewer(window, server.before(window.newer, size), held);
          const shown = minutes(window);
          const first = shown[0] ?? 0;
          expect(shown).toEqual(shown.map((_, index) => first - index));
          expect(shown.length).toBeLessThanOrEqual(entries);
          if (window.newer === null) expect(first).toBe(newest);
          expect(window.older === null).toBe(shown.at(-1) === 0);
        }
      }),
    );
  });
});
