import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_MISSED_PINGS } from './limits.js';
import { keepAlive } from './socket.js';

const INTERVAL = 1000;

class Peer extends EventEmitter {
  readonly OPEN = 1;
  readyState: 0 | 1 | 2 | 3 = 1;
  pings = 0;
  ended = false;
  /** Of the connection: handed to the system, and waiting for it. */
  bytesWritten = 0;
  writableLength = 0;

  ping(): void {
    this.pings += 1;
  }

  terminate(): void {
    this.ended = true;
  }
}

let peer: Peer;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  peer = new Peer();
  stop = keepAlive(peer as never, peer, INTERVAL);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('A peer is pinged and ended after so many pings without an answer', () => {
  vi.advanceTimersByTime(MAX_MISSED_PINGS * INTERVAL);
  expect([peer.pings, peer.ended]).toEqual([MAX_MISSED_PINGS, false]);
  vi.advanceTimersByTime(INTERVAL);
  expect([peer.pings, peer.ended]).toEqual([MAX_MISSED_PINGS, true]);
});

test.each(['pong', 'message'])('A %s shows that it lives', (sign) => {
  for (let round = 0; round < 5 * MAX_MISSED_PINGS; round += 1) {
    vi.advanceTimersByTime(INTERVAL);
    if (round % MAX_MISSED_PINGS === 0) peer.emit(sign);
  }
  expect(peer.ended).toBe(false);
});

test('A peer that is slow to take a large batch, with the ping behind it, is not taken for dead', () => {
  peer.bytesWritten = 10_000_000;
  peer.writableLength = 10_000_000;
  for (let round = 0; round < 5 * MAX_MISSED_PINGS; round += 1) {
    vi.advanceTimersByTime(INTERVAL);
    peer.writableLength -= 100_000;
  }
  expect(peer.ended).toBe(false);
  vi.advanceTimersByTime((MAX_MISSED_PINGS + 1) * INTERVAL);
  expect(peer.ended).toBe(true);
});

test('What the system takes of itself, from a peer that is gone, is no sign of life', () => {
  for (let round = 0; round < MAX_MISSED_PINGS + 1; round += 1) {
    vi.advanceTimersByTime(INTERVAL);
    peer.bytesWritten += 1000;
  }
  expect(peer.ended).toBe(true);
});
