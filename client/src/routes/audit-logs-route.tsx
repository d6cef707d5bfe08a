import { filterToSearchParams, type PageFilter } from '@audit-log/shared/filter-url';
import { useCallback, useEffect, useRef, useState } from 'react';
import { openView, outage } from '../apollo.js';
import { AuditLogsPage } from '../audit-logs/audit-logs-page.js';
import { later } from '../ui/later.js';
import { Arrivals } from '../histogram/arrivals.js';
import { filterSummary } from '../audit-logs/filter-summary.js';
import { hasEnded, rangeLabel, rangeOf } from '../audit-logs/time-range.js';
import { UnsearchedLine } from '../audit-logs/unsearched-line.js';
import { askEarly, useEntries } from '../audit-logs/use-entries.js';
import { useView } from '../audit-logs/use-view.js';
import { startingSearch, viewFromSearch } from '../audit-logs/view-state.js';
import { ExportMenu } from '../export/export-menu.js';
import { useOutage } from '../outage/outage-banner.js';
import { QueryMenu } from '../query-code/query-menu.js';
import { SaveAsView, ViewsMenu } from '../saved-views/views-menu.js';
import { LiveSwitch } from '../tail/live-switch.js';
import { TailNotice } from '../tail/tail-notice.js';
import { useTail } from '../tail/use-tail.js';
import { recallDefaultView } from '../ui/default-view.js';
import { serverNow } from '../ui/server-clock.js';
import { useSay } from '../ui/toasts.js';
import { NotAllowed } from './not-allowed.js';
import { auditLogsPath } from './paths.js';

// Nobody waits for it: it comes after the first entries.
const Histogram = later(() => import('../histogram/histogram.js'));

/** The filter of the view that is open already and may be drawn next, as the address has it. */
let opened: string | null = null;
// Who comes straight to the log has it on its way while it is still being asked who that is.
if (location.pathname === auditLogsPath) {
  // What the log opens with is a guess, until it is known who that is.
  const { filter } = viewFromSearch(location.search.slice(1) || startingSearch(recallDefaultView())).view;
  const params = filterToSearchParams(filter);
  openView(params);
  opened = String(params);
  void askEarly(filter).then((came) => {
    if (!came) opened = null;
  });
}

export default function AuditLogsRoute({ allowed }: { allowed: boolean }) {
  return allowed ? <AuditLogs /> : <NotAllowed title="Audit Logs" what="The audit log is" />;
}

/** Brings the list and the tail together: what arrives goes into the list, or waits where one is reading. */
function AuditLogs() {
  const control = useView();
  const { view, change } = control;
  // Before the first question; a filter that is changed later is the same view.
  useState(() => {
    const params = filterToSearchParams(view.filter);
    if (opened !== String(params)) openView(params);
    opened = null;
  });
  const entries = useEntries(view.filter);
  const { store, list, start } = entries;
  const say = useSay();

  const [arrivals] = useState(() => new Arrivals());

  const reading = useRef(false);
  const onReading = useCallback((now: boolean) => {
    reading.current = now;
  }, []);

  const ended = hasEnded(rangeOf(view.filter), serverNow());
  const tail = useTail({
    start,
    on: view.live && !ended,
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

  const on = view.live && !ended;
  // Then the shell says why.
  const away = useOutage(outage);
  const views = {
    filter: view.filter,
    saved: view.saved,
    describe: filterSummary,
    onOpen: (saved: string, filter: PageFilter) => change({ filter, saved, entry: null }),
    onSaved: (saved: string | null) => change({ saved }, { replace: true }),
  };
  return (
    <AuditLogsPage
      control={control}
      entries={entries}
      tools={
        <>
          <LiveSwitch
            on={on}
            state={tail.state}
            rate={tail.rate}
            unavailable={ended ? 'The range ends in the past: nothing new can come.' : undefined}
            onChange={(live) => change({ live }, { replace: true })}
          />
          <QueryMenu filter={view.filter} range={rangeLabel(rangeOf(view.filter))} />
          <ExportMenu filter={view.filter} />
          <ViewsMenu {...views} />
        </>
      }
      saveView={<SaveAsView {...views} />}
      histogram={
        list.window !== null && (
          <Histogram
            asked={start?.filter ?? null}
            filter={view.filter}
            arrivals={arrivals}
            onChange={(filter) => change({ filter, entry: null })}
          />
        )
      }
      notice={
        <>
          {on && !away && <TailNotice tail={tail} newest={list.window?.edges[0]?.node} />}
          <UnsearchedLine entries={entries} live={tail.state.status === 'live'} reading={reading} />
        </>
      }
      onReading={onReading}
    />
  );
}
