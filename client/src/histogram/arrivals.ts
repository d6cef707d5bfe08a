import type { Arrival } from './bars.js';

/** Tells whoever counts of what was just recorded. */
export class Arrivals {
  #listeners = new Set<(arrivals: readonly Arrival[]) => void>();

  readonly tell = (arrivals: readonly Arrival[]): void => {
    for (const listener of this.#listeners) listener(arrivals);
  };

  /** @returns how to stop listening */
  readonly listen = (listener: (arrivals: readonly Arrival[]) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
