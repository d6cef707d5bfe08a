import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { Notice } from '../ui/notice.js';
import { clock, zoneOffset } from '../ui/time-format.js';
import { Countdown } from './live-switch.js';
import type { Tail } from './use-tail.js';

interface TailNoticeProps {
  tail: Tail;
  /** The newest entry that is known, and its place in the log. */
  newest: { time: string; sequence: number | null } | undefined;
}

/** Says that live is cut off, what is still true, and what happens next. */
export function TailNotice({ tail: { state, retryNow }, newest }: TailNoticeProps) {
  if (state.status === 'refused') {
    return (
      <Notice tone="error" title="Live was switched off by the server.">
        {state.failure.message} Reload the page to try again.
      </Notice>
    );
  }
  if (state.status !== 'reconnecting') return null;
  return (
    <Notice
      tone="warning"
      title={
        <>
          Live is cut off. Trying again in <Countdown to={state.retryAt} />.
        </>
      }
      action={
        <Button variant="default" leftSection={<RefreshCw size={14} strokeWidth={1.75} />} onClick={retryNow}>
          Try now
        </Button>
      }
    >
      {newest === undefined ? (
        'Nothing is lost: it continues from where it was.'
      ) : (
        <>
          Everything up to {clock(newest.time)} {zoneOffset(Date.parse(newest.time))}
          {newest.sequence !== null && ` (#${newest.sequence.toLocaleString('en')})`} is shown. Nothing is lost: it
          continues from there.
        </>
      )}
    </Notice>
  );
}
