/** Lines that are written off a terminal, where one cannot be rewritten. */
const LINES_EVERY = 200;

/** Milliseconds between two rewritings of the line on a terminal. */
const REWRITE_EVERY = 100;

/** Counts edits, which takes a while: one line that is rewritten on a terminal, a plain one now and then elsewhere. */
export class Progress {
  #count = 0;
  #written = 0;
  readonly #started = performance.now();

  constructor(
    private readonly verb: string,
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  advance(): void {
    this.#count++;
    if (this.out.isTTY) {
      const now = performance.now();
      if (now - this.#written < REWRITE_EVERY) return;
      this.#written = now;
      this.out.write(`\r\x1b[K${this.#text()}`);
    } else if (this.#count % LINES_EVERY === 0) {
      this.out.write(`${this.#text()}\n`);
    }
  }

  /** Writes the last line. */
  finish(result: string): void {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    this.out.write(`${this.out.isTTY ? '\r\x1b[K' : ''}${this.#text()} in ${seconds} s: ${result}\n`);
  }

  #text(): string {
    return `${this.verb} ${this.#count.toLocaleString('en')} of ${this.total.toLocaleString('en')} edits`;
  }
}
