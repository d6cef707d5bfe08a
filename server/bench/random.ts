/** Choices that follow from a seed, so that the same data and questions can be made again on any machine. */
export class Random {
  #state: number;

  /** @param parts of the seed; any numbers, each other list gives another sequence */
  constructor(...parts: number[]) {
    this.#state = parts.reduce((state, part) => mix(state ^ Math.imul(part + 1, 0x9e3779b1)), 0x2545f491);
  }

  /** 32 random bits. Mulberry32, Tommy Ettinger, public domain. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(choices: readonly T[]): T {
    return at(choices, this.below(choices.length));
  }

  /** 32 hexadecimal digits. */
  hex32(): string {
    return hex(this.bits()) + hex(this.bits()) + hex(this.bits()) + hex(this.bits());
  }
}

/** Ranks by Zipf's law: rank r, from 0, is drawn in proportion to 1 / (r + 1) ** exponent. */
export class Zipf {
  readonly #cumulative: Float64Array;

  constructor(size: number, exponent = 1) {
    this.#cumulative = new Float64Array(size);
    let sum = 0;
    for (let rank = 0; rank < size; rank += 1) this.#cumulative[rank] = sum += (rank + 1) ** -exponent;
    for (let rank = 0; rank < size; rank += 1) this.#cumulative[rank]! /= sum;
  }

  draw(random: Random): number {
    const sought = random.next();
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#cumulative[middle]! <= sought) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Scatters 32 bits. The finalizer of MurmurHash3, Austin Appleby, public domain. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Eight hexadecimal digits. */
export function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}

/** The text of a UUID of 32 hexadecimal digits, as version 4. */
export function uuid(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index} of ${list.length}`);
  return found;
}
