import { useState } from 'react';
import { failureOf, fieldOf, type FormFields } from './failure.js';

interface Saving {
  readonly busy: boolean;
  /** Why it did not work, in one sentence; null before and after that, and where a field says it. */
  readonly failure: string | null;
  /** What stands beside the field: why it did not work, where it is about this one. */
  readonly errorOf: (field: string) => string | null;
  /** Runs the work; failures are kept for the form to show. Returns whether it worked. */
  readonly save: (work: () => Promise<void>) => Promise<boolean>;
}

const noFields: FormFields = { names: [] };

/** The state of a form that is being sent. */
export function useSaving(fields: FormFields = noFields): Saving {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ field: string | null; message: string } | null>(null);

  async function save(work: () => Promise<void>): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      const failure = failureOf(error);
      setProblem(fieldOf(failure, fields) ?? { field: null, message: failure.message });
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    failure: problem?.field === null ? problem.message : null,
    errorOf: (field) => (problem?.field === field ? problem.message : null),
    save,
  };
}
