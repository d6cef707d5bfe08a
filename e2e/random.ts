import { randomInt } from 'node:crypto';

/** Choices that can be made again: all of them follow from the seed. */
export class Random {
  #state: number;

  /** @param seed default: the variable SEED, else a new one */
  constructor(readonly seed = Number(process.env['SEED'] ?? randomInt(2 ** 31))) {
    this.#state = seed;
  }

  /** From 0 to below 1. Mulberry32, Tommy Ettinger, public domain. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.next() * choices.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}
