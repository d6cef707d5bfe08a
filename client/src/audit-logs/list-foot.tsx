import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { Notice } from '../ui/notice.js';
import { dateAndMinute, zoneOffset } from '../ui/time-format.js';
import { useNow } from '../ui/use-now.js';
import { automaticRetries, type EndState, type EntryList } from './entry-store.js';
import { FillingSkeletons, Skeletons } from './skeletons.js';
import styles from './list-foot.module.css';

interface ListFootProps {
  list: EntryList;
  narrow: boolean;
  onRetry: () => void;
  onStop: () => void;
}

/** What stands below the last row: more to come, still looking, failed, or the end. */
export function ListFoot({ list: { window, older }, narrow, onRetry, onStop }: ListFootProps) {
  const count = window?.edges.length ?? 0;
  switch (older.status) {
    case 'failed':
      return <Failed state={older} count={count} onRetry={onRetry} />;
    case 'searching':
    case 'stopped':
      return <Searching state={older} count={count} onRetry={onRetry} onStop={onStop} />;
    default:
      if (window === null) return <FillingSkeletons narrow={narrow} />;
      if (window.older !== null) return <Skeletons count={3} narrow={narrow} />;
      return count === 0 ? null : (
        <p className={styles.end}>
          That is all{window.newer === null && `: ${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`}.
        </p>
      );
  }
}

interface FailedProps {
  state: Extract<EndState, { status: 'failed' }>;
  count: number;
  onRetry: () => void;
}

function Failed({ state: { failure, retries, retryAt }, count, onRetry }: FailedProps) {
  return (
    <div className={styles.message}>
      <Notice
        tone={failure.code === 'BAD_USER_INPUT' ? 'error' : 'warning'}
        title={`${count === 0 ? 'The entries' : 'Older entries'} did not load. ${failure.message}`}
        action={
          <Button variant="default" leftSection={<RefreshCw size={14} strokeWidth={1.75} />} onClick={onRetry}>
            Retry
          </Button>
        }
      >
        {count > 0 && `The ${count.toLocaleString('en')} entries above are complete. `}
        {retryAt === null ? (
          'Retry when you like.'
        ) : (
          <>
            Retry {retries} of {automaticRetries} in <Seconds to={retryAt} />.
          </>
        )}
        {failure.requestId !== null && ` Request ${failure.requestId}.`}
      </Notice>
    </div>
  );
}

function Seconds({ to }: { to: number }) {
  const now = useNow(500, Date.now);
  return <span aria-hidden>{Math.max(0, Math.ceil((to - now) / 1000))} s</span>;
}

interface SearchingProps {
  state: Extract<EndState, { status: 'searching' | 'stopped' }>;
  count: number;
  onRetry: () => void;
  onStop: () => void;
}

function Searching({ state: { status, backTo }, count, onRetry, onStop }: SearchingProps) {
  const looking = status === 'searching';
  return (
    <div className={styles.searching} role="status">
      <span>
        {backTo !== null && (
          <strong className={styles.reached}>
            Looked back to {dateAndMinute(backTo)} {zoneOffset(Date.parse(backTo))}.
          </strong>
        )}{' '}
        {count.toLocaleString('en')} found so far{looking ? ', still looking.' : '.'}
      </span>
      {looking && <span className={styles.progress} aria-hidden />}
      <Button variant="subtle" onClick={looking ? onStop : onRetry}>
        {looking ? 'Stop' : 'Go on looking'}
      </Button>
    </div>
  );
}
