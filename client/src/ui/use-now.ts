import { useEffect, useState } from 'react';
import { serverNow } from './server-clock.js';

/**
 * The present, in milliseconds since 1970, brought up to date every so often.
 * @param clock the server's, by which all is dated that comes from there; or this computer's, `Date.now`, for what began here
 */
export function useNow(every: number, clock: () => number = serverNow): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), every);
    return () => clearInterval(timer);
  }, [every, clock]);
  return now;
}
