import { useEffect, useRef, type PointerEvent } from 'react';

const holdFor = 500;
/** A finger is never quite still. */
const tolerance = 10;

interface LongPress {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  /** Whether the click that ends a long press is still to come; asking takes it back. */
  readonly wasLong: () => boolean;
}

/** A finger that stays where it came down: what the second button of a mouse is to others. Not every browser tells. */
export function useLongPress(onLong: (target: Element) => void): LongPress {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const long = useRef(false);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => stop, []);
  return {
    onPointerDown: ({ pointerType, target, clientX, clientY }) => {
      stop();
      long.current = false;
      if (pointerType !== 'touch' || !(target instanceof Element)) return;
      start.current = { x: clientX, y: clientY };
      timer.current = setTimeout(() => {
        long.current = true;
        onLong(target);
      }, holdFor);
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (Math.hypot(clientX - start.current.x, clientY - start.current.y) > tolerance) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    wasLong: () => {
      const was = long.current;
      long.current = false;
      return was;
    },
  };
}
