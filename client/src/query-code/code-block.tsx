import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { Paint } from './paint.js';
import styles from './query-panel.module.css';

interface CodeBlockProps {
  title: string;
  /** The name of a file that it can be put in, or what it is. */
  code: string;
}

/** Code to copy, as it stands. */
export function CodeBlock({ title, code }: CodeBlockProps) {
  const { copied, copy, error } = useClipboard({ timeout: 2000 });
  return (
    <section className={styles.block}>
      <div className={styles.head}>
        <h3 className={styles.blockTitle}>{title}</h3>
        <Button
          variant="subtle"
          leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} strokeWidth={1.75} aria-hidden />}
          aria-label={`Copy ${title}`}
          onClick={() => copy(code)}
        >
          {error === null ? (copied ? 'Copied' : 'Copy') : 'Not allowed'}
        </Button>
      </div>
      {/* Wide lines scroll, by keyboard too. */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={title}>
        <Paint code={code} />
      </pre>
    </section>
  );
}
