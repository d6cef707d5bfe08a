import { useEffect, useState } from 'react';

/** So long after the pointer has left the rows they still stay: it may be on its way to what waits above. */
const grace = 3_000;
/** Where the keyboard can be while one reads: on a row, or in something that lies over the rows. */
const readAt = '[role=treegrid], [role=dialog], [role=menu], [aria-expanded=true]';

/** Whether the reader is at the rows, with the keyboard or the pointer, so that none may move. */
export function useAtRows(): boolean {
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState(false);

  useEffect(() => {
    let left: ReturnType<typeof setTimeout> | undefined;
    const onPointer = ({ type, target }: PointerEvent) => {
      const over = type === 'pointerover' && target instanceof Element ? target.closest('[data-row]') : null;
      if (over !== null) {
        clearTimeout(left);
        left = undefined;
        setPointed(true);
      } else {
        left ??= setTimeout(() => setPointed(false), grace);
      }
    };
    // Asked of the page each time: a row that scrolls out of it takes the keyboard along without a word.
    const onFocus = () => setFocused(document.activeElement?.closest(readAt) != null);
    const onBlur = () => queueMicrotask(onFocus);
    document.addEventListener('pointerover', onPointer);
    document.documentElement.addEventListener('pointerleave', onPointer);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    document.addEventListener('scroll', onFocus, { capture: true, passive: true });
    return () => {
      clearTimeout(left);
      document.removeEventListener('pointerover', onPointer);
      document.documentElement.removeEventListener('pointerleave', onPointer);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
      document.removeEventListener('scroll', onFocus, { capture: true });
    };
  }, []);

  return focused || pointed;
}
