import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Notice } from '../ui/notice.js';
import styles from './outage-banner.module.css';
import type { Outage } from './outage.js';

/** Says for as long as the database is away what that means, and that the page goes on by itself. */
export function OutageBanner({ outage }: { outage: Outage }) {
  const away = useSyncExternalStore(outage.subscribe, outage.snapshot);
  if (!away) return null;
  return (
    <div className={styles.banner}>
      <Notice
        tone="warning"
        title="The database is away; retrying."
        action={
          <Button variant="default" leftSection={<RefreshCw size={14} strokeWidth={1.75} />} onClick={outage.retryNow}>
            Try now
          </Button>
        }
      >
        What is shown is as it was loaded. Nothing is lost; loading and saving go on when the database is back.
      </Notice>
    </div>
  );
}
