import { ago } from './time-format.js';
import { TimeText } from './time-text.js';
import { useNow } from './use-now.js';

/** How long ago a time is, kept up to date. */
export function Ago({ time }: { time: string }) {
  const now = useNow(60_000);
  return <TimeText time={time}>{ago(time, now)}</TimeText>;
}
