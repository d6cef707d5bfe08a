import { Button } from '@mantine/core';
import { failureOf } from './failure.js';
import { Notice } from './notice.js';
import styles from './load-failed.module.css';

interface LoadFailedProps {
  /** What did not load, as the beginning of a sentence: `The projects`. */
  what: string;
  error: unknown;
  onRetry: () => void;
}

export function LoadFailed({ what, error, onRetry }: LoadFailedProps) {
  const { message, requestId } = failureOf(error);
  return (
    <div className={styles.frame}>
      <Notice
        tone="error"
        title={`${what} did not load.`}
        action={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {message}
        {requestId !== null && ` Request ${requestId}.`}
      </Notice>
    </div>
  );
}
