import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Link } from 'lucide-react';
import { embedded } from '../ui/embedded.js';
import styles from './copy-link.module.css';

/** Copies the address of what is shown: the filter and the opened entry. */
export function CopyLink() {
  // The address of a frame leads nobody anywhere.
  return embedded ? null : <CopyButton />;
}

function CopyButton() {
  const { copied, copy, error } = useClipboard({ timeout: 2000 });
  return (
    <Button
      variant="subtle"
      classNames={{ section: styles.icon }}
      leftSection={copied ? <Check size={14} /> : <Link size={14} strokeWidth={1.75} />}
      onClick={() => copy(location.href)}
    >
      <span className={styles.text}>{error === null ? (copied ? 'Copied' : 'Copy link') : 'Not allowed'}</span>
    </Button>
  );
}
