import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.js';

interface Unsaved {
  /** Tells whether something was written that is not saved. */
  readonly setUnsaved: (unsaved: boolean) => void;
  /** Does it at once, or once the person agreed to lose what is not saved. */
  readonly guard: (leave: () => void) => void;
  /** The question, while it is being asked. */
  readonly question: ReactNode;
}

/** Keeps what was written from being lost by a click beside it, or by closing the tab. */
export function useUnsaved(): Unsaved {
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
