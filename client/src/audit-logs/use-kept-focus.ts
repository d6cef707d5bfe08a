import { useEffect, useRef, type RefObject } from 'react';

/**
 * For what goes away when it is pressed: the keyboard then stands on the first filter instead of nowhere.
 * @returns what wraps the action
 */
export function useKeptFocus(page: RefObject<HTMLElement | null>): (act: () => void) => void {
  const pressed = useRef<Element | null>(null);
  // Without dependencies: it goes with the answer, which may take several renderings.
  useEffect(() => {
    if (pressed.current === null || pressed.current.isConnected) return;
    pressed.current = null;
    if (document.activeElement === document.body) page.current?.querySelector<HTMLElement>('[data-filter]')?.focus();
  });
  return (act) => {
    pressed.current = document.activeElement;
    act();
  };
}
