import { useEffect, useEffectEvent } from 'react';

/**
 * Single keys for the whole page. They rest while somebody types, holds a modifier, or has a dialog or menu open.
 * A handler that returns false leaves the key to the browser.
 */
export function useShortcuts(shortcuts: Record<string, (event: KeyboardEvent) => void | boolean>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(elsewhere) !== null) return;
    const handle = shortcuts[event.key];
    if (handle !== undefined && handle(event) !== false) event.preventDefault();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

const elsewhere = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog], [role=menu]';
