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
