import type { Writable } from 'node:stream';

/**
 * Destroys a stream whose reader has taken nothing of what waits for it for so long, in milliseconds: somebody who stops
 * reading would otherwise keep for ever what writes to it. Waiting for more to write is no stall.
 * @returns how to end the watch
 */
export function endWhenStalled(destination: Writable, milliseconds: number): () => void {
  let since: number | null = null;
  const moved = (): void => void (since = null);
  destination.on('drain', moved);
  const timer = setInterval(() => {
    if (!destination.writableNeedDrain) return moved();
    since ??= performance.now();
    if (performance.now() - since >= milliseconds) destination.destroy(new Error('the reader has stopped reading'));
  }, milliseconds / 4).unref();
  return () => {
    clearInterval(timer);
    destination.off('drain', moved);
  };
}
