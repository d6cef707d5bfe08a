import { Button } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { EmptyState } from '../ui/empty-state.js';
import { IconButton } from '../ui/icon-button.js';
import styles from './panel-failed.module.css';

interface PanelFailedProps {
  takeFocus: boolean;
  onRetry: () => void;
  onClose: () => void;
}

/** Stands in the panel's place where its code did not come. */
export function PanelFailed({ takeFocus, onRetry, onClose }: PanelFailedProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takeFocus) panel.current?.focus({ preventScroll: true });
  }, [takeFocus]);
  return (
    <aside className={styles.panel} aria-label="Entry details" role="complementary" ref={panel} tabIndex={-1}>
      <IconButton className={styles.close} label="Close details" icon={X} onClick={onClose} />
      <div role="alert">
        <EmptyState
          title="The details did not load"
          action={
            <div className={styles.ways}>
              <Button variant="default" onClick={onRetry}>
                Try again
              </Button>
              <Button variant="subtle" onClick={() => location.reload()}>
                Reload the page
              </Button>
            </div>
          }
        >
          The connection may have been cut. If trying again does not help, the server may have a newer version: then
          reload the page. The list is not affected.
        </EmptyState>
      </div>
    </aside>
  );
}
