import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Part } from './part.js';

const TimeTooltip = lazy(() => import('./time-tooltip.js'));
const delay = 250;

interface TimeTextProps {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
  time: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A time as the page says it; hovering says all of it: to the microsecond, here and in UTC. */
export function TimeText({ time, className, children }: TimeTextProps) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (target === null) return undefined;
    const timer = setTimeout(() => setOpened(true), delay);
    return () => clearTimeout(timer);
  }, [target]);
  return (
    <>
      <time
        className={className}
        dateTime={time}
        onPointerEnter={(event) => {
          if (event.pointerType === 'mouse') setTarget(event.currentTarget);
        }}
        onPointerLeave={() => {
          setTarget(null);
          setOpened(false);
        }}
      >
        {children}
      </time>
      {target !== null && opened && (
        <Part>
          <Suspense fallback={null}>
            <TimeTooltip opened time={time} target={target} />
          </Suspense>
        </Part>
      )}
    </>
  );
}
