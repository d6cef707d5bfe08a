import { MAX_OPERATIONS } from './limits.js';

interface Operation {
  readonly id: string;
  readonly gone: AbortController;
  /** Resolves when all of it is over. */
  over: Promise<void>;
}

/**
 * The operations that run for one socket: queries and mutations until they are answered, subscriptions until they end.
 * One that its client has completed counts until it has really stopped.
 */
export class Operations {
  readonly #running = new Set<Operation>();
  #begun: Operation | null = null;
  #isWanted: (id: string) => boolean = () => true;

  /** @param isWanted whether an operation has not been completed by the client */
  watch(isWanted: (id: string) => boolean): void {
    this.#isWanted = isWanted;
  }

  /** Takes one more. @returns the signal of its client's going away; null where `MAX_OPERATIONS` run already */
  begin(id: string): AbortSignal | null {
    if (this.#running.size >= MAX_OPERATIONS) return null;
    this.#begun = { id, gone: new AbortController(), over: Promise.resolve() };
    this.#running.add(this.#begun);
    return this.#begun.gone.signal;
  }

  /** The signal of the newest operation of that id. */
  signalOf(id: string): AbortSignal {
    const operation = [...this.#running].findLast((running) => running.id === id);
    return operation?.gone.signal ?? AbortSignal.abort();
  }

  /**
   * To be called after each message, in the same tick: cancels what it completed.
   * @param handled resolves when all that the message began is over
   */
  received(handled: Promise<void>): void {
    const begun = this.#begun;
    this.#begun = null;
    if (begun) begun.over = handled.finally(() => this.#running.delete(begun));
    for (const { id, gone } of this.#running) if (!this.#isWanted(id)) gone.abort();
  }

  /**
   * What a message has to wait for: one that takes the id of a completed operation which has not stopped yet, as it may.
   * graphql-ws would take the end of the old one for the new one's.
   */
  standingInTheWayOf(message: string): Promise<void> | null {
    const stopping = [...this.#running].filter(({ gone }) => gone.signal.aborted);
    if (stopping.length === 0) return null;
    const id = subscribedIn(message);
    return stopping.find((operation) => operation.id === id)?.over ?? null;
  }

  cancelAll(): void {
    for (const { gone } of this.#running) gone.abort();
  }
}

function subscribedIn(message: string): string | null {
  try {
    const { type, id } = JSON.parse(message) as { type?: unknown; id?: unknown };
    return type === 'subscribe' && typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
