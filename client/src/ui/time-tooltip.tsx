import { Tooltip } from '@mantine/core';
import { ago, exact, exactUtc, zoneName, zoneOffset } from './time-format.js';
import { useNow } from './use-now.js';
import styles from './time-text.module.css';

interface TimeTooltipProps {
  opened: boolean;
  time: string;
  target: HTMLElement;
}

/** All of a time: how long ago, and to the microsecond, in the reader's zone and in UTC. */
export default function TimeTooltip({ opened, time, target }: TimeTooltipProps) {
  return <Tooltip opened={opened} target={target} position="bottom-start" label={<ExactTime time={time} />} />;
}

function ExactTime({ time }: { time: string }) {
  const now = useNow(1000);
  const at = Date.parse(time);
  return (
    <span className={styles.lines}>
      <strong>{ago(time, now)}</strong>
      <span>
        {exact(time, 'browser')} {zoneOffset(at, 'browser')}
      </span>
      <span>{exactUtc(time)}</span>
      <span className={styles.zone}>{zoneName('browser')}</span>
    </span>
  );
}
