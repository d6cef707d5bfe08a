import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Notice } from '../ui/notice.js';
import styles from './outage-banner.module.css';
import type { Outage } from './outage.js';

interface OutageBannerProps {
  outage: Outage;
  /** Over what is there, where no page has a place for it. */
  floating?: boolean;
}

/** Whether the database is away right now. */
export function useOutage(outage: Outage): boolean {
  return useSyncExternalStore(outage.subscribe, outage.snapshot);
}

/** Says for as long as the database is away what that means, and that the page goes on by itself. */
export function OutageBanner({ outage, floating = false }: OutageBannerProps) {
  if (!useOutage(outage)) return null;
  return (
    <div className={floating ? styles.floating : styles.foot}>
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
