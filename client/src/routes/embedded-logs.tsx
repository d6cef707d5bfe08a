import { filterToSearchParams } from '@audit-log/shared/filter-url';
import { useCallback, useEffect, useRef, useState } from 'react';
import { openView, outage } from '../apollo.js';
import { AuditLogsPage } from '../audit-logs/audit-logs-page.js';
import { hasEnded, rangeOf } from '../audit-logs/time-range.js';
import { useEntries } from '../audit-logs/use-entries.js';
import { useView } from '../audit-logs/use-view.js';
import { Arrivals } from '../histogram/arrivals.js';
import { useOutage } from '../outage/outage-banner.js';
import { LiveSwitch } from '../tail/live-switch.js';
import { TailNotice } from '../tail/tail-notice.js';
import { useTail } from '../tail/use-tail.js';
import { later } from '../ui/later.js';
import { serverNow } from '../ui/server-clock.js';
import { useSay } from '../ui/toasts.js';

const Histogram = later(() => import('../histogram/histogram.js'));

/**
 * The list and the tail of an embedded viewer, with what its token permits: looking, and nothing that leaves the page.
 * @param on false while its token has expired: what is shown stays, and goes on from there afterwards
 */
export function EmbeddedLogs({ on }: { on: boolean }) {
  const control = useView();
  const { view, change } = control;
  useState(() => openView(filterToSearchParams(view.filter)));
  const entries = useEntries(view.filter);
  const { store, list, start } = entries;
  const say = useSay();
  const [arrivals] = useState(() => new Arrivals());
  const reading = useRef(false);
  const onReading = useCallback((now: boolean) => {
    reading.current = now;
  }, []);

  const ended = hasEnded(rangeOf(view.filter), serverNow());
  const wanted = view.live && !ended;
  const tail = useTail({
    start,
    on: wanted && on,
    onBatch: ({ edges }) => {
      store.addLive(edges, () => reading.current);
      arrivals.tell(edges.map(({ node }) => node));
    },
    onBridge: store.addBridge,
  });
  const rewound = tail.state.status === 'rewound';
  useEffect(() => {
    if (!rewound) return;
    say('The log was set back, as after restoring a backup. The list was loaded afresh.');
    store.load();
  }, [rewound, say, store]);
  const away = useOutage(outage);

  return (
    <AuditLogsPage
      control={control}
      entries={entries}
      tools={
        <LiveSwitch
          on={wanted}
          state={tail.state}
          rate={tail.rate}
          unavailable={ended ? 'The range ends in the past: nothing new can come.' : undefined}
          onChange={(live) => change({ live }, { replace: true })}
        />
      }
      saveView={null}
      histogram={
        list.window !== null && (
          <Histogram asked={start?.filter ?? null} filter={view.filter} arrivals={arrivals} onChange={(filter) => change({ filter, entry: null })} />
        )
      }
      notice={wanted && on && !away ? <TailNotice tail={tail} newest={list.window?.edges[0]?.node} /> : null}
      onReading={onReading}
    />
  );
}
