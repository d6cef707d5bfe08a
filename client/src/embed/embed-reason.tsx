import { Button } from '@mantine/core';
import { Hourglass, LockKeyhole } from 'lucide-react';
import { useEffect, useState } from 'react';
import { EmptyState } from '../ui/empty-state.js';
import { Notice } from '../ui/notice.js';
import type { EmbedState } from './session.js';
import styles from './embed-reason.module.css';

type Reason = Exclude<EmbedState, { status: 'open' | 'expired' | 'checking' }>;

const words: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  page: {
    title: 'This shows an audit log inside of another page',
    text: 'Open the page that it belongs to: by itself it has nothing to show.',
  },
  origin: {
    title: 'This page may not show the audit log',
    text: 'It is meant for pages of another address. Whoever runs this page can have its address added.',
  },
  token: {
    title: 'The audit log cannot be shown any more',
    text: 'What lets this page show it has expired, or was taken back. Reload the page; if that does not help, ask whoever runs it.',
  },
  failed: { title: 'The audit log did not load', text: 'The server could not be reached.' },
  waiting: {
    title: 'The page has not said yet what to show',
    text: 'If nothing comes, reload the page.',
  },
};

/** How long a page may take to say what to show before that is told, in milliseconds. */
const PATIENCE = 5_000;

/** Why there is nothing to see. */
export function EmbedReason({ state, onRetry }: { state: Reason; onRetry: () => void }) {
  const [late, setLate] = useState(false);
  const waiting = state.status === 'waiting';
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [waiting]);
  const { title, text } = words[state.status === 'refused' ? state.reason : state.status] ?? { title: '', text: '' };
  return (
    <main className={styles.center}>
      {waiting && !late ? (
        <p role="status" className={styles.quiet}>
          Loading
        </p>
      ) : (
        <div role="alert">
          <EmptyState icon={state.status === 'refused' ? LockKeyhole : Hourglass} title={title} action={state.status === 'refused' ? null : <Button variant="default" onClick={onRetry}>Try again</Button>}>
            {text}
          </EmptyState>
        </div>
      )}
    </main>
  );
}

/** Over what is shown and stands still. */
export function EmbedNotice({ onRetry }: { onRetry: () => void }) {
  return (
    <div className={styles.notice}>
      <Notice
        tone="warning"
        title="This view has expired."
        action={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        What is shown is as it was, and nothing new comes. It goes on as soon as the page renews it; if that does not happen, reload the page.
      </Notice>
    </div>
  );
}
