import { Tooltip } from '@mantine/core';
import { ago } from './time-format.js';
import { TimeInZones } from './time-in-zones.js';
import { useNow } from './use-now.js';
import styles from './time-text.module.css';

interface TimeTooltipProps {
  opened: boolean;
  time: string;
  target: HTMLElement;
}

/** All of a time: how long ago, and to the microsecond, in the reader's zone, in UTC and in the organization's. */
export default function TimeTooltip({ opened, time, target }: TimeTooltipProps) {
  return <Tooltip opened={opened} target={target} position="bottom-start" label={<ExactTime time={time} />} multiline maw="min(560px, calc(100vw - 16px))" />;
}

function ExactTime({ time }: { time: string }) {
  const now = useNow(1000);
  return (
    <span className={styles.lines}>
      <strong>{ago(time, now)}</strong>
      <TimeInZones time={time} />
    </span>
  );
}
