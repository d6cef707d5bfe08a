import { useState } from 'react';
import { failureOf } from './failure.js';

interface Saving {
  readonly busy: boolean;
  /** Why it did not work, in one sentence; null before and after that. */
  readonly failure: string | null;
  /** Runs the work; failures are kept for the form to show. Returns whether it worked. */
  readonly save: (work: () => Promise<void>) => Promise<boolean>;
}

/** The state of a form that is being sent. */
export function useSaving(): Saving {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function save(work: () => Promise<void>): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(failureOf(error).message);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, failure, save };
}
