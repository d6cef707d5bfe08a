import { X } from 'lucide-react';
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { IconButton } from './icon-button.js';
import styles from './toasts.module.css';

const Say = createContext<(message: string) => void>(() => undefined);

/** How long a message stands when nobody closes it, in milliseconds. */
const shownFor = 8000;

/** Says in a corner what has just been done. */
export function useSay(): (message: string) => void {
  return use(Say);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<{ text: string; number: number } | null>(null);
  const say = useCallback((text: string) => {
    setMessage((last) => ({ text, number: (last?.number ?? 0) + 1 }));
  }, []);

  useEffect(() => {
    if (message === null) return undefined;
    const timer = setTimeout(() => setMessage(null), shownFor);
    return () => clearTimeout(timer);
  }, [message]);

  return (
    <Say value={say}>
      {children}
      <div className={styles.region} aria-live="polite" aria-label="Messages" role="region">
        {message !== null && (
          <div className={styles.toast} key={message.number}>
            <p>{message.text}</p>
            <IconButton label="Close message" icon={X} onClick={() => setMessage(null)} />
          </div>
        )}
      </div>
    </Say>
  );
}
