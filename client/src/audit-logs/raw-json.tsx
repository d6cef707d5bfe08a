import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { VisibleText } from '../ui/visible-text.js';
import { entryJson } from './entry-json.js';
import type { Entry } from './entry-window.js';
import styles from './raw-json.module.css';

/** The entry as the API gives it. */
export function RawJson({ entry }: { entry: Entry }) {
  const { copied, copy, error } = useClipboard({ timeout: 2000 });
  const json = entryJson(entry);
  return (
    <div className={styles.frame}>
      <Button
        variant="default"
        className={styles.copy}
        leftSection={copied ? <Check size={14} /> : <Copy size={14} strokeWidth={1.75} />}
        onClick={() => copy(json)}
      >
        {error === null ? (copied ? 'Copied' : 'Copy') : 'Not allowed'}
      </Button>
      <pre className={styles.json}>
        <VisibleText text={json} />
      </pre>
    </div>
  );
}
