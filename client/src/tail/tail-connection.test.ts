import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silence, TailConnection, type Batch, type Bridge, type TailSource, type TailState } from './tail-connection.js';

type Sink = Parameters<TailSource['subscribe']>[1];

function batch(cursor: string, caughtUp = true): Batch {
  return { edges: [], cursor, caughtUp };
}

/** With entries of these ids. */
function batchOf(cursor: string, ids: readonly string[], caughtUp = true): Batch {
  return { edges: ids.map((id) => ({ cursor: `of-${id}`, node: { id } as Batch['edges'][number]['node'] })), cursor, caughtUp };
}

function graphqlError(code: string): CombinedGraphQLErrors {
  return new CombinedGraphQLErrors({ errors: [{ message: 'No', extensions: { code } }] });
}

function setUp() {
  const subscriptions: { after: string; sink: Sink; stopped: boolean }[] = [];
  const states: TailState['status'][] = [];
  const batches: string[] = [];
  const drop = vi.fn();
  const source: TailSource = {
    subscribe: (after, sink) => {
      const subscription = { after, sink, stopped: false };
      subscriptions.push(subscription);
      return () => {
        subscription.stopped = true;
      };
    },
    drop,
  };
  const bridges: Bridge[] = [];
  const connection = new TailConnection(
    source,
    'start',
    ({ cursor }) => batches.push(cursor),
    ({ status }) => states.push(status),
    (bridge) => bridges.push(bridge),
  );
  const current = () => {
    const last = subscriptions.at(-1);
    if (last === undefined) throw new Error('Nothing was subscribed to.');
    return last;
  };
  return { connection, subscriptions, current, states, batches, bridges, drop };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the tail', () => {
  it('says live only once the server has said that nothing is missing', () => {
    const { connection, current, states } = setUp();
    connection.start();
    current().sink.next(batch('1', false));
    current().sink.next(batch('2', true));
    expect(states).toEqual(['connecting', 'catching-up', 'live']);
  });

  it('goes on after a cut from the last batch, also an empty one', () => {
    const { connection, current, subscriptions, states } = setUp();
    connection.start();
    current().sink.next(batch('7'));
    current().sink.error(new Error('Socket closed'));
    vi.advanceTimersByTime(1000);
    expect(subscriptions.map(({ after }) => after)).toEqual(['start', '7']);
    expect(states).toEqual(['connecting', 'live', 'reconnecting']);
    current().sink.next(batch('8'));
    expect(states.at(-1)).toBe('live');
  });

  it('takes silence for a cut, and drops the connection', () => {
    const { connection, current, states, drop } = setUp();
    connection.start();
    current().sink.next(batch('1'));
    vi.advanceTimersByTime(silence - 1);
    expect(states.at(-1)).toBe('live');
    vi.advanceTimersByTime(1);
    expect(states.at(-1)).toBe('reconnecting');
    expect(drop).toHaveBeenCalledOnce();
    expect(current().stopped).toBe(true);
  });

  it('says at once that it is cut off when the network goes, and nothing where it listens to nothing', () => {
    const { connection, current, subscriptions, states, drop } = setUp();
    connection.cutOff();
    connection.start();
    current().sink.next(batch('1'));
    connection.cutOff();
    connection.cutOff();
    expect(states).toEqual(['connecting', 'live', 'reconnecting']);
    expect(drop).toHaveBeenCalledOnce();
    expect(current().stopped).toBe(true);
    connection.retryNow();
    expect(subscriptions.map(({ after }) => after)).toEqual(['start', '1']);
  });

  it('stays live as long as empty batches come', () => {
    const { connection, current, states } = setUp();
    connection.start();
    for (let beat = 0; beat < 10; beat += 1) {
      current().sink.next(batch(String(beat)));
      vi.advanceTimersByTime(5000);
    }
    expect(states).toEqual(['connecting', 'live']);
  });

  it('waits longer after every failed attempt, and starts over once a batch has come', () => {
    const { connection, current, subscriptions } = setUp();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    connection.start();
    for (const wait of [1000, 2000, 4000]) {
      const before = subscriptions.length;
      current().sink.error(new Error('Socket closed'));
      vi.advanceTimersByTime(wait - 1);
      expect(subscriptions).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(subscriptions).toHaveLength(before + 1);
    }
    current().sink.next(batch('1'));
    const before = subscriptions.length;
    current().sink.complete();
    vi.advanceTimersByTime(1000);
    expect(subscriptions).toHaveLength(before + 1);
    vi.restoreAllMocks();
  });

  it('tries at once when asked to', () => {
    const { connection, current, subscriptions, states } = setUp();
    connection.start();
    current().sink.error(new Error('Socket closed'));
    connection.retryNow();
    expect(subscriptions).toHaveLength(2);
    vi.advanceTimersByTime(5000);
    expect(subscriptions).toHaveLength(2);
    expect(states.at(-1)).toBe('connecting');
  });

  it('pauses, and goes on from where it was', () => {
    const { connection, current, subscriptions, batches } = setUp();
    connection.start();
    const first = current();
    first.sink.next(batch('3'));
    connection.pause();
    expect(first.stopped).toBe(true);
    first.sink.next(batch('4'));
    connection.start();
    expect(subscriptions.map(({ after }) => after)).toEqual(['start', '3']);
    expect(batches).toEqual(['3']);
  });

  it('tells how many entries a cut kept back, from the last word before it, once nothing is missing', () => {
    const { connection, current, bridges } = setUp();
    connection.start();
    current().sink.next(batchOf('1', ['a', 'b']));
    const lastWord = Date.now();
    vi.advanceTimersByTime(3000);
    current().sink.error(new Error('Socket closed'));
    vi.advanceTimersByTime(1000);
    current().sink.error(new Error('Still closed'));
    connection.retryNow();
    current().sink.next(batchOf('2', ['c', 'd'], false));
    expect(bridges).toEqual([]);
    current().sink.next(batchOf('3', ['e']));
    expect(bridges).toEqual([{ entryId: 'c', count: 3, from: lastWord, to: Date.now(), why: 'cut' }]);
    current().sink.next(batchOf('4', ['f']));
    expect(bridges).toHaveLength(1);
  });

  it('tells what a pause kept back, and of one that kept back nothing it tells nothing', () => {
    const { connection, current, bridges } = setUp();
    connection.start();
    current().sink.next(batchOf('1', ['a']));
    connection.pause();
    connection.start();
    current().sink.next(batch('1'));
    expect(bridges).toEqual([]);
    connection.pause();
    connection.start();
    current().sink.next(batchOf('2', ['b']));
    expect(bridges).toMatchObject([{ entryId: 'b', count: 1, why: 'paused' }]);
  });

  it('does not go on from a log that was set back', () => {
    const { connection, current, subscriptions, states } = setUp();
    connection.start();
    current().sink.error(graphqlError('LOG_REWOUND'));
    vi.advanceTimersByTime(120_000);
    expect(states.at(-1)).toBe('rewound');
    expect(subscriptions).toHaveLength(1);
  });

  it('does not ask again where it was refused', () => {
    const { connection, current, subscriptions, states } = setUp();
    connection.start();
    current().sink.error(graphqlError('FORBIDDEN'));
    vi.advanceTimersByTime(120_000);
    expect(states.at(-1)).toBe('refused');
    expect(subscriptions).toHaveLength(1);
  });
});
