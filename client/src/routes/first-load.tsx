import { Button, Loader } from '@mantine/core';
import { useLocation } from 'wouter';
import { EmptyState } from '../ui/empty-state.js';
import type { Failure } from '../ui/failure.js';
import { frameOf } from './frame.js';
import styles from './first-load.module.css';

/** Before it is known who is looking: as the served HTML. The spinner waits a moment, so that a quick answer shows none. */
export function FirstLoad() {
  const [path] = useLocation();
  return frameOf(path) ?? (
    <div className={styles.center} role="status" aria-label="Loading">
      <Loader size="sm" className={styles.spinner} />
    </div>
  );
}

interface FirstLoadFailedProps {
  failure: Failure;
  onRetry: () => void;
}

export function FirstLoadFailed({ failure, onRetry }: FirstLoadFailedProps) {
  return (
    <main className={styles.center}>
      <EmptyState title="The page could not be loaded" action={<Button onClick={onRetry}>Try again</Button>}>
        {failure.message} Check your connection, or ask whoever runs this server.
      </EmptyState>
    </main>
  );
}
