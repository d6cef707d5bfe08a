import { randomBytes } from 'node:crypto';

/** Each secret has a part of its own that no encoding changes but those that `formsOf` knows: letters and digits. */
export class Canaries {
  readonly #cores = new Map<string, string>();

  /** A secret that nobody guesses, with characters that every way of quoting treats differently. */
  secret(what: string, length = 0): string {
    const made = this.core(what);
    return `Pa"s's ü\\${made}/+%&=`.padEnd(length, 'x');
  }

  /** One of letters and digits alone, for keys and addresses. */
  core(what: string): string {
    const core = `Kn${randomBytes(16).toString('hex')}`;
    this.#cores.set(`${what} ${this.#cores.size}`, core);
    return core;
  }

  /** One that the product made itself. */
  known(what: string, secret: string): void {
    this.#cores.set(`${what} ${this.#cores.size}`, secret);
  }

  /** The names of those that are in the text, in whatever form. */
  within(text: string): string[] {
    return [...this.#cores].flatMap(([what, core]) =>
      formsOf(core)
        .filter((form) => text.includes(form))
        .map((form) => `${what}: ${text.slice(Math.max(text.indexOf(form) - 150, 0), text.indexOf(form) + 50)}`),
    );
  }
}

/** As it is, in hex, and in base64 wherever in a longer text it may begin. */
function formsOf(core: string): string[] {
  const hex = Buffer.from(core).toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${' '.repeat(shift)}${core}`).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
  return [core, hex, hex.toUpperCase(), encodeURIComponent(core), ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}
