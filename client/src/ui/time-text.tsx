import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { ago, exact, exactUtc, zoneName, zoneOffset } from './time-format.js';
import { useNow } from './use-now.js';
import styles from './time-text.module.css';

interface TimeTextProps {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
  time: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A time as the page says it; hovering says all of it: to the microsecond, here and in UTC. */
export function TimeText({ time, className, children }: TimeTextProps) {
  return (
    <Tooltip position="bottom-start" label={<ExactTime time={time} />}>
      <time className={className} dateTime={time}>
        {children}
      </time>
    </Tooltip>
  );
}

function ExactTime({ time }: { time: string }) {
  const now = useNow(1000);
  return (
    <span className={styles.lines}>
      <strong>{ago(time, now)}</strong>
      <span>
        {exact(time)} {zoneOffset(Date.parse(time))}
      </span>
      <span>{exactUtc(time)}</span>
      <span className={styles.zone}>{zoneName()}</span>
    </span>
  );
}
