import { useEffect, useEffectEvent } from 'react';

/** Asks again when the person comes back to this tab: others may have changed meanwhile what it shows. */
export function useFresh(refetch: () => Promise<unknown>): void {
  const refresh = useEffectEvent(() => {
    // What is shown stays where that fails.
    if (document.visibilityState === 'visible') refetch().catch(() => undefined);
  });
  useEffect(() => {
    const listener = () => refresh();
    window.addEventListener('focus', listener);
    document.addEventListener('visibilitychange', listener);
    return () => {
      window.removeEventListener('focus', listener);
      document.removeEventListener('visibilitychange', listener);
    };
  }, []);
}
