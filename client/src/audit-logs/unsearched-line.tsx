import { useEffect, type RefObject } from 'react';
import type { Entries } from './use-entries.js';
import styles from './unsearched-line.module.css';

interface UnsearchedLineProps {
  entries: Entries;
  /** Whether all that was recorded has come live: then nothing that matches is missing, searchable or not. */
  live: boolean;
  /** Whether something is being read that must not move. */
  reading: RefObject<boolean>;
}

/** Mostly it takes a fraction of a second until an entry can be searched; after an import it may be minutes. In milliseconds. */
const first = 500;
const longest = 8_000;

/** Says how many of the newest entries were not searched, asks again by itself, and shows what is found then. */
export function UnsearchedLine({ entries: { store, list }, live, reading }: UnsearchedLineProps) {
  const { unsearched, overtaken } = list;
  const open = unsearched > 0 || overtaken;
  useEffect(() => {
    if (live && open) store.missesNothing();
  }, [live, open, store]);

  const asking = open && !live;
  useEffect(() => {
    if (!asking) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const plan = (wait: number) => {
      timer = setTimeout(() => {
        void store.lookAgain(() => !reading.current).then(() => {
          if (!over) plan(Math.min(2 * wait, longest));
        });
      }, wait);
    };
    plan(first);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [asking, store, reading]);

  if (!asking) return null;
  return (
    <p className={styles.line} role="status">
      {unsearched > 0 ? (
        <>
          {unsearched === 1 ? 'The newest entry' : `The newest ${unsearched.toLocaleString('en')} entries`} cannot be searched yet. What matches
          is shown as soon as it can be found.
        </>
      ) : (
        <>
          The newest entries can be searched now.{' '}
          <button type="button" className={styles.show} onClick={() => void store.lookAgain(() => true)}>
            Show what matches
          </button>
        </>
      )}
    </p>
  );
}
