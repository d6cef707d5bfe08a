/** How many seconds are counted by. */
const span = 60;
/** Of many entries the last so many seconds say more. */
const shortSpan = 10;

/** How much arrives, by the seconds of the last minute. */
export class Rate {
  readonly #counts = new Map<number, number>();

  /** @param now in milliseconds since any moment, as in every call */
  add(count: number, now: number): void {
    const second = Math.floor(now / 1000);
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
    for (const old of this.#counts.keys()) if (old <= second - span) this.#counts.delete(old);
  }

  /** `12/s`, or `8/min` where it is less than one a second; empty where nothing has come for a minute. */
  words(now: number): string {
    const within = (seconds: number): number => {
      const since = Math.floor(now / 1000) - seconds;
      return [...this.#counts].reduce((sum, [second, count]) => (second > since ? sum + count : sum), 0);
    };
    const [few, many] = [within(span), within(shortSpan)];
    if (many >= shortSpan) return `${Math.round(many / shortSpan).toLocaleString('en')}/s`;
    return few > 0 ? `${few.toLocaleString('en')}/min` : '';
  }
}
