import { useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { Route, Router, Switch } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { authorize, client, onDoubt, outage } from '../apollo.js';
import { showOnly } from '../audit-logs/display.js';
import { EmbedNotice, EmbedReason } from '../embed/embed-reason.js';
import { readFragment, toViewerIn, type EmbedSettings, type FromViewer } from '../embed/protocol.js';
import { EmbedSession, type TokenInfo } from '../embed/session.js';
import { EmbedTokenDocument } from '../gql/graphql.js';
import { OutageBanner } from '../outage/outage-banner.js';
import { embedId } from '../ui/embedded.js';
import { OpenNavigation } from '../ui/page-header.js';
import { EmbeddedLogs } from './embedded-logs.js';
import { FirstLoad } from './first-load.js';
import { auditLogsPath } from './paths.js';
import styles from './embedded-viewer.module.css';

const TimelineRoute = lazy(() => import('./timeline-route.js'));

const given = readFragment(location.hash);
// Nobody who looks at the address finds the token there.
history.replaceState(null, '', location.pathname);

/** What the viewer begins with, as the search part of an address. */
const beginning = given.view ?? 'range=all';

// Where one is in the viewer is no step in the history of the page around it.
const { hook, searchHook, navigate } = memoryLocation({ path: auditLogsPath, searchPath: beginning });

/** Which part of the log is shown; null before any is. */
let shown: string | null = null;

/** Asks what the token shows. Where that is another part of the log, nothing stays of what was shown before. */
async function ask(): Promise<TokenInfo | null> {
  const info = (await client.query({ query: EmbedTokenDocument, fetchPolicy: 'no-cache' })).data?.embedToken ?? null;
  if (info !== null && shown !== null && info.part !== shown) {
    navigate(`${auditLogsPath}?${beginning}`, { replace: true });
    await client.clearStore();
  }
  shown = info?.part ?? shown;
  return info;
}

const session = new EmbedSession(
  {
    pageId: embedId ?? '',
    // Firefox does not tell.
    ancestors: 'ancestorOrigins' in location ? [...location.ancestorOrigins] : null,
    framed: window.parent !== window,
  },
  {
    authorize,
    ask,
    // To whomever: nothing of it is secret.
    tell: (event, reason) => window.parent.postMessage({ type: 'audit-log', event, ...(reason === undefined ? {} : { reason }) } satisfies FromViewer, '*'),
  },
);

/** The same viewer as in the product, without what leads elsewhere in it. */
export default function EmbeddedViewer() {
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  const [settings, setSettings] = useState<EmbedSettings>(given);
  const { setColorScheme } = useMantineColorScheme();
  const [pathname] = hook();
  const search = searchHook();
  // The list as it was is what one comes back to: here is no Back of the browser.
  const [list, setList] = useState(beginning);
  if (pathname === auditLogsPath && search !== list) setList(search);

  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent) => {
      const message = source === window.parent ? toViewerIn(data) : null;
      if (message === null) return;
      const { token, type: _, ...changed } = message;
      setSettings((before) => ({ ...before, ...changed }));
      if (token !== undefined) void session.take(token, origin);
    };
    window.addEventListener('message', hear);
    session.start(given.token);
    const stop = onDoubt(() => void session.doubt());
    return () => {
      window.removeEventListener('message', hear);
      stop();
    };
  }, []);
  const { theme, columns } = settings;
  useLayoutEffect(() => showOnly(columns), [columns]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme);
  }, [theme, setColorScheme]);

  if (state.status === 'checking') return <FirstLoad />;
  if (state.status !== 'open' && state.status !== 'expired') return <EmbedReason state={state} onRetry={session.retry} />;
  return (
    <Router key={state.part} hook={hook} searchHook={searchHook}>
      <OpenNavigation value={null}>
        <main className={styles.main}>
          {state.status === 'expired' && <EmbedNotice onRetry={session.retry} />}
          <div className={styles.page}>
            <Suspense fallback={null}>
              <Switch>
                <Route path={`${auditLogsPath}/history/*`}>
                  <TimelineRoute allowed pathname={pathname} logAddress={`${auditLogsPath}?${list}`} />
                </Route>
                <Route>
                  <EmbeddedLogs on={state.status === 'open'} />
                </Route>
              </Switch>
            </Suspense>
          </div>
          <OutageBanner outage={outage} />
        </main>
      </OpenNavigation>
    </Router>
  );
}
