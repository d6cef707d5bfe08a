import { gql } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { failureOf } from '../ui/failure.js';
import type { QueryVariables } from './code.js';
import { Paint } from './paint.js';
import styles from './query-panel.module.css';

interface RunQueryProps {
  query: string;
  variables: QueryVariables;
}

interface Outcome {
  /** What it answers: when the code changes it is no answer to it any more. */
  readonly to: QueryVariables;
  readonly title: string;
  readonly text: string;
}

/** So much of an answer is shown, in characters. */
const most = 20_000;

/** Runs the document as the person who looks, and shows what comes back. */
export function RunQuery({ query, variables }: RunQueryProps) {
  const client = useApolloClient();
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function run() {
    setRunning(true);
    const begun = performance.now();
    try {
      const { data } = await client.query<{ auditLogs: { edges: readonly unknown[] } }>({
        query: gql(query),
        variables: { ...variables },
        fetchPolicy: 'no-cache',
      });
      const took = Math.round(performance.now() - begun);
      const text = JSON.stringify({ data }, (key, value: unknown) => (key === '__typename' ? undefined : value), 2);
      const count = data?.auditLogs.edges.length ?? 0;
      setOutcome({ to: variables, title: `${count} ${count === 1 ? 'entry' : 'entries'}, ${took} ms`, text });
    } catch (error) {
      const { code, message } = failureOf(error);
      setOutcome({ to: variables, title: code, text: message });
    }
    setRunning(false);
  }

  const shown = outcome?.to === variables ? outcome : null;
  const result = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown !== null) result.current?.scrollIntoView({ block: 'start' });
  }, [shown]);

  return (
    <>
      {shown !== null && (
        <section className={styles.block} ref={result}>
          <div className={styles.head} role="status">
            <h3 className={styles.blockTitle}>Result</h3>
            <span className={styles.soft}>{shown.title}</span>
          </div>
          <pre className={styles.code} tabIndex={0} role="region" aria-label="Result">
            <Paint code={shown.text.slice(0, most)} />
            {shown.text.length > most && '\n… and more'}
          </pre>
        </section>
      )}
      <div className={styles.foot}>
        <span className={styles.soft}>Runs with your own session. Programs use an API key of the scope audit:read.</span>
        <Button leftSection={<Play size={14} aria-hidden />} loading={running} onClick={() => void run()}>
          Run
        </Button>
      </div>
    </>
  );
}
