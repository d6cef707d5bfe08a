import { useCallback, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ConfirmDialog } from '../ui/confirm-dialog.js';

interface Unsaved {
  /** Tells whether something was written that is not saved. */
  readonly setUnsaved: (unsaved: boolean) => void;
  /** Does it at once, or once the person agreed to lose what is not saved. */
  readonly guard: (leave: () => void) => void;
  /** The question, while it is being asked. */
  readonly question: ReactNode;
}

/**
 * Keeps what was written from being lost by a click beside it, by a link, by going back or by closing the tab.
 * @param keeps whether what was written is still there at that address
 */
export function useUnsaved(keeps: (address: URL) => boolean): Unsaved {
  const [, navigate] = useLocation();
  const [unsaved, setState] = useState(false);
  // Who presses Escape right after a letter is asked too: the state may come a moment later.
  const latest = useRef(false);
  const setUnsaved = useCallback((now: boolean) => {
    latest.current = now;
    setState(now);
  }, []);
  const [leave, setLeave] = useState<(() => void) | null>(null);

  useEffect(() => {
    if (!unsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);

  const ask = useEffectEvent((event: NavigateEvent) => {
    const { url, key, sameDocument } = event.destination;
    const address = new URL(url);
    // Who is signed out is sent away without being asked; another document is asked for by the browser.
    if (!latest.current || !event.cancelable || !sameDocument || event.navigationType === 'replace' || keeps(address)) return;
    event.preventDefault();
    const back = event.navigationType === 'traverse';
    setLeave(() => () => {
      if (back) navigation.traverseTo(key);
      else navigate(`${address.pathname}${address.search}`);
    });
  });
  useEffect(() => {
    // Browsers without it lose what is not saved when one goes back.
    if (!('navigation' in window)) return undefined;
    const listener = (event: NavigateEvent) => ask(event);
    navigation.addEventListener('navigate', listener);
    return () => navigation.removeEventListener('navigate', listener);
  }, []);

  return {
    setUnsaved,
    guard: (next) => {
      if (latest.current) setLeave(() => next);
      else next();
    },
    question: leave !== null && (
      <ConfirmDialog
        title="Discard your changes?"
        confirm="Discard"
        failed="The changes are still there."
        onConfirm={async () => {
          setUnsaved(false);
          leave();
        }}
        onClose={() => setLeave(null)}
      >
        What you wrote is not saved yet.
      </ConfirmDialog>
    ),
  };
}
