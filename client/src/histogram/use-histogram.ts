import { useApolloClient } from '@apollo/client/react';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { timeFromMilliseconds } from '@audit-log/shared/time';
import { useEffect, useRef, useState } from 'react';
import { withMore } from '../ui/count-text.js';
import { AuditLogExactCountDocument, AuditLogHistogramDocument } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';
import { serverNow } from '../ui/server-clock.js';
import type { Arrivals } from './arrivals.js';
import { withArrivals, type Arrival, type Counted } from './bars.js';

interface Histogram {
  /** Null until the first answer; then the last one, also while another is on its way. */
  readonly counted: Counted | null;
  /** Whether `counted` is of another view than the one that is asked for. */
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  /** Counts to the end; whether that is under way. */
  readonly countExactly: () => void;
  readonly counting: boolean;
}

/** New entries are added as they come; so often what is counted is compared with the log, in milliseconds. */
const refreshEvery = 60_000;
/** Where it cannot be compared now, since nobody looks or it is being counted: so soon again. */
const lookAgain = 10_000;
/** What comes is drawn so often: many entries a second are one drawing. */
const drawEvery = 250;

/** The entries of a view by time and action, kept up to date. */
export function useHistogram(filter: AuditLogFilter | null, bars: number | null, arrivals: Arrivals): Histogram {
  const client = useApolloClient();
  const [state, setState] = useState<{ of: AuditLogFilter; counted: Counted } | null>(null);
  const [failed, setFailed] = useState<{ of: AuditLogFilter; failure: Failure } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [counting, setCounting] = useState(false);
  const exactly = useRef(false);

  useEffect(() => {
    if (filter === null || bars === null) return undefined;
    const request = new AbortController();
    /** While a question is on its way. */
    let missed: Arrival[] | null = null;
    let changed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let drawing: ReturnType<typeof setTimeout> | undefined;
    let waiting: Arrival[] = [];

    async function ask(first: boolean): Promise<void> {
      if (filter === null) return;
      missed = [];
      // What comes while the question is on its way is dated after it, and so is told apart from what is in the answer.
      const until = filter.to == null ? timeFromMilliseconds(serverNow()) : null;
      try {
        const { data } = await client.query({
          query: AuditLogHistogramDocument,
          variables: { filter: until === null ? filter : { ...filter, to: until }, buckets: bars },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: request.signal }, queryDeduplication: false },
        });
        if (data === undefined || request.signal.aborted) return;
        const fresh: Counted = { total: data.auditLogCount, buckets: data.auditLogHistogram, until, since: 0 };
        // What waits to be drawn is among what came meanwhile, or in the answer.
        clearTimeout(drawing);
        drawing = undefined;
        waiting = [];
        setState({ of: filter, counted: withArrivals(fresh, missed ?? []) });
        setFailed(null);
      } catch (error) {
        // What stands there already is no worse for it.
        if (!request.signal.aborted && first) setFailed({ of: filter, failure: failureOf(error) });
      }
      missed = null;
    }

    const plan = (wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // The number that is being counted exactly is of this moment.
        if (exactly.current) return plan(lookAgain);
        changed = false;
        timer = undefined;
        if (document.visibilityState === 'visible') void ask(false);
        else plan(lookAgain);
      }, wait);
    };
    const stop = arrivals.listen((batch) => {
      const known = batch.map(({ time, action }) => ({ time, action }));
      missed?.push(...known);
      waiting.push(...known);
      drawing ??= setTimeout(() => {
        const drawn = waiting;
        waiting = [];
        drawing = undefined;
        setState((now) => {
          if (now === null || now.of !== filter) return now;
          return { of: filter, counted: withArrivals(now.counted, drawn) };
        });
      }, drawEvery);
      if (!changed) plan(refreshEvery);
      changed = true;
    });
    void ask(true);
    return () => {
      stop();
      clearTimeout(timer);
      clearTimeout(drawing);
      request.abort();
    };
  }, [client, filter, bars, arrivals, attempt]);

  function countExactly() {
    if (filter === null || state === null || counting) return;
    const { until } = state.counted;
    setCounting(true);
    exactly.current = true;
    client
      .query({ query: AuditLogExactCountDocument, variables: { filter: until === null ? filter : { ...filter, to: until } }, fetchPolicy: 'no-cache' })
      .then(({ data }) => {
        if (data === undefined) return;
        // What has come since stands in the bars, and belongs to the total too.
        setState((now) => (now?.of === filter && now.counted.until === until ? { of: filter, counted: { ...now.counted, total: withMore(data.auditLogCount, now.counted.since) } } : now));
      })
      .catch((error: unknown) => setFailed({ of: filter, failure: failureOf(error) }))
      .finally(() => {
        exactly.current = false;
        setCounting(false);
      });
  }

  return {
    counted: state?.counted ?? null,
    loading: filter === null || state?.of !== filter,
    failure: failed !== null && failed.of === filter ? failed.failure : null,
    retry: () => {
      setFailed(null);
      setAttempt((count) => count + 1);
    },
    countExactly,
    counting,
  };
}
