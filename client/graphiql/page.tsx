import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { exampleTabs } from './examples.js';
import { createFetcher } from './fetcher.js';
import { labelEditors } from './label-editors.js';

/** GraphiQL with examples of what the log can be asked, and a line that says as whom one asks. */
export function GraphiQLPage() {
  const [key, setKey] = useState('');
  const fetcher = useMemo(() => createFetcher(key.trim()), [key]);
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current === null ? undefined : labelEditors(main.current)), []);
  return (
    <>
      <header className="asking">
        <h1>
          <a href="/">Audit Logs</a> / GraphiQL
        </h1>
        <p role="status">{useAsking(key.trim())}</p>
        <label>
          API key{' '}
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            placeholder="instead of the session"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </label>
      </header>
      <main ref={main}>
        <GraphiQL fetcher={fetcher} defaultTabs={exampleTabs} defaultEditorToolsVisibility="variables" />
      </main>
    </>
  );
}

const viewerQuery = '{ viewer { user { name email } organization { name } permissions } }';

interface Viewer {
  user: { name: string | null; email: string } | null;
  organization: { name: string };
  permissions: string[];
}

/** As whom one asks, in a sentence; empty until that is known. */
function useAsking(key: string): ReactNode {
  const [sentence, setSentence] = useState<ReactNode>('');
  useEffect(() => {
    const leaving = new AbortController();
    // A key is typed letter by letter.
    const timer = setTimeout(() => void ask(key, leaving.signal).then(setSentence), key === '' ? 0 : 300);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [key]);
  return sentence;
}

async function ask(key: string, signal: AbortSignal): Promise<ReactNode> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query: viewerQuery }),
      signal,
    });
    const { data } = (await response.json()) as { data?: { viewer: Viewer | null } };
    return data === undefined ? 'The server does not answer as it should.' : describe(data.viewer, key !== '');
  } catch {
    return signal.aborted ? '' : 'The server cannot be reached.';
  }
}

function describe(viewer: Viewer | null, withKey: boolean): ReactNode {
  if (viewer === null && withKey) return 'This is no valid API key.';
  if (viewer === null) {
    return (
      <>
        Nobody is signed in: <a href="/sign-in">sign in</a>, or enter an API key with the scope audit:read.
      </>
    );
  }
  const who = viewer.user === null ? 'an API key' : (viewer.user.name ?? viewer.user.email);
  const reads = viewer.permissions.includes('audit.read') ? '' : ', who may not read the audit log';
  return `You ask as ${who} of ${viewer.organization.name}${reads}.`;
}
