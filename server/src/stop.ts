import { logger } from './logger.js';

/** Requests have 8 s of it; operators are told to allow 20 s before SIGKILL. */
const LONGEST_END_MS = 15_000;

/** The end of the process, asked for by a signal or forced by a failure. */
export interface Stop {
  /** Resolves when somebody asks the process to stop; rejects when it cannot go on. */
  readonly promise: Promise<void>;
  readonly requested: boolean;
  /** Makes `promise` reject. */
  fail(error: Error): void;
}

/**
 * Listens for SIGINT and SIGTERM, and for the end of the process that started this one where it holds a channel to
 * it. A second signal does not wait any longer; those within a second of the first are the same Ctrl-C, delivered by
 * the terminal and by npm.
 */
export function listenForStop(): Stop {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody may be waiting yet when it rejects.
  promise.catch(() => undefined);
  let since: number | null = null;
  const onSignal = () => {
    if (since !== null && performance.now() - since > 1000) process.exit(130);
    since ??= performance.now();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.once('disconnect', resolve);
  return {
    promise,
    get requested() {
      return since !== null;
    },
    fail: reject,
  };
}

/** Ends the process where closing takes too long: a database that answers no more would keep it for ever. */
export class EndLimit implements Disposable {
  #timer: NodeJS.Timeout | undefined;

  /** Closing begins. */
  begin(milliseconds = LONGEST_END_MS): void {
    this.#timer = setTimeout(() => {
      logger.fatal(`closing took longer than ${milliseconds / 1000} s: the process ends without waiting for the database`);
      process.exit(1);
    }, milliseconds);
  }

  /** What might not answer is closed. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
