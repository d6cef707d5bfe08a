import type { PageFilter } from '@audit-log/shared/filter-url';
import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.layer.css';
import { X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { IconButton } from '../ui/icon-button.js';
import { serverNow } from '../ui/server-clock.js';
import { exact, zoneOffset } from '../ui/time-format.js';
import { CodeBlock } from './code-block.js';
import { codeOf, countedFrom } from './code.js';
import { RunQuery } from './run-query.js';
import styles from './query-panel.module.css';

interface QueryPanelProps {
  filter: PageFilter;
  /** The time of the filter in words, such as `Last 7 days`. */
  range: string;
  onClose: () => void;
}

/** The view as code: a document with its variables, a command, and a program that watches. It follows the filters. */
export default function QueryPanel({ filter, range, onClose }: QueryPanelProps) {
  // What is relative is counted anew whenever the filter changes, and when the panel is opened.
  const { code, from } = useMemo(() => {
    const now = serverNow();
    return { code: codeOf(filter, location.origin, now), from: countedFrom(filter, now) };
  }, [filter]);
  const [tab, setTab] = useState<string | null>('graphql');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);

  const counted = from !== null && (
    <p className={styles.note}>
      “{range}” is counted from now: it begins at {exact(from)} {zoneOffset(Date.parse(from))}. The page goes on counting; the code
      keeps this moment, until you change it or open this anew.
    </p>
  );
  return (
    <section
      className={styles.panel}
      aria-label="Query as code"
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={styles.bar}>
        <h2 className={styles.title}>Query as code</h2>
        <span className={styles.soft}>follows the filters on the page</span>
        <IconButton className={styles.close} label="Close query as code" icon={X} onClick={onClose} />
      </div>
      <Tabs value={tab} onChange={setTab} keepMounted={false} classNames={{ root: styles.body, list: styles.tabs, tab: styles.tab, panel: styles.content }}>
        <Tabs.List>
          <Tabs.Tab value="graphql">GraphQL</Tabs.Tab>
          <Tabs.Tab value="curl">curl</Tabs.Tab>
          <Tabs.Tab value="subscription">Subscription</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="graphql">
          {counted}
          <CodeBlock title="Document" code={code.query} />
          <CodeBlock title="Variables" code={JSON.stringify(code.variables, null, 2)} />
          <RunQuery query={code.query} variables={code.variables} />
        </Tabs.Panel>
        <Tabs.Panel value="curl">
          {counted}
          <CodeBlock title="Command" code={code.curl} />
          <KeyNote />
        </Tabs.Panel>
        <Tabs.Panel value="subscription">
          {from !== null && (
            <p className={styles.note}>It begins now and goes on: “{range}” has no place in it.</p>
          )}
          <CodeBlock title="Program" code={code.subscription} />
          <KeyNote />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function KeyNote() {
  return (
    <p className={styles.note}>
      It takes the key from the environment variable <code>AUDIT_LOG_KEY</code>, so that none stands in a file or a shell’s history.
      An API key of the scope <code>audit:read</code> is made under{' '}
      <Link href="/settings/api-keys" className={styles.link}>
        Settings &gt; API keys
      </Link>
      .
    </p>
  );
}
