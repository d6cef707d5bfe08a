/**
 * The server's time, which the log is dated by. A reader's clock may be wrong by hours: then what it calls the last hour has
 * no entries, or not the newest. Every answer tells the second at which the server sent it (`Date`, RFC 9110, 6.6.1).
 */
export class ServerClock {
  /** How far the server is ahead of this computer, in milliseconds: no less, and no more. */
  #least = -Infinity;
  #most = Infinity;

  constructor(private readonly local: () => number = Date.now) {}

  /**
   * Learns from an answer.
   * @param date its header
   * @param sent when it was asked for, by this computer's clock, and when it had come
   */
  heard(date: string | null, sent: number, received: number): void {
    const second = Date.parse(date ?? '');
    if (Number.isNaN(second)) return;
    const [least, most] = [second - received, second + 1000 - sent];
    // Where they do not go together one of the clocks was set meanwhile: what was known is of no use any more.
    const set = least > this.#most || most < this.#least;
    this.#least = set ? least : Math.max(least, this.#least);
    this.#most = set ? most : Math.min(most, this.#most);
  }

  /** How far the server is ahead, in milliseconds: none as long as this computer's clock may be right. */
  get ahead(): number {
    if (this.#least <= 0 && this.#most >= 0) return 0;
    return Math.round((this.#least + this.#most) / 2);
  }

  /** In milliseconds since 1970. */
  now(): number {
    return this.local() + this.ahead;
  }
}

const clock = new ServerClock();

/** The server's time, in milliseconds since 1970; until the first answer this computer's. */
export function serverNow(): number {
  return clock.now();
}

/** How far it is ahead of this computer's, in milliseconds, as far as is known by now. */
export function serverAhead(): number {
  return clock.ahead;
}

/** Asks as `fetch` does, and learns the time from the answer. */
export async function fetchTimed(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const sent = Date.now();
  const response = await fetch(input, init);
  clock.heard(response.headers.get('date'), sent, Date.now());
  return response;
}
