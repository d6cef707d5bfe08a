import { Button, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import styles from './copy-field.module.css';

/** A text to take away: shown in full, copied with a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { copied, copy, error } = useClipboard({ timeout: 2000 });
  return (
    <div className={styles.row}>
      <TextInput
        className={styles.input}
        label={label}
        readOnly
        value={value}
        error={error !== null && 'The browser did not allow copying. Select the text and copy it.'}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={copied ? <Check size={16} /> : <Copy size={16} strokeWidth={1.75} />}
        onClick={() => copy(value)}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
