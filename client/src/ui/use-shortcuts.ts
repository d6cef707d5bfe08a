import { useEffect, useRef } from 'react';

/**
 * Single keys for the whole page. They rest while somebody types, holds a modifier, or has a dialog or menu open.
 * A handler that returns false leaves the key to the browser.
 */
export function useShortcuts(shortcuts: Record<string, (event: KeyboardEvent) => void | false>): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(elsewhere) !== null) return;
      if (current.current[event.key]?.(event) !== false && event.key in current.current) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

const elsewhere = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog], [role=menu]';
